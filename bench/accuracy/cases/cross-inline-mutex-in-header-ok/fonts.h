#pragma once
#include <map>
#include <mutex>
#include <string>

inline std::map<std::string, int> fonts;
inline std::mutex fonts_mutex;

void load_font(const std::string &name);
void unload_font(const std::string &name);
