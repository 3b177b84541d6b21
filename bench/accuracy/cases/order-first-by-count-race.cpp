// CASE: order-first-by-count-race
// SOURCE: written for this suite
// EXPECT: net::filters RACE
// STD: c++17
// PROVES: design, order: initialisation that happens once
// WHY: the second caller of startup() writes while the first one has a thread that reads

#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace net {

std::map<std::string, int> filters;
std::mutex initLock;
int users = 0;

void startup() {
  std::lock_guard<std::mutex> l(initLock);
  ++users;
  filters["fec"] = 1;
}

class Socket {
public:
  void open() {
    startup();
    worker_ = std::thread([] { (void)filters.find("fec"); });
  }
  void close() { worker_.join(); }

private:
  std::thread worker_;
};

} // namespace net

int main() {
  net::Socket a, b;
  a.open();
  b.open();
  a.close();
  b.close();
}
