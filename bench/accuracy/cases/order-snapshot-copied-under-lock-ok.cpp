// CASE: order-snapshot-copied-under-lock-ok
// SOURCE: written for this suite
// EXPECT: Conf::cur_ OK
// STD: c++17
// PROVES: checklist, boundary cases: new snapshot built, then published, never mutated
// WHY: writers copy and swap the shared_ptr under the lock; readers copy the pointer under the lock and look up outside

#include <map>
#include <string>
#include <thread>
#include <mutex>
#include <memory>

class Conf {
 public:
  using Map = std::map<std::string, int>;
  void set(const std::string& k, int v) {
    std::lock_guard<std::mutex> l(mu_);
    auto next = std::make_shared<Map>(*cur_);
    (*next)[k] = v;
    cur_ = next;
  }
  bool has(const std::string& k) const {
    std::shared_ptr<const Map> s;
    { std::lock_guard<std::mutex> l(mu_); s = cur_; }
    return s->find(k) != s->end();
  }
 private:
  mutable std::mutex mu_;
  std::shared_ptr<const Map> cur_ = std::make_shared<Map>();
};
int main() {
  Conf c;
  std::thread t([&] { c.set("a", 1); c.set("b", 2); });
  c.has("a");
  t.join();
}
