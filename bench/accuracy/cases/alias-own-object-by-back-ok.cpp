// CASE: alias-own-object-by-back-ok
// SOURCE: written for this suite
// EXPECT: Worker::own_ OK
// STD: c++17
// PROVES: issue 3, aliases: two instances do not conflict
// WHY: each thread runs its own heap object reached by back().get()

#include <unordered_map>
#include <vector>
#include <thread>
#include <memory>
#include <cstddef>

class Worker {
 public:
  void run() { for (int i = 0; i < 9; ++i) own_[i] = i; }
  std::size_t size() const { return own_.size(); }
 private:
  std::unordered_map<int, int> own_;
};
int main() {
  std::vector<std::unique_ptr<Worker>> ws;
  std::vector<std::thread> ts;
  for (int i = 0; i < 3; ++i) {
    ws.push_back(std::make_unique<Worker>());
    ts.emplace_back(&Worker::run, ws.back().get());
  }
  for (auto& t : ts) t.join();
  std::size_t n = 0;
  for (auto& w : ws) n += w->size();
  return (int)n;
}
