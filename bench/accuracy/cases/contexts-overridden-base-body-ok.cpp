// CASE: contexts-overridden-base-body-ok
// SOURCE: written for this suite
// EXPECT: garlic::Destination::tags_ OK
// STD: c++17
// PROVES: design, callables: virtual calls through the class hierarchy
// WHY: every class that objects are made of overrides process() with one that locks

#include <map>
#include <mutex>
#include <thread>

namespace garlic {

class Destination {
public:
  virtual ~Destination() = default;
  virtual void process(int key) { handle(key); }

protected:
  void handle(int key) { tags_[key] = key; }
  std::mutex mutex_;

private:
  std::map<int, int> tags_;
};

class Router : public Destination {
public:
  void process(int key) override {
    std::lock_guard<std::mutex> l(mutex_);
    handle(key);
  }
};

class Client : public Destination {
public:
  void process(int key) override {
    std::lock_guard<std::mutex> l(mutex_);
    handle(key);
  }
};

void feed(Destination &to) {
  for (int i = 0; i < 1000; ++i)
    to.process(i);
}

} // namespace garlic

int main() {
  garlic::Router r;
  garlic::Client c;
  std::thread a([&] { garlic::feed(r); });
  std::thread b([&] { garlic::feed(r); });
  std::thread d([&] { garlic::feed(c); });
  std::thread e([&] { garlic::feed(c); });
  a.join();
  b.join();
  d.join();
  e.join();
}
