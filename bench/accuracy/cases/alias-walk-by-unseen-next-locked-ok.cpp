// CASE: alias-walk-by-unseen-next-locked-ok
// SOURCE: written for this suite
// EXPECT: Zone::records OK
// STD: c++17
// TSAN: blind declares the library only
// PROVES: issue 3, aliases: pointers that a loop moves on by a function without a body in view
// WHY: the walk leads to the zones of the shared list, and two threads insert into them under one lock
#include <map>
#include <mutex>
#include <string>
#include <thread>

struct Zone {
  std::map<std::string, int> records;
  Zone *next();
  Zone &child(int Index);
};

std::mutex zonesMutex;
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
  std::lock_guard<std::mutex> lock(zonesMutex);
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
