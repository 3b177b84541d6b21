// CASE: contexts-asio-pool-joined-race
// SOURCE: written for this suite
// EXPECT: main::sizes RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: asio thread pool; order: join
// WHY: the map is read while the pool may still run the handler

#include <string>
#include <unordered_map>

// As declared by boost/asio.hpp.
namespace boost {
namespace asio {
class thread_pool {
public:
    explicit thread_pool(unsigned threads);
    ~thread_pool();
    void join();
};
template <class Context, class Handler>
void post(Context &&context, Handler &&handler);
}  // namespace asio
}  // namespace boost

int main() {
    std::unordered_map<std::string, int> sizes;
    boost::asio::thread_pool pool(2);
    boost::asio::post(pool, [&sizes] { sizes["a"] = 1; });
    bool known = sizes.count("a") != 0;
    pool.join();
    return known;
}
