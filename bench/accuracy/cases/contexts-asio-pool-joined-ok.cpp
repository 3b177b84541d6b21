// CASE: contexts-asio-pool-joined-ok
// SOURCE: written for this suite
// EXPECT: main::sizes OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: asio thread pool; order: join
// WHY: the pool has been joined

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
    pool.join();
    bool known = sizes.count("a") != 0;
    return known;
}
