#include <string>
#include <thread>
#include <unordered_map>

static std::unordered_map<std::string, int> cache;

static void decode_all() {
    for (int i = 0; i < 1000; ++i)
        cache["frame" + std::to_string(i)] = i;
}

std::thread start_decoder() { return std::thread(decode_all); }
