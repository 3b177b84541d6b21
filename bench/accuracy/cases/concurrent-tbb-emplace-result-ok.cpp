// CASE: concurrent-tbb-emplace-result-ok
// SOURCE: written for this suite
// EXPECT: Statistics::hits_ OK
// STD: c++17
// PROVES: checklist MR12: used where its promise ends
// WHY: a single call decides

#include <mutex>
#include <thread>
#include <utility>

namespace tbb { namespace detail { namespace d1 {
template <class K, class V>
class concurrent_unordered_map {
public:
    using value_type = std::pair<const K, V>;
    V& operator[](const K& key);
    std::pair<value_type*, bool> emplace(const K& key, const V& value);
    std::size_t count(const K& key) const;
    std::size_t unsafe_erase(const K& key);
};
} } }  // namespace tbb::detail::d1
namespace tbb { using detail::d1::concurrent_unordered_map; }

class Statistics {
public:
    void hit(int page) { bool first = hits_.emplace(page, 1).second; (void)first; }
private:
    std::mutex mutex_;
    tbb::concurrent_unordered_map<int, long> hits_;
};

void serve(Statistics& s) {
    std::thread a([&s] { s.hit(1); });
    std::thread b([&s] { s.hit(1); });
    a.join();
    b.join();
}
