// The boundary cases that fix what the rules mean, one namespace for each row of the table
// and named after it: which rule reports it, or that none does.
//
// RUN: not %maprace scan %s --rules='*,-unbounded-growth,-guard-advice' -- -std=c++20 -pthread > %t.out
// RUN: FileCheck %s --implicit-check-not=warning: < %t.out

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>
#include <unordered_map>

template <class F, class G> void beside(F One, G Other) {
  std::thread A(One), B(Other);
  A.join();
  B.join();
}

// Row 1: read and read, no structural change: silent.
namespace read_and_read {
std::map<int, int> mapOk{{1, 2}};
void run() {
  beside([] { mapOk.find(1); }, [] { mapOk.size(); });
}
} // namespace read_and_read

// Row 2: read and write, one side unguarded: MR01.
namespace one_side_unguarded {
std::mutex Mu;
std::map<int, int> mapBad;
void run() {
  beside(
      [] {
        std::lock_guard L(Mu);
        mapBad[1] = 2;
      },
      [] {
        // CHECK: boundary-cases.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: concurrent map read and map write: 'one_side_unguarded::mapBad' is read by 'find' with no lock held, {{.*}} [maprace-unguarded-access]
        mapBad.find(1);
      });
}
} // namespace one_side_unguarded

// Row 3: iteration, and an insertion by another thread: MR01, which says iteration.
namespace iteration_and_insertion {
std::map<int, int> mapBad;
void run() {
  beside(
      [] {
        int Sum = 0;
        // CHECK: boundary-cases.cpp:[[#@LINE+4]]:{{[0-9]+}}: warning: concurrent map iteration and map write: 'iteration_and_insertion::mapBad' is written by 'emplace' {{.*}} [maprace-unguarded-access]
        for (auto &One : mapBad)
          Sum += One.second;
      },
      [] { mapBad.emplace(1, 2); });
}
} // namespace iteration_and_insertion

// Row 4: size() is polled without the lock that the writers hold: MR01 or MR02.
namespace size_polled {
std::mutex Mu;
std::map<int, int> mapBad;
void add(int K) {
  std::lock_guard L(Mu);
  mapBad.emplace(K, K);
}
void run() {
  beside([] { add(1); },
         [] {
           // CHECK: boundary-cases.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'size_polled::mapBad' is read by 'size' with no lock held, {{.*}} [maprace-{{unguarded-access|inconsistent-guard}}]
           while (mapBad.size() < 1)
             std::this_thread::yield();
         });
}
} // namespace size_polled

// Row 5: the reader holds shared_lock, the writer unique_lock of the same mutex: silent.
namespace reader_and_writer_lock {
std::shared_mutex Mu;
std::map<int, int> mapOk;
void run() {
  beside(
      [] {
        std::shared_lock L(Mu);
        mapOk.find(1);
      },
      [] {
        std::unique_lock L(Mu);
        mapOk[1] = 2;
      });
}
} // namespace reader_and_writer_lock

// Row 6: both hold locks, of different objects: MR02.
namespace mutexes_of_different_objects {
struct Worker {
  std::mutex Mu;
  std::map<int, int> &Shared;
  void work() {
    std::lock_guard L(Mu);
    // CHECK: boundary-cases.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'{{.*}}mapBad'{{.*}} [maprace-inconsistent-guard]
    Shared[1] = 2;
  }
};
std::map<int, int> mapBad;
void run() {
  Worker One{{}, mapBad}, Other{{}, mapBad};
  beside([&] { One.work(); }, [&] { Other.work(); });
}
} // namespace mutexes_of_different_objects

// Row 7: filled before the threads start, only read after: silent.
namespace filled_before {
std::map<std::string, int> mapOk;
void run() {
  mapOk["a"] = 1;
  mapOk["b"] = 2;
  beside([] { mapOk.find("a"); }, [] { mapOk.count("b"); });
}
} // namespace filled_before

// Row 8: the same, and one late write: MR09, which names it.
namespace one_late_write {
std::map<std::string, int> mapBad;
void run() {
  mapBad["a"] = 1;
  std::thread A([] { mapBad.find("a"); }), B([] { mapBad.count("b"); });
  // CHECK: boundary-cases.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: late write: 'one_late_write::mapBad' is filled before the threads that read it are started, and is then written by 'operator[]' {{.*}} [maprace-write-after-freeze]
  mapBad["late"] = 3;
  A.join();
  B.join();
}
} // namespace one_late_write

