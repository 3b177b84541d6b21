// CASE: contexts-asio-co-spawn-race
// SOURCE: written for this suite
// EXPECT: Rooms::members_ RACE
// STD: c++20
// TSAN: blind Asio is not linked
// PROVES: issue 3, contexts: coroutines resumed by an executor as far as the AST shows
// WHY: two threads run the context, and the coroutines write one map

#include <coroutine>
#include <map>
#include <string>
#include <thread>

// As the headers of Asio declare them.
namespace boost::asio {
class io_context {
public:
    io_context();
    ~io_context();
    unsigned long run();
};
template <class T> struct awaitable {
    struct promise_type {
        awaitable get_return_object();
        std::suspend_always initial_suspend() noexcept;
        std::suspend_always final_suspend() noexcept;
        void return_void();
        void unhandled_exception();
    };
};
struct detached_t {};
inline constexpr detached_t detached;
template <class T, class Token> void co_spawn(io_context &context, awaitable<T> a, Token token);
} // namespace boost::asio

class Rooms {
public:
    boost::asio::awaitable<void> join(std::string room, int user) {
        members_[room] = user;
        co_return;
    }

private:
    std::map<std::string, int> members_;
};

int main() {
    boost::asio::io_context context;
    Rooms rooms;
    for (int user = 0; user < 100; ++user)
        boost::asio::co_spawn(context, rooms.join("lobby", user), boost::asio::detached);
    std::thread second([&] { context.run(); });
    context.run();
    second.join();
}
