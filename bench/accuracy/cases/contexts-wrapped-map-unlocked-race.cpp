// CASE: contexts-wrapped-map-unlocked-race
// SOURCE: written for this suite
// EXPECT: Wrapper::children OK
// EXPECT: Loose::children RACE
// STD: c++17
// PROVES: issue 3, contexts: a class that documents itself as shared
// WHY: a plain wrapper is safe or not by its owner's lock

#include <unordered_map>
#include <vector>
#include <mutex>
#include <memory>

struct Wrapper {
  std::vector<int> order;
  std::unordered_map<int, int> children;
  void write(int c) { children[c] = c; order.push_back(c); }
  bool has(int c) const { return children.find(c) != children.end(); }
};
struct Loose {
  std::unordered_map<int, int> children;
  void write(int c) { children[c] = c; }
  bool has(int c) const { return children.find(c) != children.end(); }
};
class Containers {
 public:
  void put(int c) { std::lock_guard<std::mutex> g(mu_); w_.write(c); l_->write(c); }
  bool has(int c) const { std::lock_guard<std::mutex> g(mu_); return w_.has(c); }
  bool hasLoose(int c) const { return l_->has(c); }
 private:
  mutable std::mutex mu_;
  Wrapper w_;
  std::unique_ptr<Loose> l_ = std::make_unique<Loose>();
};
