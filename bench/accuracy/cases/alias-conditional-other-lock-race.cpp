// CASE: alias-conditional-other-lock-race
// SOURCE: written for this suite
// EXPECT: Tier::blobs RACE
// STD: c++17
// PROVES: issue 3, aliases: `auto& m = cond ? a : b`
// WHY: whatever tier is chosen, put() locks the hot one

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Tier {
    std::mutex mutex;
    std::unordered_map<std::string, std::string> blobs;
};

class TieredStore {
public:
    void put(const std::string& id, std::string bytes) {
        Tier& tier = bytes.size() < 64 ? hot_ : cold_;
        std::lock_guard<std::mutex> lock(hot_.mutex);
        tier.blobs[id] = std::move(bytes);
    }
    void purgeCold() {
        std::lock_guard<std::mutex> lock(cold_.mutex);
        cold_.blobs.clear();
    }

private:
    Tier hot_, cold_;
};

int main() {
    TieredStore store;
    std::thread purger([&store] {
        for (int i = 0; i < 300; ++i)
            store.purgeCold();
    });
    for (int i = 0; i < 1500; ++i)
        store.put("blob" + std::to_string(i), std::string(i % 128, 'b'));
    purger.join();
}
