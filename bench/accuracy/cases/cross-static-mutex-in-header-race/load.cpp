#include "fonts.h"

std::map<std::string, int> fonts;

void load_font(const std::string &name) {
    std::lock_guard<std::mutex> lock(fonts_mutex);
    ++fonts[name];
}
