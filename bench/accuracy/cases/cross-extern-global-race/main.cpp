#include "peers.h"
#include <thread>

int main() {
    std::thread net([] {
        for (int i = 0; i < 1000; ++i) {
            std::lock_guard<std::mutex> lock(g_peers_mutex);
            g_peers["peer" + std::to_string(i)] = i;
        }
    });
    for (int i = 0; i < 100; ++i)
        prune_peers(i * 10);
    net.join();
}