// Row 9: written, the threads joined, then read by who started them: silent.
namespace joined_then_read {
std::map<int, int> mapOk;
int run() {
  std::thread A([] { mapOk[1] = 2; });
  A.join();
  return mapOk.at(1);
}
} // namespace joined_then_read

// Row 10: built by one, then handed over by a queue, a promise, or to a thread: silent.
namespace handed_over {
using Map = std::map<int, int>;
std::mutex Mu;
std::condition_variable Filled;
std::deque<Map> Queue;
void send() {
  Map queuedOk;
  queuedOk[1] = 2;
  {
    std::lock_guard L(Mu);
    Queue.push_back(std::move(queuedOk));
  }
  Filled.notify_one();
}
void receive() {
  std::unique_lock L(Mu);
  Filled.wait(L, [] { return !Queue.empty(); });
  Map receivedOk = std::move(Queue.front());
  Queue.pop_front();
  L.unlock();
  receivedOk[2] = 3;
}
void run() {
  beside(send, receive);
  std::promise<Map> Promise;
  std::thread A([&] {
    Map promisedOk;
    promisedOk[1] = 2;
    Promise.set_value(std::move(promisedOk));
  });
  Map gotOk = Promise.get_future().get();
  gotOk[2] = 3;
  A.join();
  Map givenOk{{1, 2}};
  std::thread B([](Map Own) { Own[2] = 3; }, std::move(givenOk));
  B.join();
}
} // namespace handed_over

// Row 11: a map of each thread's own: silent.
namespace per_thread {
thread_local std::map<int, int> mapOk;
void work() {
  std::map<int, int> localOk;
  localOk[1] = 2;
  mapOk[1] = 2;
}
void run() { beside(work, work); }
} // namespace per_thread

// Row 12: a new snapshot, published by a release store, loaded with acquire, not changed: silent.
namespace published_snapshot {
std::atomic<const std::map<int, int> *> currentOk{nullptr};
void run() {
  beside(
      [] {
        auto *Next = new std::map<int, int>;
        (*Next)[1] = 2;
        currentOk.store(Next, std::memory_order_release);
      },
      [] {
        if (const auto *Now = currentOk.load(std::memory_order_acquire))
          Now->find(1);
      });
}
} // namespace published_snapshot

// Row 13: references to elements are used when the lock is gone: MR05.
namespace element_after_the_lock {
std::mutex Mu;
std::map<int, std::string> mapBad;
std::string &get(int K) {
  std::lock_guard L(Mu);
  // CHECK: boundary-cases.cpp:[[#@LINE+1]]:{{[0-9]+}}: warning: a reference to an element of 'element_after_the_lock::mapBad' leaves 'element_after_the_lock::get', which locks it; {{.*}} [maprace-reference-escape]
  return mapBad[K];
}
void drop(int K) {
  std::lock_guard L(Mu);
  mapBad.erase(K);
}
void run() {
  beside([] { get(1) += "x"; }, [] { drop(1); });
}
} // namespace element_after_the_lock

// Row 14: the lock is taken in the caller, by a pair of helpers, or asserted by annotation: counts as held.
namespace lock_taken_elsewhere {
#define CAPABILITY(X) __attribute__((X))
class CAPABILITY(capability("mutex")) Mutex {
public:
  void lock() CAPABILITY(acquire_capability()) { Own.lock(); }
  void unlock() CAPABILITY(release_capability()) { Own.unlock(); }

private:
  std::mutex Own;
};
Mutex Mu;
std::mutex Plain;
std::map<int, int> calledOk, pairedOk, requiredOk;
void put(int K) { calledOk[K] = K; }
void enter() { Plain.lock(); }
void leave() { Plain.unlock(); }
void require(int K) CAPABILITY(requires_capability(Mu)) { requiredOk[K] = K; }
void work() {
  {
    std::lock_guard L(Plain);
    put(1);
  }
  enter();
  pairedOk[1] = 2;
  leave();
  Mu.lock();
  require(1);
  Mu.unlock();
}
void run() { beside(work, work); }
} // namespace lock_taken_elsewhere

int main() {
  read_and_read::run();
  one_side_unguarded::run();
  iteration_and_insertion::run();
  size_polled::run();
  reader_and_writer_lock::run();
  mutexes_of_different_objects::run();
  filled_before::run();
  one_late_write::run();
  joined_then_read::run();
  handed_over::run();
  per_thread::run();
  published_snapshot::run();
  element_after_the_lock::run();
  lock_taken_elsewhere::run();
}
