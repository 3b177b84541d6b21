// The part of the web framework that is used here; handlers run on the threads of the server.
#pragma once
#include <functional>
#include <string>

namespace crow {

namespace websocket {
struct connection {
    virtual void send_text(const std::string& msg) = 0;
    virtual void close(const std::string& msg = "quit") = 0;
    virtual ~connection() = default;
};
}  // namespace websocket

class WebSocketRule {
public:
    WebSocketRule& onopen(std::function<void(websocket::connection&)> f);
    WebSocketRule& onclose(std::function<void(websocket::connection&, const std::string&)> f);
    WebSocketRule& onmessage(std::function<void(websocket::connection&, const std::string&, bool)> f);
};

class SimpleApp {
public:
    WebSocketRule& websocket_route(const std::string& rule);
    SimpleApp& port(unsigned short port);
    SimpleApp& multithreaded();
    void run();
};

}  // namespace crow
