#include "directory.h"

std::size_t print(Directory& d) {
    std::size_t width = 0;
    for (auto& h : d.homes())
        width += h.second.size();
    return width;
}
