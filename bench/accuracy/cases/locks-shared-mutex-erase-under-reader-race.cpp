// CASE: locks-shared-mutex-erase-under-reader-race
// SOURCE: written for this suite
// EXPECT: TokenStore::tokens_ RACE write-under-shared-lock
// STD: c++17
// PROVES: checklist MR03: RLock is for reads only
// WHY: an expired token is erased while only the reader side of the lock is held

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

    bool valid(const std::string& token, long now) {
        std::shared_lock<std::shared_mutex> read(rw_);
        auto it = tokens_.find(token);
        if (it == tokens_.end())
            return false;
        if (it->second < now) {
            tokens_.erase(it);
            return false;
        }
        return true;
    }

private:
    std::shared_mutex rw_;
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
                store.valid("t" + std::to_string(i), 450);
        });
    for (auto& t : checkers)
        t.join();
}
