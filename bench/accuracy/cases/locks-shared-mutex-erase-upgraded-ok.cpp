// CASE: locks-shared-mutex-erase-upgraded-ok
// SOURCE: written for this suite
// EXPECT: TokenStore::tokens_ OK
// STD: c++17
// PROVES: checklist, boundary cases: reader holds shared_lock, writer holds unique_lock of the same mutex
// WHY: readers only look; the erasure looks again under the writer's lock

#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class TokenStore {
public:
    void issue(const std::string& token, long expires) {
        std::unique_lock<std::shared_mutex> write(rw_);
        tokens_.insert({token, expires});
    }

    bool valid(const std::string& token, long now) const {
        std::shared_lock<std::shared_mutex> read(rw_);
        auto it = tokens_.find(token);
        return it != tokens_.end() && it->second >= now;
    }

    void expire(const std::string& token, long now) {
        std::unique_lock<std::shared_mutex> write(rw_);
        auto it = tokens_.find(token);
        if (it != tokens_.end() && it->second < now)
            tokens_.erase(it);
    }

private:
    mutable std::shared_mutex rw_;
    std::unordered_map<std::string, long> tokens_;
};

int main() {
    TokenStore store;
    for (int i = 0; i < 900; ++i)
        store.issue("t" + std::to_string(i), i);
    std::vector<std::thread> checkers;
    for (int n = 0; n < 3; ++n)
        checkers.emplace_back([&store, n] {
            for (int i = n; i < 900; i += 3)
                if (!store.valid("t" + std::to_string(i), 450))
                    store.expire("t" + std::to_string(i), 450);
        });
    for (auto& t : checkers)
        t.join();
}
