// CASE: locks-lent-to-history-ok
// SOURCE: written for this suite
// EXPECT: History::byKey_ OK
// STD: c++17
// PROVES: a lock that is reached by a pointer is the one whose address was stored there
// WHY: the history locks the endpoint's mutex, which it was lent, so all callers hold one mutex
#include <cstdio>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

struct Endpoint;

struct History {
  std::mutex *mutex_ = nullptr;
  std::mutex own_;
  std::map<int, int> byKey_;

  void attach(Endpoint &to);
  void removeAll() {
    std::lock_guard<std::mutex> lock(*mutex_);
    byKey_.clear();
  }
  bool registerKey(int key) { return byKey_.emplace(key, 0).second; }
};

struct Endpoint {
  std::mutex mutex_;
};

void History::attach(Endpoint &to) { mutex_ = &to.mutex_; }

class Publisher {
  std::unique_ptr<Endpoint> endpoint_;
  History history_;

public:
  explicit Publisher(std::unique_ptr<Endpoint> endpoint) : endpoint_(std::move(endpoint)) { history_.attach(*endpoint_); }
  bool add(int key) {
    std::lock_guard<std::mutex> lock(endpoint_->mutex_);
    return history_.registerKey(key);
  }
  void clear() { history_.removeAll(); }
};

std::unique_ptr<Publisher> made;

Publisher *current() { return made.get(); }

int main() {
  made = std::make_unique<Publisher>(std::make_unique<Endpoint>());
  std::thread adding([] {
    for (int i = 0; i < 1000; ++i)
      current()->add(i);
  });
  for (int i = 0; i < 1000; ++i)
    current()->clear();
  adding.join();
  std::puts("done");
}
