#include <string>
#include <thread>
#include <unordered_map>

static std::unordered_map<std::string, int> cache;
std::thread start_decoder();

int main() {
    std::thread decoder = start_decoder();
    for (int i = 0; i < 1000; ++i)
        cache["packet" + std::to_string(i)] = i;
    decoder.join();
}
