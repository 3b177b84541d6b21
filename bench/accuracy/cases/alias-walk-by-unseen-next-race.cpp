// CASE: alias-walk-by-unseen-next-race
// SOURCE: written for this suite
// EXPECT: Zone::records RACE
// STD: c++17
// TSAN: blind declares the library only
// PROVES: issue 3, aliases: pointers that a loop moves on by a function without a body in view
// WHY: the walk leads to the zones of the shared list, and two threads insert into them without a lock
#include <map>
#include <string>
#include <thread>

struct Zone {
  std::map<std::string, int> records;
  Zone *next();
  Zone &child(int Index);
};

Zone &zones();

Zone *last(Zone *zone) {
  while (Zone *after = zone->next())
    zone = zone->next();
  return zone;
}

Zone &deepest(Zone &top, int levels) {
  Zone *at = &top;
  for (int level = 0; level < levels; ++level)
    at = &at->child(level);
  return *at;
}

void serve(const std::string &name) {
  for (Zone *zone = &zones(); zone; zone = zone->next())
    ++zone->records[name];
}

int main() {
  std::thread first([] { serve("a"); });
  std::thread second([] { serve("b"); });
  first.join();
  second.join();
  return last(&deepest(zones(), 3)) != nullptr;
}
