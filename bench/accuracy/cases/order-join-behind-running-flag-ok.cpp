// CASE: order-join-behind-running-flag-ok
// SOURCE: written for this suite
// EXPECT: net::Receiver::peers_ OK
// STD: c++17
// PROVES: design, order: spawn and join
// WHY: where running_ is false there is no worker: every function that sets it starts one

#include <map>
#include <memory>
#include <thread>

namespace net {

class Receiver {
public:
  void start() {
    if (!running_) {
      running_ = true;
      worker_.reset(new std::thread([this] { run(); }));
    }
  }
  void stop() {
    if (running_) {
      running_ = false;
      if (worker_) {
        worker_->join();
        worker_ = nullptr;
      }
    }
    peers_.clear();
  }

private:
  void run() {
    for (int i = 0; i < 1000; ++i)
      peers_[i] = i;
  }
  std::unique_ptr<std::thread> worker_;
  volatile bool running_ = false;
  std::map<int, int> peers_;
};

} // namespace net

int main() {
  net::Receiver r;
  r.start();

  r.stop();
}
