// libstdc++'s <regex> includes this part of <map> by itself; here it comes with its containers
// renamed, or not at all.
#pragma GCC system_header
// clang-format off: the order is the point
#include <map>
#include_next <bits/stl_map.h>
