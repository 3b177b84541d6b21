// CASE: locks-guard-in-if-init-ok
// SOURCE: written for this suite
// EXPECT: Presence::online_ OK
// STD: c++17
// PROVES: issue 3, locks: guard in an `if` condition
// WHY: a guard declared in the init-statement of the `if` lives to the end of both branches

#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>

class Presence {
public:
    void seen(const std::string& user) {
        if (std::lock_guard<std::mutex> lock(mu_); !user.empty())
            online_.insert(user);
        else
            online_.clear();
    }

private:
    std::mutex mu_;
    std::unordered_set<std::string> online_;
};

int main() {
    Presence presence;
    auto feed = [&presence](char c) {
        for (int i = 0; i < 1000; ++i)
            presence.seen(i % 100 ? c + std::to_string(i) : std::string());
    };
    std::thread a(feed, 'a'), b(feed, 'b');
    a.join();
    b.join();
}
