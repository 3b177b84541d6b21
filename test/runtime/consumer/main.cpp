#include "holder.h"

#include <cstdio>
#include <type_traits>

#ifdef MAPRACE_OFF
static_assert(std::is_same<maprace::map<int, int>, std::map<int, int>>::value, "off is the standard's own type");
static_assert(std::is_same<maprace::pmr::unordered_set<int>, std::pmr::unordered_set<int>>::value, "off");
#endif

int main() {
  Holder H;
  H.M[1] = 2;
  maprace::set_name(H.M, "held");
  maprace::freeze(H.M);
  const maprace::map M{std::pair{1, 2}};
  std::printf("%d %zu\n", use(H), M.size());
}
