// CASE: contexts-plain-class-without-callers-ok
// SOURCE: written for this suite
// EXPECT: gfx::ShaderCache::programs_ OK
// STD: c++17
// PROVES: issue 3, contexts: classes that own a lock and have no visible caller (and no others)
// WHY: the class owns no lock and starts no thread, nothing says that it is shared

#include <mutex>
#include <string>
#include <unordered_map>

namespace gfx {

class ShaderCache {
public:
    unsigned program(const std::string &source) {
        auto it = programs_.find(source);
        return it != programs_.end() ? it->second : compile(source);
    }

    void precompile(const std::string &source) { compile(source); }

    void dropAll() {
        programs_.clear();
    }

private:
    unsigned compile(const std::string &source) {
        unsigned handle = ++last_;
        programs_[source] = handle;
        return handle;
    }

    unsigned last_ = 0;
    std::unordered_map<std::string, unsigned> programs_;
};

}  // namespace gfx
