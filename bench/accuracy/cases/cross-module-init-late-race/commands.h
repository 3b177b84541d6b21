#pragma once
#include <string>
#include <unordered_map>

using Command = int (*)(int);
extern std::unordered_map<std::string, Command> commands;
void register_math();
void register_debug();
void start_dispatchers();
void stop_dispatchers();
