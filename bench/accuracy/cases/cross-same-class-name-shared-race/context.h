#pragma once
#include <map>
#include <string>
#include <thread>

struct Context {
    std::map<std::string, int> symbols;
};
extern Context context;
std::thread start_linker();
