#include "fonts.h"

void load_font(const std::string &name) {
    std::lock_guard<std::mutex> lock(fonts_mutex);
    ++fonts[name];
}
