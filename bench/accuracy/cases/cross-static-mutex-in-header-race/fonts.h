#pragma once
#include <map>
#include <mutex>
#include <string>

extern std::map<std::string, int> fonts;
static std::mutex fonts_mutex;

void load_font(const std::string &name);
void unload_font(const std::string &name);
