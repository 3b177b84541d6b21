// CASE: order-table-of-functions-before-main-ok
// SOURCE: written for this suite
// EXPECT: ts::GLOBAL_TABLE OK
// STD: c++17
// PROVES: issue 3, order: what an initialiser does comes before main
// WHY: the table of formatters is filled by a namespace-scope initialiser before main, threads only look up, also a formatter called through the table
#include <map>
#include <string>
#include <thread>
#include <vector>

namespace ts {
struct Writer { std::string s; };
using Signature = void (*)(Writer&, int);
std::map<std::string, Signature> GLOBAL_TABLE;

Signature find(const std::string& name) {
  auto spot = GLOBAL_TABLE.find(name);
  return spot != GLOBAL_TABLE.end() ? spot->second : nullptr;
}

void print(Writer& w, const std::string& name) {
  if (auto gf = find(name)) gf(w, 1);
  else w.s += name;
}
}  // namespace ts

namespace {
void Now(ts::Writer& w, int) { w.s += "now"; }
void Timestamp(ts::Writer& w, int) { w.s += "ts"; ts::print(w, "sub"); }

bool INITIALIZED __attribute__((unused)) = []() -> bool {
  ts::GLOBAL_TABLE.emplace("now", &Now);
  ts::GLOBAL_TABLE.emplace("timestamp", &Timestamp);
  ts::GLOBAL_TABLE.emplace("thread-id", &Now);
  return true;
}();
}  // namespace

int main() {
  std::vector<std::thread> ts;
  for (int i = 0; i < 4; i++) ts.emplace_back([] { ts::Writer w; ts::print(w, "timestamp"); });
  for (auto& t : ts) t.join();
}
