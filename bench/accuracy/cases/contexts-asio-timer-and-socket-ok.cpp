// CASE: contexts-asio-timer-and-socket-ok
// SOURCE: written for this suite
// EXPECT: Proxy::routes_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: asio and io_context run by several threads
// WHY: one thread runs the context, so timer and connections take turns

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>

// As declared by boost/asio.hpp.
namespace boost {
namespace system {
class error_code {
public:
    explicit operator bool() const;
};
}  // namespace system
namespace asio {
class io_context {
public:
    io_context();
    ~io_context();
    unsigned long run();
};
class steady_timer {
public:
    steady_timer(io_context &io, std::chrono::seconds after);
    void expires_after(std::chrono::seconds after);
    template <class Handler>
    void async_wait(Handler &&handler);
};
namespace ip {
class tcp {
public:
    class socket {
    public:
        explicit socket(io_context &io);
        socket(socket &&other);
        template <class Buffer, class Handler>
        void async_read_some(Buffer buffer, Handler &&handler);
    };
    class acceptor {
    public:
        acceptor(io_context &io, int port);
        template <class Handler>
        void async_accept(Handler &&handler);
    };
};
}  // namespace ip
}  // namespace asio
}  // namespace boost
namespace asio = boost::asio;
using asio::ip::tcp;

class Proxy;
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket socket, Proxy &proxy) : socket_(std::move(socket)), proxy_(proxy) {}
    void read();

private:
    tcp::socket socket_;
    Proxy &proxy_;
    char data_[512];
};

class Proxy {
public:
    Proxy(asio::io_context &io, int port) : acceptor_(io, port), expiry_(io, std::chrono::seconds(1)) {
        accept();
        expire();
    }
    void route(const std::string &host) { ++routes_[host]; }

private:
    void accept() {
        acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
            if (!error)
                std::make_shared<Connection>(std::move(socket), *this)->read();
            accept();
        });
    }
    void expire() {
        expiry_.async_wait([this](boost::system::error_code) {
            routes_.clear();
            expiry_.expires_after(std::chrono::seconds(1));
            expire();
        });
    }
    tcp::acceptor acceptor_;
    asio::steady_timer expiry_;
    std::unordered_map<std::string, int> routes_;
};

void Connection::read() {
    auto self = shared_from_this();
    socket_.async_read_some(data_, [this, self](boost::system::error_code error, std::size_t n) {
        if (error)
            return;
        proxy_.route(std::string(data_, n));
        read();
    });
}

int main() {
    asio::io_context io;
    Proxy proxy(io, 8080);
    io.run();
}
