// CASE: order-stop-behind-null-check-ok
// SOURCE: written for this suite
// EXPECT: app::Server::sessions OK
// STD: c++17
// PROVES: design, order: spawn and join
// WHY: without a server there is no thread of it, with one stop() has waited for it

#include <map>
#include <thread>

namespace app {

class Server {
public:
  void start() { worker_ = std::thread([this] { serve(); }); }
  void stop() { if (worker_.joinable()) worker_.join(); }
  std::map<int, int> sessions;

private:
  void serve() {
    for (int i = 0; i < 1000; ++i)
      sessions[i] = i;
  }
  std::thread worker_;
};

class Transports {
public:
  ~Transports() {
    stop();
    delete server_;
  }
  void start() {
    server_ = new Server;
    server_->start();
  }
  void stop() {
    if (server_)
      server_->stop();
    if (server_)
      server_->sessions.clear();
  }

private:
  Server *server_ = nullptr;
};

Transports transports;

} // namespace app

int main() {
  app::transports.start();
  app::transports.stop();
}
