// MR15: a map that has an owner, reached from elsewhere.
//
// RUN: not %maprace scan %s -- -std=c++17 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

// Boost.Asio as far as it is needed here.
namespace boost::asio {
class thread_pool {
public:
  struct executor_type {};
  explicit thread_pool(unsigned Threads);
  ~thread_pool();
  void join();
};
template <class Executor> class strand {
public:
  explicit strand(const Executor &);
};
strand<thread_pool::executor_type> make_strand(thread_pool &);
template <class Context, class Handler> void post(Context &&, Handler &&);
} // namespace boost::asio

namespace annotated {
struct Loop {
  void loop() { step(); }
  void step() { rows_bad[1] = 2; }
  int peek() {
    // CHECK: confinement-violation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'annotated::Loop::rows_bad'{{.*}}belongs to 'loop'{{.*}} [maprace-confinement-violation]
    return rows_bad.size();
  }
  [[clang::annotate("maprace::confined:loop")]] std::map<int, int> rows_bad;
};
void run() {
  Loop L;
  std::thread A([&] { L.loop(); });
  L.peek();
  A.join();
}
} // namespace annotated

namespace labelled {
struct Server {
  [[clang::annotate("maprace::confined:io")]] void onRead() { sessions_bad.clear(); }
  [[clang::annotate("maprace::confined:io")]] void onClose() { sessions_bad.erase(1); }
  void serve() {
    onRead();
    onClose();
  }
  void kick(int K) {
    // CHECK: confinement-violation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'labelled::Server::sessions_bad'{{.*}}belongs to 'io'{{.*}} [maprace-confinement-violation]
    sessions_bad.erase(K);
  }
  [[clang::annotate("maprace::confined:io")]] std::map<int, int> sessions_bad;
};
void run() {
  Server S;
  std::thread A([&] { S.serve(); });
  S.kick(1);
  A.join();
}
} // namespace labelled

namespace two_readers {
// Reading is not harmless either: the owner is asked, nobody looks.
struct Loop {
  void loop() { (void)rows_bad.find(1); }
  bool has() {
    // CHECK: confinement-violation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'two_readers::Loop::rows_bad'{{.*}} [maprace-confinement-violation]
    return rows_bad.count(1);
  }
  [[clang::annotate("maprace::confined:loop")]] std::map<int, int> rows_bad;
};
void run() {
  Loop L;
  L.rows_bad[1] = 1;
  std::thread A([&] { L.loop(); });
  L.has();
  A.join();
}
} // namespace two_readers

namespace single_owner {
struct Poller {
  void loop() {
    for (int I = 0; I < 100; ++I) {
      peers_bad[I] = I;
      if (peers_bad.size() > 10)
        peers_bad.erase(I - 10);
    }
  }
  bool has(int K) {
    // CHECK: confinement-violation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'single_owner::Poller::peers_bad'{{.*}}belongs to a thread started by std::thread{{.*}} [maprace-confinement-violation]
    return peers_bad.count(K);
  }
  std::map<int, int> peers_bad;
};
void run() {
  Poller P;
  std::thread A([&] { P.loop(); });
  P.has(1);
  A.join();
}
} // namespace single_owner

namespace across_functions {
struct Poller {
  void add(int K) { peers_bad[K] = K; }
  void drop(int K) { peers_bad.erase(K); }
  void expire() { peers_bad.clear(); }
  void loop() {
    add(1);
    drop(2);
    expire();
  }
  int status() { return count(); }
  int count() {
    // CHECK: confinement-violation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'across_functions::Poller::peers_bad'{{.*}}belongs to{{.*}} [maprace-confinement-violation]
    return peers_bad.size();
  }
  std::map<int, int> peers_bad;
};
void run() {
  Poller P;
  std::thread A([&] { P.loop(); });
  P.status();
  A.join();
}
} // namespace across_functions

namespace on_a_strand {
using Executor = boost::asio::thread_pool::executor_type;
struct Hub {
  explicit Hub(boost::asio::thread_pool &Pool) : Strand(boost::asio::make_strand(Pool)) {}
  void join(int K) {
    boost::asio::post(Strand, [this, K] { members_bad[K] = K; });
  }
  void leave(int K) {
    boost::asio::post(Strand, [this, K] { members_bad.erase(K); });
  }
  int size() {
    // CHECK: confinement-violation.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'on_a_strand::Hub::members_bad'{{.*}}belongs to the handlers of 'Hub::Strand'{{.*}} [maprace-confinement-violation]
    return members_bad.size();
  }
  boost::asio::strand<Executor> Strand;
  std::map<int, int> members_bad;
};
} // namespace on_a_strand

