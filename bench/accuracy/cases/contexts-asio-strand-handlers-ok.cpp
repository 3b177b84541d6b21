// CASE: contexts-asio-strand-handlers-ok
// SOURCE: written for this suite
// EXPECT: Lobby::players_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: asio post/dispatch/strand; issue 3, order: asio strands
// WHY: handlers posted to one strand never run beside each other

#include <string>
#include <unordered_map>

// As declared by boost/asio.hpp.
namespace boost {
namespace asio {
class thread_pool {
public:
    struct executor_type {};
    explicit thread_pool(unsigned threads);
    ~thread_pool();
    executor_type get_executor();
    void join();
};
template <class Executor>
class strand {};
template <class Executor>
strand<Executor> make_strand(const Executor &);
strand<thread_pool::executor_type> make_strand(thread_pool &);
template <class Context, class Handler>
void post(Context &&context, Handler &&handler);
}  // namespace asio
}  // namespace boost

class Lobby {
public:
    explicit Lobby(boost::asio::thread_pool &pool) : executor_(boost::asio::make_strand(pool)) {}
    void join(int id, const std::string &name) {
        boost::asio::post(executor_, [this, id, name] { players_[id] = name; });
    }
    void leave(int id) {
        boost::asio::post(executor_, [this, id] { players_.erase(id); });
    }

private:
    boost::asio::strand<boost::asio::thread_pool::executor_type> executor_;
    std::unordered_map<int, std::string> players_;
};

int main() {
    boost::asio::thread_pool pool(4);
    Lobby lobby(pool);
    for (int i = 0; i < 100; ++i) {
        lobby.join(i, "player" + std::to_string(i));
        lobby.leave(i - 10);
    }
    pool.join();
}
