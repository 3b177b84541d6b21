// CASE: order-async-futures-scope-end-ok
// SOURCE: written for this suite
// EXPECT: res OK
// STD: c++17
// PROVES: issue 3, order: future/promise
// WHY: futures of std::async block in their destructor at the end of the scope

#include <map>
#include <vector>
#include <mutex>
#include <future>

static std::mutex mu;
static std::map<int, int> res;
int main() {
  {
    std::vector<std::future<void>> fs;
    for (int i = 0; i < 3; ++i)
      fs.push_back(std::async(std::launch::async, [i] { std::lock_guard<std::mutex> g(mu); res[i] = i; }));
  }
  return (int)res.size();
}
