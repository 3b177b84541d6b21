// CASE: locks-locked-flag-branch-race
// SOURCE: written for this suite
// EXPECT: Router::routes_ RACE
// STD: c++20
// PROVES: issue 3, locks
// WHY: the flag is set for remote peers only, local peers change the table without the lock although several threads call update

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

struct Update {
    std::string prefix;
    int metric;
    bool remote;
};

class Router {
public:
    void update(const Update& u) {
        bool locked = false;
        if (u.remote) {
            mu_.lock();
            locked = true;
            ++remoteUpdates_;
        }
        if (u.metric < 0)
            routes_.erase(u.prefix);
        else
            routes_[u.prefix] = u.metric;
        if (locked)
            mu_.unlock();
    }

private:
    std::mutex mu_;
    std::unordered_map<std::string, int> routes_;
    long remoteUpdates_ = 0;
};

Router router;

int main() {
    std::vector<std::thread> peers;
    for (int p = 0; p < 3; ++p)
        peers.emplace_back([p] {
            for (int i = 0; i < 1000; ++i)
                router.update({"10.0." + std::to_string(i % 97), i % 7 - 1, (i + p) % 2 == 0});
        });
    for (auto& t : peers)
        t.join();
}
