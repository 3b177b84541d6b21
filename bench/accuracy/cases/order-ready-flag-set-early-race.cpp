// CASE: order-ready-flag-set-early-race
// SOURCE: written for this suite
// EXPECT: Translations::strings_ RACE
// STD: c++17
// PROVES: issue 3, order: hand-over by a flag that is read and written under a mutex
// WHY: the loader says "ready" under the mutex before it fills the map

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Translations {
public:
    void load() {
        setReady();
        for (int i = 0; i < 500; ++i)
            strings_.emplace("id" + std::to_string(i), "text");
    }
    std::string tr(const std::string& id) {
        if (!ready())
            return id;
        auto it = strings_.find(id);
        return it == strings_.end() ? id : it->second;
    }

private:
    void setReady() {
        std::lock_guard<std::mutex> lock(mutex_);
        ready_ = true;
    }
    bool ready() {
        std::lock_guard<std::mutex> lock(mutex_);
        return ready_;
    }
    std::mutex mutex_;
    bool ready_ = false;
    std::unordered_map<std::string, std::string> strings_;
};

int main() {
    Translations t;
    std::thread loader(&Translations::load, &t);
    std::size_t n = 0;
    for (int i = 0; i < 1000; ++i)
        n += t.tr("id" + std::to_string(i % 500)).size();
    loader.join();
    return n == 0;
}
