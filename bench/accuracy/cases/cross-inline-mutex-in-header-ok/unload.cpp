#include "fonts.h"

void unload_font(const std::string &name) {
    std::lock_guard<std::mutex> lock(fonts_mutex);
    fonts.erase(name);
}
