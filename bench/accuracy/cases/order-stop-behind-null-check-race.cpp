// CASE: order-stop-behind-null-check-race
// SOURCE: written for this suite
// EXPECT: app::Server::sessions RACE
// STD: c++17
// PROVES: design, order: spawn and join
// WHY: the server is told to stop by detaching its thread, which runs on

#include <map>
#include <thread>

namespace app {

class Server {
public:
  void start() { worker_ = std::thread([this] { serve(); }); }
  void stop() { worker_.detach(); }
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
