// One race: the thread writes what main reads.
#include "std.h"
std::unordered_map<int, int> Counts;
inline void add() { Counts[1] = 2; }
