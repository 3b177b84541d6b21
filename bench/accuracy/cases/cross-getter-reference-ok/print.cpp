#include "directory.h"

std::size_t print(Directory& d) {
    const auto held = d.lock();
    std::size_t width = 0;
    for (auto& h : d.homes())
        width += h.second.size();
    return width;
}
