#pragma once
#include <mutex>
#include <string>
#include <unordered_map>

extern std::unordered_map<std::string, long> g_peers;
extern std::mutex g_peers_mutex;

void prune_peers(long before);
