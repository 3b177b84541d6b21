// CASE: locks-handle-of-value-with-lock-race
// SOURCE: NixOS/nix PR 16341 (2026-08-21), isAllowed() cache of CachingFilteringSourceAccessor is a plain std::map under parallel evaluation
// EXPECT: nix::CachingFilteringSourceAccessor::cache RACE
// STD: c++17
// PROVES: issue 3, locks: guards returned
// WHY: evaluator threads that share an accessor find and emplace in its plain map

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace nix {

// A value that can only be reached through a held lock.
template <class T, class M = std::mutex>
class Sync {
    M mutex;
    T data;

public:
    Sync() = default;
    Sync(const Sync&) = delete;

    class Lock {
        Sync* s;
        std::unique_lock<M> lk;
        friend class Sync;
        explicit Lock(Sync* sync) : s(sync), lk(sync->mutex) {}

    public:
        Lock(Lock&& l) noexcept : s(l.s), lk(std::move(l.lk)) {}
        T* operator->() { return &s->data; }
        T& operator*() { return s->data; }
    };

    Lock lock() { return Lock(this); }
};

using CanonPath = std::string;

struct SourceAccessor {
    virtual ~SourceAccessor() = default;
    virtual std::vector<CanonPath> readDirectory(const CanonPath& path) = 0;
};

struct MemorySourceAccessor : SourceAccessor {
    std::vector<CanonPath> readDirectory(const CanonPath& path) override {
        std::vector<CanonPath> entries;
        for (int i = 0; i < 40; ++i)
            entries.push_back(path + "/file" + std::to_string(i));
        return entries;
    }
};

struct FilteringSourceAccessor : SourceAccessor {
    std::shared_ptr<SourceAccessor> next;
    explicit FilteringSourceAccessor(std::shared_ptr<SourceAccessor> src) : next(std::move(src)) {}

    std::vector<CanonPath> readDirectory(const CanonPath& path) override {
        std::vector<CanonPath> entries;
        for (auto& entry : next->readDirectory(path))
            if (isAllowed(entry))
                entries.push_back(std::move(entry));
        return entries;
    }

    virtual bool isAllowed(const CanonPath& path) = 0;
};

struct CachingFilteringSourceAccessor : FilteringSourceAccessor {
    std::map<CanonPath, bool> cache;

    using FilteringSourceAccessor::FilteringSourceAccessor;

    bool isAllowed(const CanonPath& path) override {
        auto i = cache.find(path);
        if (i != cache.end())
            return i->second;
        auto res = isAllowedUncached(path);
        cache.emplace(path, res);
        return res;
    }

    virtual bool isAllowedUncached(const CanonPath& path) = 0;
};

// Paths with an export-ignore attribute are left out.
struct GitExportIgnoreSourceAccessor : CachingFilteringSourceAccessor {
    using CachingFilteringSourceAccessor::CachingFilteringSourceAccessor;
    bool isAllowedUncached(const CanonPath& path) override { return path.back() != '7'; }
};

}  // namespace nix

int main() {
    auto accessor = std::make_shared<nix::GitExportIgnoreSourceAccessor>(std::make_shared<nix::MemorySourceAccessor>());
    std::vector<std::size_t> seen(3);
    std::vector<std::thread> evaluators;
    for (std::size_t t = 0; t < seen.size(); ++t)
        evaluators.emplace_back([accessor, &seen, t] {
            for (int dir = 0; dir < 15; ++dir)
                seen[t] += accessor->readDirectory("/src/dir" + std::to_string(dir)).size();
        });
    for (auto& e : evaluators)
        e.join();
    return seen[0] == 15 * 36 && seen[1] == seen[2] ? 0 : 1;
}
