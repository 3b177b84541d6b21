// CASE: contexts-asio-strand-bypassed-race
// SOURCE: written for this suite
// EXPECT: Lobby::players_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: issue 3, order: asio strands
// WHY: leave() posts to the pool itself, past the strand that join() uses

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
    void join();
};
class any_io_executor {};
template <class Executor>
class strand {
public:
    explicit strand(const Executor &);
};
strand<thread_pool::executor_type> make_strand(thread_pool &);
template <class Context, class Handler>
void post(Context &&context, Handler &&handler);
template <class Executor, class Handler>
struct executor_binder {};
template <class Executor, class Handler>
executor_binder<Executor, Handler> bind_executor(const Executor &executor, Handler &&handler);
}  // namespace asio
}  // namespace boost

class Lobby {
public:
    explicit Lobby(boost::asio::thread_pool &pool) : pool_(pool), strand_(boost::asio::make_strand(pool)) {}
    void join(int id, const std::string &name) {
        boost::asio::post(strand_, [this, id, name] { players_[id] = name; });
    }
    void leave(int id) {
        boost::asio::post(pool_, [this, id] { players_.erase(id); });
    }

private:
    boost::asio::thread_pool &pool_;
    boost::asio::strand<boost::asio::thread_pool::executor_type> strand_;
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
