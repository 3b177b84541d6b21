// CASE: contexts-loop-drains-a-batch-race
// SOURCE: written for this suite
// EXPECT: net::TcpServer::connections_ RACE
// STD: c++17
// PROVES: issue 3, contexts: event-loop classes of the code base itself
// WHY: a worker thread removes the connection directly

#include <pthread.h>
#include <semaphore.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <queue>
#include <set>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace net {
class EventLoop {
 public:
  using Functor = std::function<void()>;
  void RunInLoop(Functor f) {
    {
      std::lock_guard<std::mutex> l(mutex_);
      pending_.push_back(std::move(f));
    }
    cv_.notify_one();
  }
  void Run() {
    for (;;) {
      std::vector<Functor> fs;
      {
        std::unique_lock<std::mutex> l(mutex_);
        cv_.wait(l, [this] { return quit_ || !pending_.empty(); });
        if (pending_.empty()) return;
        fs.swap(pending_);
      }
      for (auto& f : fs) f();
    }
  }
  void Stop() {
    {
      std::lock_guard<std::mutex> l(mutex_);
      quit_ = true;
    }
    cv_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable cv_;
  std::vector<Functor> pending_;
  bool quit_ = false;
};
struct TcpConn {
  unsigned long id;
};
using TcpConnPtr = std::shared_ptr<TcpConn>;
class TcpServer {
 public:
  TcpServer() : thread_([this] { loop_.Run(); }) {}
  ~TcpServer() {
    loop_.Stop();
    thread_.join();
  }
  void HandleNewConn(unsigned long id) {
    loop_.RunInLoop([this, id] { connections_[id] = std::make_shared<TcpConn>(TcpConn{id}); });
  }
  void RemoveConnection(const TcpConnPtr& c) {
    connections_.erase(c->id);
  }

 private:
  EventLoop loop_;
  std::map<unsigned long, TcpConnPtr> connections_;
  std::thread thread_;
};
}  // namespace net
int main() {
  net::TcpServer server;
  std::thread worker([&server] {
    for (unsigned long i = 0; i < 300; ++i) server.RemoveConnection(std::make_shared<net::TcpConn>(net::TcpConn{i}));
  });
  for (unsigned long i = 0; i < 300; ++i) server.HandleNewConn(i);
  worker.join();
}
