// CASE: contexts-tbb-parallel-for-locked-ok
// SOURCE: written for this suite
// EXPECT: color::palette OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: TBB; design, locks: TBB
// WHY: the body of parallel_for takes a spin_mutex for the insertion

#include <unordered_map>
#include <vector>

// As declared by oneapi/tbb/parallel_for.h and spin_mutex.h.
namespace tbb {
namespace detail {
namespace d1 {
template <class Index, class Body>
void parallel_for(Index first, Index last, const Body &body);
class spin_mutex {
public:
    class scoped_lock {
    public:
        explicit scoped_lock(spin_mutex &m);
        ~scoped_lock();
    };
    void lock();
    void unlock();
};
}  // namespace d1
}  // namespace detail
using detail::d1::parallel_for;
using detail::d1::spin_mutex;
}  // namespace tbb

inline std::size_t color(const std::vector<unsigned> &pixels) {
    std::unordered_map<unsigned, int> palette;
    tbb::spin_mutex mutex;
    tbb::parallel_for(std::size_t(0), pixels.size(), [&](std::size_t i) {
        unsigned c = pixels[i] & 0xf0f0f0;
        tbb::spin_mutex::scoped_lock lock(mutex);
        ++palette[c];
    });
    return palette.size();
}

int main() { return color(std::vector<unsigned>(1000, 0x123456)) == 1 ? 0 : 1; }
