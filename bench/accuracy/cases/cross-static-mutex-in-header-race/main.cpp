#include "fonts.h"
#include <thread>

int main() {
    std::thread loader([] {
        for (int i = 0; i < 1000; ++i)
            load_font("font" + std::to_string(i));
    });
    for (int i = 0; i < 1000; ++i)
        unload_font("font" + std::to_string(i));
    loader.join();
}
