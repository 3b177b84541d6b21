#include "users.h"

#include <chrono>
#include <thread>

std::mutex mtx;
std::unordered_set<crow::websocket::connection*> users;

// Drops everybody every ten seconds.
void close_connections() {
    while (true) {
        std::this_thread::sleep_for(std::chrono::seconds(10));

        for (auto u : users)
            u->close();
        users.clear();
    }
}
