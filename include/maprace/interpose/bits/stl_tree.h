// libstdc++'s <regex> includes this part of <map> by itself.
#pragma GCC system_header
// clang-format off: the order is the point
#include <bits/maprace_internals_begin.h>
#include_next <bits/stl_tree.h>
#include <bits/maprace_internals_end.h>
