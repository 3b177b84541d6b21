// CASE: order-join-behind-running-flag-race
// SOURCE: written for this suite
// EXPECT: net::Receiver::peers_ RACE
// STD: c++17
// PROVES: design, order: spawn and join
// WHY: size() does not wait for the worker

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
  std::size_t size() const { return peers_.size(); }
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
  (void)r.size();
  r.stop();
}
