#include "users.h"

#include <chrono>
#include <thread>

std::mutex mtx;
std::unordered_set<crow::websocket::connection*> users;

// Drops everybody every ten seconds.
void close_connections() {
    while (true) {
        std::this_thread::sleep_for(std::chrono::seconds(10));

        std::unordered_set<crow::websocket::connection*> leaving;
        {
            std::lock_guard<std::mutex> _(mtx);
            leaving.swap(users);
        }
        for (auto u : leaving)
            u->close();
    }
}
