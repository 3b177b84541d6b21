// CASE: contexts-lock-owner-in-two-threads-race
// SOURCE: written for this suite
// EXPECT: Options::values_ RACE
// STD: c++17
// PROVES: issue 3, contexts: a class that owns a lock, reached from a thread entry
// WHY: the same class as in the single-threaded program, now reached from a reload thread too

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Options {
public:
    void set(const std::string& name, const std::string& value) {
        std::lock_guard<std::mutex> lock(mutex_);
        values_[name] = value;
    }
    bool has(const std::string& name) const { return values_.count(name) != 0; }

private:
    std::mutex mutex_;
    std::unordered_map<std::string, std::string> values_;
};

int main(int argc, char** argv) {
    Options options;
    std::thread reload([&] {
        for (int i = 0; i < 1000; ++i)
            options.set("opt" + std::to_string(i), argc > 1 ? argv[1] : "1");
    });
    int found = 0;
    for (int i = 0; i < 1000; ++i)
        found += options.has("opt" + std::to_string(i));
    reload.join();
    return found < 0;
}
