// CASE: contexts-asio-context-run-by-several-race
// SOURCE: written for this suite
// EXPECT: Telnet::lines_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: io_context run by several threads; issue 3, order: single-threaded io_contexts
// WHY: two threads run the io_context, so two handlers may run at once

#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

// As declared by boost/asio.hpp.
namespace boost {
namespace asio {
class io_context {
public:
    io_context();
    ~io_context();
    unsigned long run();
    void stop();
};
template <class Context, class Handler>
void post(Context &&context, Handler &&handler);
}  // namespace asio
}  // namespace boost

class Telnet {
public:
    explicit Telnet(boost::asio::io_context &io) : io_(io) {}
    void received(int session, const std::string &line) {
        boost::asio::post(io_, [this, session, line] { lines_[session] += line; });
    }
    void closed(int session) {
        boost::asio::post(io_, [this, session] { lines_.erase(session); });
    }

private:
    boost::asio::io_context &io_;
    std::unordered_map<int, std::string> lines_;
};

int main() {
    boost::asio::io_context io;
    Telnet telnet(io);
    for (int i = 0; i < 100; ++i) {
        telnet.received(i % 7, "ls\n");
        telnet.closed(i % 5);
    }
    std::vector<std::thread> runners;
    for (int i = 0; i < 2; ++i)
        runners.emplace_back([&io] { io.run(); });
    for (auto &r : runners)
        r.join();
}