namespace asked_in_time {
struct Loop {
  void loop() { asked_ok[1] = 2; }
  int peek() { return asked_ok.size(); }
  [[clang::annotate("maprace::confined:loop")]] std::map<int, int> asked_ok;
};
void run() {
  Loop L;
  L.peek(); // before the owner starts
  std::thread A([&] { L.loop(); });
  A.join();
  L.peek(); // and when it is over
}
} // namespace asked_in_time

namespace through_a_queue {
struct Loop {
  void post(std::function<void()> Task) {
    std::lock_guard<std::mutex> L(Mu);
    Tasks.push_back(std::move(Task));
    Cv.notify_one();
  }
  void put(int K) {
    post([this, K] { queued_ok[K] = K; });
  }
  void loop() {
    for (int I = 0; I < 10; ++I) {
      std::function<void()> Task;
      {
        std::unique_lock<std::mutex> L(Mu);
        Cv.wait(L, [&] { return !Tasks.empty(); });
        Task = std::move(Tasks.front());
        Tasks.pop_front();
      }
      Task();
    }
  }
  std::mutex Mu;
  std::condition_variable Cv;
  std::deque<std::function<void()>> Tasks;
  [[clang::annotate("maprace::confined:loop")]] std::map<int, int> queued_ok;
};
void run() {
  Loop L;
  std::thread A([&] { L.loop(); });
  L.put(1);
  A.join();
}
} // namespace through_a_queue

namespace all_on_the_strand {
using Executor = boost::asio::thread_pool::executor_type;
struct Hub {
  explicit Hub(boost::asio::thread_pool &Pool) : Strand(boost::asio::make_strand(Pool)) {}
  void join(int K) {
    boost::asio::post(Strand, [this, K] { strandOnly_ok[K] = K; });
  }
  void leave(int K) {
    boost::asio::post(Strand, [this, K] { strandOnly_ok.erase(K); });
  }
  boost::asio::strand<Executor> Strand;
  std::map<int, int> strandOnly_ok;
};
} // namespace all_on_the_strand

namespace in_the_constructor {
struct Loop {
  Loop() { ctorFills_ok[0] = 0; }
  ~Loop() { ctorFills_ok.clear(); }
  void loop() { ctorFills_ok[1] = 2; }
  [[clang::annotate("maprace::confined:loop")]] std::map<int, int> ctorFills_ok;
};
void run() {
  Loop L;
  std::thread A([&] { L.loop(); });
  A.join();
}
} // namespace in_the_constructor

namespace locked_by_both {
// Whoever locks needs no owner.
struct Poller {
  void loop() {
    std::lock_guard<std::mutex> L(Mu);
    bothLock_ok[1] = 1;
    bothLock_ok.erase(2);
    bothLock_ok.clear();
  }
  int count() {
    std::lock_guard<std::mutex> L(Mu);
    return bothLock_ok.size();
  }
  std::mutex Mu;
  std::map<int, int> bothLock_ok;
};
void run() {
  Poller P;
  std::thread A([&] { P.loop(); });
  P.count();
  A.join();
}
} // namespace locked_by_both

namespace each_its_own {
struct Worker {
  void loop() {
    own_ok[1] = 1;
    own_ok.erase(2);
    own_ok.clear();
  }
  std::map<int, int> own_ok;
};
void run() {
  Worker First, Second;
  std::thread A([&] { First.loop(); }), B([&] { Second.loop(); });
  A.join();
  B.join();
}
} // namespace each_its_own

int main() {
  boost::asio::thread_pool Pool(4);
  on_a_strand::Hub Bypassed(Pool);
  all_on_the_strand::Hub Kept(Pool);
  Bypassed.join(1);
  Bypassed.leave(2);
  Bypassed.size();
  Kept.join(1);
  Kept.leave(2);
  Pool.join();
  annotated::run();
  labelled::run();
  two_readers::run();
  single_owner::run();
  across_functions::run();
  asked_in_time::run();
  through_a_queue::run();
  in_the_constructor::run();
  locked_by_both::run();
  each_its_own::run();
}
