// CASE: order-jthread-pointer-reset-ok
// SOURCE: written for this suite
// EXPECT: Feed::last_ OK
// STD: c++20
// PROVES: issue 3, order: fork/join
// WHY: a unique_ptr to a jthread is reset, which joins

#include <unordered_map>
#include <thread>
#include <memory>
#include <cstddef>

class Feed {
 public:
  void start() { t_ = std::make_unique<std::jthread>([this] { for (int i = 0; i < 9; ++i) last_[i] = i; }); }
  std::size_t stop() { t_.reset(); return last_.size(); }
 private:
  std::unordered_map<int, int> last_;
  std::unique_ptr<std::jthread> t_;
};
int main() { Feed f; f.start(); return (int)f.stop(); }
