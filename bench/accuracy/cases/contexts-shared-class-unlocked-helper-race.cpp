// CASE: contexts-shared-class-unlocked-helper-race
// SOURCE: written for this suite
// EXPECT: gfx::ShaderCache::programs_ RACE
// STD: c++17
// PROVES: issue 3, contexts: classes that own a lock and have no visible caller (and no others)
// WHY: precompile() reaches the helper without the lock that program() holds

#include <mutex>
#include <string>
#include <unordered_map>

namespace gfx {

class ShaderCache {
public:
    unsigned program(const std::string &source) {
        std::lock_guard<std::mutex> guard(mutex_);
        auto it = programs_.find(source);
        return it != programs_.end() ? it->second : compile(source);
    }

    void precompile(const std::string &source) { compile(source); }

    void dropAll() {
        std::lock_guard<std::mutex> guard(mutex_);
        programs_.clear();
    }

private:
    unsigned compile(const std::string &source) {
        unsigned handle = ++last_;
        programs_[source] = handle;
        return handle;
    }

    std::mutex mutex_;
    unsigned last_ = 0;
    std::unordered_map<std::string, unsigned> programs_;
};

}  // namespace gfx
