#include "commands.h"
#include <thread>

static std::thread dispatchers[2];

static void dispatch() {
    for (int i = 0; i < 2000; ++i) {
        auto c = commands.find(i % 2 ? "neg" : "dump");
        if (c != commands.end())
            c->second(i);
    }
}

void start_dispatchers() {
    for (auto& d : dispatchers)
        d = std::thread(dispatch);
}

void stop_dispatchers() {
    for (auto& d : dispatchers)
        d.join();
}
