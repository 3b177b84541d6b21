// CASE: order-join-through-worker-struct-ok
// SOURCE: written for this suite
// EXPECT: log_ OK
// STD: c++17
// PROVES: issue 3, order: fork/join
// WHY: threads kept in worker structs, joined through the struct

#include <map>
#include <string>
#include <vector>
#include <thread>
#include <mutex>
#include <cstdio>

struct Worker { int id; std::thread th; };
static std::mutex mu;
static std::map<int, std::string> log_;
int main() {
  std::vector<Worker> ws;
  for (int i = 0; i < 3; ++i)
    ws.push_back(Worker{i, std::thread([i] { std::lock_guard<std::mutex> g(mu); log_[i] = "done"; })});
  for (auto& w : ws) w.th.join();
  for (auto& [k, v] : log_) puts(v.c_str());
}
