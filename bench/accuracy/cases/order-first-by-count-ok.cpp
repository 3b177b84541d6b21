// CASE: order-first-by-count-ok
// SOURCE: written for this suite
// EXPECT: net::filters OK
// STD: c++17
// PROVES: design, order: initialisation that happens once
// WHY: only the first caller of startup() fills the map, before it starts a thread

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
  if (users++ > 0)
    return;
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
