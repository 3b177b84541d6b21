// CASE: boundary-absl-flat-hash-map-ok
// SOURCE: written for this suite
// EXPECT: Resolver::cache_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: checklist: the vocabulary of containers (absl::flat_hash_map)
// WHY: the map is one of Abseil's and resolve() fills it under a lock

#include <mutex>
#include <string>
#include <thread>
#include <utility>

// As declared by absl/container/flat_hash_map.h.
namespace absl {
template <class K, class V>
class flat_hash_map {
public:
    using value_type = std::pair<const K, V>;
    using iterator = value_type *;
    flat_hash_map();
    ~flat_hash_map();
    iterator find(const K &k);
    iterator end();
    std::pair<iterator, bool> try_emplace(const K &k, V v);
};
}  // namespace absl

class Resolver {
public:
    int resolve(const std::string &name) {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = cache_.find(name);
        if (it == cache_.end())
            it = cache_.try_emplace(name, static_cast<int>(name.size())).first;
        return it->second;
    }

private:
    std::mutex mutex_;
    absl::flat_hash_map<std::string, int> cache_;
};

static void lookup(Resolver &resolver) {
    for (int i = 0; i < 100; ++i)
        resolver.resolve("host" + std::to_string(i));
}

int main() {
    Resolver resolver;
    std::thread a(lookup, std::ref(resolver)), b(lookup, std::ref(resolver));
    a.join();
    b.join();
}
