#include "directory.h"
#include <thread>

int main() {
    Directory d;
    std::thread sync([&d] {
        for (int i = 0; i < 1000; ++i) {
            auto held = d.lock();
            d.homes()["user" + std::to_string(i)] = "/home";
        }
    });
    std::size_t width = 0;
    for (int i = 0; i < 50; ++i)
        width += print(d);
    sync.join();
    return width == 1;
}
