// CASE: contexts-slots-in-pairs-ok
// SOURCE: written for this suite
// EXPECT: sig::Dashboard::values_ OK
// STD: c++17
// PROVES: issue 3, contexts: std::function chains
// WHY: both lock

#include <pthread.h>
#include <semaphore.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <set>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace sig {
template <class... A>
class Signal {
 public:
  int connect(std::function<void(A...)> f) {
    slots_.emplace_back(++id_, std::move(f));
    return id_;
  }
  void emit(A... a) const {
    for (const auto& s : slots_) s.second(a...);
  }

 private:
  int id_ = 0;
  std::vector<std::pair<int, std::function<void(A...)>>> slots_;
};
class Sensor {
 public:
  Signal<std::string, double> changed;
  void start() {
    th_ = std::thread([this] {
      for (int i = 0; i < 300; ++i) changed.emit("s" + std::to_string(i % 50), i * 1.0);
    });
  }
  void stop() { th_.join(); }

 private:
  std::thread th_;
};
class Dashboard {
 public:
  explicit Dashboard(Sensor& s) {
    s.changed.connect([this](const std::string& n, double v) { update(n, v); });
  }
  double render() {
    double sum = 0;
    std::lock_guard<std::mutex> l(mu_);
    for (auto& [n, v] : values_) sum += v;
    return sum;
  }

 private:
  void update(const std::string& n, double v) {
    std::lock_guard<std::mutex> l(mu_);
    values_[n] = v;
  }
  std::mutex mu_;
  std::map<std::string, double> values_;
};
}  // namespace sig
int main() {
  sig::Sensor s;
  sig::Dashboard d(s);
  s.start();
  double x = 0;
  for (int i = 0; i < 100; ++i) x += d.render();
  s.stop();
  return x < 0;
}
