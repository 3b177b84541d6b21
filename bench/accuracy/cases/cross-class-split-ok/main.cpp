#include "broker.h"
#include <thread>

static void session(ipc::Broker& broker, int id) {
    for (int i = 0; i < 500; ++i) {
        std::string name = "s" + std::to_string(id) + "." + std::to_string(i % 20);
        broker.open(name, i);
    }
    for (int i = 0; i < 20; ++i)
        broker.close("s" + std::to_string(id) + "." + std::to_string(i));
}

int main() {
    ipc::Broker broker;
    std::thread a(session, std::ref(broker), 1), b(session, std::ref(broker), 2);
    a.join();
    b.join();
    return broker.fd("s1.1") + 1;
}
