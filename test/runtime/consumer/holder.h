#pragma once
#include <maprace/lifecycle.h>
#include <maprace/map.h>
#include <maprace/unordered_map.h>
#include <maprace/unordered_set.h>
#include <maprace/set.h>

// The map is in no signature: only its layout differs between the modes.
struct Holder {
  maprace::unordered_map<int, int> M;
  int After = 0;
};
int use(Holder &);
