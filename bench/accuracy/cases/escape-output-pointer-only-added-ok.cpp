// CASE: escape-output-pointer-only-added-ok
// SOURCE: written for this suite
// EXPECT: Hosts::hosts_ OK
// STD: c++17
// PROVES: issue 3, aliases: pointers into elements; rules, MR05
// WHY: the caller is given a pointer to the element, and elements of a std::map stay as they are when others are added

#include <map>
#include <mutex>
#include <string>
#include <thread>

struct Host {
    std::string address;
    int port = 0;
};
class Hosts {
public:
    void learn(int id, Host host) {
        std::lock_guard<std::mutex> hold(gate_);
        hosts_.emplace(id, std::move(host));
    }
    bool lookup(int id, const Host** result) {
        std::lock_guard<std::mutex> hold(gate_);
        auto found = hosts_.find(id);
        if (found == hosts_.end())
            return false;
        *result = &found->second;
        return true;
    }

private:
    std::mutex gate_;
    std::map<int, Host> hosts_;
};

int main() {
    Hosts hosts;
    std::thread resolver([&hosts] {
        for (int i = 0; i < 500; ++i)
            hosts.learn(i % 5, Host{"2001:db8::" + std::to_string(i), i});
    });
    std::size_t length = 0;
    for (int i = 0; i < 500; ++i)
        if (const Host* host = nullptr; hosts.lookup(i % 5, &host))
            length += host->address.size();
    resolver.join();
    return length > 1000000;
}
