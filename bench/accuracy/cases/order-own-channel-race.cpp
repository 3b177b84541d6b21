// CASE: order-own-channel-race
// SOURCE: written for this suite
// EXPECT: mapLen::m RACE
// EXPECT: noRace::m OK
// STD: c++17
// PROVES: checklist, the hazard: hand-over by channel
// WHY: done channel used only after the racing access

#include <unordered_map>
#include <thread>
#include <mutex>
#include <condition_variable>
#include <deque>
#include <utility>
#include <cstddef>

template <class T> class Chan {
 public:
  explicit Chan(std::size_t cap) : cap_(cap) {}
  void send(T v) {
    std::unique_lock<std::mutex> l(m_);
    cv_.wait(l, [&] { return q_.size() < cap_; });
    q_.push_back(std::move(v));
    cv_.notify_all();
  }
  T recv() {
    std::unique_lock<std::mutex> l(m_);
    cv_.wait(l, [&] { return !q_.empty(); });
    T v = std::move(q_.front());
    q_.pop_front();
    cv_.notify_all();
    return v;
  }
 private:
  std::size_t cap_;
  std::mutex m_;
  std::condition_variable cv_;
  std::deque<T> q_;
};
static void mapLen() {
  std::unordered_map<int, int> m;
  Chan<bool> done(1);
  std::thread t([&] { m[1] = 1; done.send(true); });
  int n = (int)m.size();
  done.recv();
  t.join();
  (void)n;
}
static void noRace() {
  std::unordered_map<int, int> m;
  Chan<bool> done(1);
  std::thread t([&] { m[1] = 1; done.send(true); });
  done.recv();
  m.erase(1);
  t.join();
}
int main() { mapLen(); noRace(); }
