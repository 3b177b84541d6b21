// In front of each of libstdc++'s tests, by conformance.py.
#include <maprace/map.h>
#include <maprace/set.h>
#include <maprace/unordered_map.h>
#include <maprace/unordered_set.h>
