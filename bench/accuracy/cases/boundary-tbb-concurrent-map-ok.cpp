// CASE: boundary-tbb-concurrent-map-ok
// SOURCE: written for this suite
// EXPECT: Users::names_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: checklist: the vocabulary of containers (QHash), recognised concurrent maps
// WHY: insert and find of tbb::concurrent_unordered_map may run beside each other

#include <string>
#include <thread>
#include <utility>

// As declared by oneapi/tbb/concurrent_unordered_map.h.
namespace tbb {
namespace detail {
namespace d2 {
template <class K, class V>
class concurrent_unordered_map {
public:
    class iterator {};
    concurrent_unordered_map();
    ~concurrent_unordered_map();
    std::pair<iterator, bool> emplace(const K &key, const V &value);
    std::size_t count(const K &key) const;
};
}  // namespace d2
}  // namespace detail
using detail::d2::concurrent_unordered_map;
}  // namespace tbb

class Users {
public:
    void add(int id, const std::string &name) { names_.emplace(id, name); }
    bool known(int id) const { return names_.count(id) != 0; }

private:
    tbb::concurrent_unordered_map<int, std::string> names_;
};

int main() {
    Users users;
    auto import = [&users](int from) {
        for (int i = from; i < from + 100; ++i)
            users.add(i, "user");
    };
    std::thread a(import, 0), b(import, 1000);
    a.join();
    b.join();
    return users.known(5) ? 0 : 1;
}
