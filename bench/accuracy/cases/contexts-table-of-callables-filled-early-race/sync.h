#pragma once
#include <mutex>

using RecursiveMutex = std::recursive_mutex;
#define PASTE(x, y) x##y
#define PASTE2(x, y) PASTE(x, y)
#define LOCK(cs) std::unique_lock<RecursiveMutex> PASTE2(criticalblock, __COUNTER__)(cs)
extern RecursiveMutex cs_main;
