// CASE: contexts-overridden-base-body-race
// SOURCE: written for this suite
// EXPECT: garlic::Destination::tags_ RACE
// STD: c++17
// PROVES: design, callables: virtual calls through the class hierarchy
// WHY: an object of the base class itself is used: its process() takes no lock

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
  garlic::Destination p;
  std::thread a([&] { garlic::feed(r); });
  std::thread b([&] { garlic::feed(r); });
  std::thread d([&] { garlic::feed(p); });
  std::thread e([&] { garlic::feed(p); });
  a.join();
  b.join();
  d.join();
  e.join();
}
