// CASE: order-join-by-own-guard-class-ok
// SOURCE: written for this suite
// EXPECT: run::res OK
// STD: c++17
// PROVES: issue 3, order: fork/join
// WHY: destructor of an own guard class joins

#include <map>
#include <thread>
#include <utility>
#include <cstddef>

class scoped_thread {
 public:
  explicit scoped_thread(std::thread t) : t_(std::move(t)) {}
  ~scoped_thread() { if (t_.joinable()) t_.join(); }
 private:
  std::thread t_;
};
static std::size_t run() {
  std::map<int, int> res;
  {
    scoped_thread s{std::thread([&] { res[1] = 1; })};
  }
  return res.size();
}
int main() { return (int)run(); }
