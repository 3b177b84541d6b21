#include <thread>

#include "users.h"

int main() {
    crow::SimpleApp app;

    app.websocket_route("/ws")
        .onopen([](crow::websocket::connection& conn) {
            std::lock_guard<std::mutex> _(mtx);
            users.insert(&conn);
        })
        .onclose([](crow::websocket::connection& conn, const std::string&) {
            std::lock_guard<std::mutex> _(mtx);
            users.erase(&conn);
        })
        .onmessage([](crow::websocket::connection&, const std::string& data, bool is_binary) {
            std::lock_guard<std::mutex> _(mtx);
            if (!is_binary)
                for (auto u : users)
                    u->send_text(data);
        });

    std::thread closer(close_connections);
    app.port(18080).multithreaded().run();
    closer.join();
    return 0;
}
