// CASE: contexts-lock-owner-in-single-thread-ok
// SOURCE: written for this suite
// EXPECT: Options::values_ OK
// STD: c++17
// PROVES: issue 3, contexts: a class that owns a lock, with all its callers in view in one thread
// WHY: the class could be shared and locks in one method only, but this program has one thread

#include <mutex>
#include <string>
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
    for (int i = 1; i < argc; ++i)
        options.set(argv[i], "1");
    return options.has("--fail") ? 1 : 0;
}
