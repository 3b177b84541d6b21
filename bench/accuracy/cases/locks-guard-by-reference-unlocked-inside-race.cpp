// CASE: locks-guard-by-reference-unlocked-inside-race
// SOURCE: written for this suite
// EXPECT: Loader::assets_ RACE
// STD: c++17
// PROVES: issue 3, locks: guards passed by reference
// WHY: fetch() unlocks the caller's guard for the slow read and forgets to lock it again

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Loader {
public:
    void load(const std::string& name) {
        std::unique_lock<std::mutex> lock(mutex_);
        ++requests_;
        std::string bytes = fetch(name, lock);
        assets_[name] = bytes;
    }

private:
    static std::string fetch(const std::string& name, std::unique_lock<std::mutex>& lock) {
        lock.unlock();
        std::string bytes(name.size() * 10, 'b');
        return bytes;
    }

    std::mutex mutex_;
    int requests_ = 0;
    std::map<std::string, std::string> assets_;
};

int main() {
    Loader loader;
    std::thread sounds([&] {
        for (int i = 0; i < 400; ++i)
            loader.load("snd/" + std::to_string(i));
    });
    std::thread images([&] {
        for (int i = 0; i < 400; ++i)
            loader.load("img/" + std::to_string(i));
    });
    sounds.join();
    images.join();
}
