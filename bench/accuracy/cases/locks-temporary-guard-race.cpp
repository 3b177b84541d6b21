// CASE: locks-temporary-guard-race
// SOURCE: written for this suite
// EXPECT: Bans::until_ RACE
// STD: c++20
// PROVES: checklist MR16
// WHY: the unnamed lock_guard is destroyed at the end of its own statement

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Bans {
public:
    void ban(const std::string& ip, long until) {
        std::lock_guard<std::mutex>{mu_};
        until_[ip] = until;
    }
    bool banned(const std::string& ip, long now) const {
        std::lock_guard<std::mutex>{mu_};
        auto it = until_.find(ip);
        return it != until_.end() && it->second > now;
    }

private:
    mutable std::mutex mu_;
    std::unordered_map<std::string, long> until_;
};

int main() {
    auto bans = std::make_unique<Bans>();
    auto traffic = [&bans](int net) {
        for (int i = 0; i < 2000; ++i) {
            const std::string ip = "10." + std::to_string(net) + "." + std::to_string(i);
            if (!bans->banned(ip, i))
                bans->ban(ip, i + 60);
        }
    };
    std::thread a(traffic, 1), b(traffic, 2);
    a.join();
    b.join();
}
