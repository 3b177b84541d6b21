#include "peers.h"

std::unordered_map<std::string, long> g_peers;
std::mutex g_peers_mutex;

void prune_peers(long before) {
    for (auto it = g_peers.begin(); it != g_peers.end();)
        it = it->second < before ? g_peers.erase(it) : std::next(it);
}
