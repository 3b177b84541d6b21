// CASE: order-join-by-algorithm-ok
// SOURCE: written for this suite
// EXPECT: res OK
// STD: c++17
// PROVES: issue 3, order: fork/join
// WHY: std::for_each with mem_fn joins all

#include <unordered_map>
#include <vector>
#include <thread>
#include <mutex>
#include <functional>
#include <algorithm>

static std::mutex mu;
static std::unordered_map<int, int> res;
static void put(int i) { std::lock_guard<std::mutex> g(mu); res[i] = i; }
int main() {
  std::vector<std::thread> ts;
  for (int i = 0; i < 3; ++i) ts.emplace_back(put, i);
  std::for_each(ts.begin(), ts.end(), std::mem_fn(&std::thread::join));
  for (auto& [k, v] : res) v++;
}
