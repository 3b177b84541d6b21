// Programs with a race each, as they occur, and programs without: what detection.py counts. No
// overlap is forced; how often the two sides come near each other is part of each program.
// `seeded NAME SEED` runs one; `seeded --list` prints the names, with "racy", "unordered" or "ok".
#include <maprace/map.h>
#include <maprace/set.h>
#include <maprace/unordered_map.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <queue>
#include <random>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

thread_local std::mt19937 Random;
unsigned Seed = 0;

using Map = maprace::unordered_map<int, std::string>;

void pause(int LeastMicroseconds, int MostMicroseconds) {
  std::this_thread::sleep_for(
      std::chrono::microseconds(std::uniform_int_distribution<>(LeastMicroseconds, MostMicroseconds)(Random)));
}
int any(int Below) { return std::uniform_int_distribution<>(0, Below - 1)(Random); }

// Threads with a seed of their own; joined at the end.
class Threads {
public:
  template <class Body> void add(Body B) {
    All.emplace_back([B, N = All.size()]() mutable {
      Random.seed(Seed * 31 + static_cast<unsigned>(N) + 1);
      B();
    });
  }
  ~Threads() {
    for (std::thread &T : All)
      T.join();
  }

private:
  std::vector<std::thread> All;
};

template <class Body> void repeat(int Times, int Least, int Most, Body B) {
  for (int I = 0; I < Times; ++I) {
    B();
    pause(Least, Most);
  }
}

// --- no lock at all ------------------------------------------------------------------------------
void busyWriters() {
  Map M;
  Threads T;
  for (int I = 0; I < 2; ++I)
    T.add([&] { repeat(300, 10, 200, [&] { M[any(100)] = "x"; }); });
  T.add([] {});
}
void readersAndAWriter() {
  Map M;
  for (int I = 0; I < 100; ++I)
    M[I] = "x";
  Threads T;
  T.add([&] { repeat(40, 500, 2000, [&] { M[100 + any(100)] = "y"; }); });
  for (int I = 0; I < 2; ++I)
    T.add([&] { repeat(100, 100, 1000, [&] { (void)M.count(any(200)); }); });
}
void pollSize() {
  Map M;
  std::mutex Mu;
  Threads T;
  T.add([&] {
    repeat(60, 500, 1500, [&] {
      std::lock_guard<std::mutex> L(Mu);
      M[any(1000)] = "x";
    });
  });
  T.add([&] { repeat(30, 1000, 3000, [&] { (void)M.size(); }); });
}
void periodicCleanup() { // every access but the clean-up's is locked
  Map M;
  std::mutex Mu;
  Threads T;
  for (int I = 0; I < 2; ++I)
    T.add([&] {
      repeat(60, 500, 2500, [&] {
        std::lock_guard<std::mutex> L(Mu);
        M[any(50)] = "x";
        (void)M.find(any(50));
      });
    });
  T.add([&] {
    repeat(4, 15000, 25000, [&] {
      for (auto I = M.begin(); I != M.end();)
        I = I->first % 3 == 0 ? M.erase(I) : std::next(I);
    });
  });
}
void statistics() { // a rare full iteration without the lock
  maprace::map<std::string, int> M;
  std::mutex Mu;
  Threads T;
  for (int I = 0; I < 2; ++I)
    T.add([&] {
      repeat(80, 300, 2000, [&] {
        std::lock_guard<std::mutex> L(Mu);
        ++M["key" + std::to_string(any(30))];
      });
    });
  T.add([&] {
    repeat(3, 15000, 30000, [&] {
      int Sum = 0;
      for (const auto &[K, V] : M)
        Sum += V;
      (void)Sum;
    });
  });
}
// --- the wrong lock -------------------------------------------------------------------------------
void twoLocks() {
  Map M;
  std::mutex A, B;
  Threads T;
  T.add([&] {
    repeat(60, 500, 2000, [&] {
      std::lock_guard<std::mutex> L(A);
      M[any(50)] = "x";
    });
  });
  T.add([&] {
    repeat(60, 500, 2000, [&] {
      std::lock_guard<std::mutex> L(B);
      (void)M.count(any(50));
    });
  });
}
void writeUnderSharedLock() {
  maprace::map<int, int> M;
  std::shared_mutex Mu;
  Threads T;
  for (int I = 0; I < 3; ++I)
    T.add([&] {
      repeat(50, 500, 2000, [&] {
        std::shared_lock<std::shared_mutex> L(Mu);
        ++M[any(40)];
      });
    });
}
void lockOfAnotherInstance() {
  struct Table {
    std::mutex Mu;
    Map M;
  } A, B;
  Threads T;
  T.add([&] {
    repeat(60, 500, 2000, [&] {
      std::lock_guard<std::mutex> L(A.Mu);
      A.M[any(50)] = "x";
    });
  });
  T.add([&] {
    repeat(60, 500, 2000, [&] {
      std::lock_guard<std::mutex> L(B.Mu);
      A.M.erase(any(50));
    });
  });
}
void discardedGuard() {
  Map M;
  std::mutex Mu;
  Threads T;
  for (int I = 0; I < 2; ++I)
    T.add([&] {
      repeat(50, 500, 2000, [&] {
        std::unique_lock<std::mutex>{Mu};
        M[any(50)] = "x";
      });
    });
}
void iteratorLeavesTheLock() {
  maprace::map<int, int> M;
  for (int I = 0; I < 50; ++I)
    M[I] = I;
  std::mutex Mu;
  Threads T;
  T.add([&] {
    repeat(30, 500, 2000, [&] {
      maprace::map<int, int>::iterator I;
      {
        std::lock_guard<std::mutex> L(Mu);
        I = M.lower_bound(any(40));
      }
      for (int N = 0; N < 5 && I != M.end(); ++N, ++I)
        pause(50, 200);
    });
  });
  T.add([&] {
    repeat(60, 200, 1500, [&] {
      std::lock_guard<std::mutex> L(Mu);
      M[50 + any(1000)] = 1;
    });
  });
}
// --- each side once, or nearly --------------------------------------------------------------------------
void lateRegistration() { // a table is read by workers while one late entry is made
  Map M;
  for (int I = 0; I < 20; ++I)
    M[I] = "handler";
  Threads T;
  T.add([&] { repeat(60, 300, 1500, [&] { (void)M.find(any(20)); }); });
  T.add([&] {
    pause(20000, 40000);
    M[99] = "late";
  });
}
void onceEach() {
  Map M;
  Threads T;
  T.add([&] {
    pause(3000, 8000);
    M[1] = "a";
  });
  T.add([&] {
    pause(3000, 8000);
    (void)M.find(1);
  });
}
void onceEachFarApart() {
  Map M;
  Threads T;
  T.add([&] {
    pause(1000, 3000);
    M[1] = "a";
  });
  T.add([&] {
    pause(20000, 30000);
    M[2] = "b";
  });
}
void lazyInitialisation() {
  std::unique_ptr<Map> M = std::make_unique<Map>();
  std::atomic<bool> Filled{false};
  Threads T;
  for (int I = 0; I < 2; ++I)
    T.add([&] {
      pause(500, 4000);
      if (!Filled.load(std::memory_order_relaxed)) {
        for (int K = 0; K < 20; ++K)
          (*M)[K] = "x";
        Filled.store(true, std::memory_order_relaxed);
      }
    });
}
void reload() { // a configuration is assigned anew while it is read
  Map M{{1, "a"}, {2, "b"}};
  Threads T;
  T.add([&] {
    repeat(3, 10000, 20000, [&] {
      Map New{{1, "c"}, {2, "d"}};
      M = std::move(New);
    });
  });
  T.add([&] { repeat(60, 300, 1500, [&] { (void)M.count(1); }); });
}
void shutdownClears() {
  Map M;
  std::mutex Mu;
  std::atomic<bool> Stop{false};
  Threads T;
  T.add([&] {
    while (!Stop) {
      {
        std::lock_guard<std::mutex> L(Mu);
        M[any(100)] = "x";
      }
      pause(300, 1500);
    }
  });
  T.add([&] {
    pause(30000, 40000);
    M.clear();
    Stop = true;
  });
}
// --- other shapes ------------------------------------------------------------------------------------
void innerMap() {
  maprace::map<int, Map> M;
  std::mutex Mu;
  for (int I = 0; I < 3; ++I)
    M[I];
  Threads T;
  for (int I = 0; I < 2; ++I)
    T.add([&] {
      repeat(50, 500, 1500, [&] {
        Map *Inner;
        {
          std::lock_guard<std::mutex> L(Mu);
          Inner = &M[any(3)];
        }
        (*Inner)[any(10)] = "x";
      });
    });
}
void subscriptAsRead() {
  maprace::map<int, int> M;
  for (int I = 0; I < 20; ++I)
    M[I] = I;
  Threads T;
  for (int I = 0; I < 3; ++I)
    T.add([&] {
      repeat(50, 500, 1500, [&] {
        volatile int V = M[any(25)];
        (void)V;
      });
    });
}
void checkThenAct() {
  maprace::set<int> S;
  std::mutex Mu;
  Threads T;
  for (int I = 0; I < 2; ++I)
    T.add([&] {
      repeat(60, 300, 1500, [&] {
        const int K = any(1000);
        if (!S.count(K)) { // the test is outside of the lock
          std::lock_guard<std::mutex> L(Mu);
          S.insert(K);
        }
      });
    });
}
void poolOfWorkers() {
  Map Results;
  std::mutex Mu;
  std::condition_variable Ready;
  std::queue<int> Jobs;
  bool Done = false;
  Threads T;
  for (int I = 0; I < 3; ++I)
    T.add([&] {
      for (;;) {
        std::unique_lock<std::mutex> L(Mu);
        Ready.wait(L, [&] { return Done || !Jobs.empty(); });
        if (Jobs.empty())
          return;
        const int J = Jobs.front();
        Jobs.pop();
        L.unlock();
        pause(200, 1000);
        Results[J] = "done"; // outside of the lock
      }
    });
  T.add([&] {
    for (int J = 0; J < 100; ++J) {
      {
        std::lock_guard<std::mutex> L(Mu);
        Jobs.push(J);
      }
      Ready.notify_one();
      pause(50, 400);
    }
    {
      std::lock_guard<std::mutex> L(Mu);
      Done = true;
    }
    Ready.notify_all();
  });
}
void futureReadsEarly() {
  Map M;
  auto Fill = std::async(std::launch::async, [&] {
    Random.seed(Seed + 7);
    repeat(30, 200, 1000, [&] { M[any(100)] = "x"; });
  });
  Random.seed(Seed);
  pause(4000, 9000);
  (void)M.size(); // before the wait
  Fill.get();
}
// A race by the memory model only: the reader waits for a flag, relaxed, that follows the write.
void relaxedFlag() {
  Map M;
  std::atomic<bool> Ready{false};
  Threads T;
  T.add([&] {
    pause(1000, 3000);
    M[1] = "a";
    Ready.store(true, std::memory_order_relaxed);
  });
  T.add([&] {
    while (!Ready.load(std::memory_order_relaxed))
      pause(100, 300);
    (void)M.find(1);
  });
}

// --- without a race -----------------------------------------------------------------------------------
void okLocked() {
  Map M;
  std::mutex Mu;
  Threads T;
  for (int I = 0; I < 3; ++I)
    T.add([&] {
      repeat(80, 200, 1500, [&] {
        std::lock_guard<std::mutex> L(Mu);
        M[any(50)] = "x";
        for (auto &E : M)
          (void)E;
        M.erase(any(50));
      });
    });
}
void okShared() {
  maprace::map<int, int> M;
  std::shared_mutex Mu;
  Threads T;
  for (int I = 0; I < 3; ++I)
    T.add([&] {
      repeat(60, 300, 1500, [&] {
        if (any(5) == 0) {
          std::unique_lock<std::shared_mutex> L(Mu);
          ++M[any(50)];
        } else {
          std::shared_lock<std::shared_mutex> L(Mu);
          for (auto &E : M)
            (void)E;
        }
      });
    });
}
void okFrozen() {
  Map M;
  for (int I = 0; I < 100; ++I)
    M[I] = "x";
  Threads T;
  for (int I = 0; I < 3; ++I)
    T.add([&] {
      repeat(60, 100, 1000, [&] {
        (void)M.find(any(100));
        (void)M.size();
      });
    });
}
void okOwn() {
  Threads T;
  for (int I = 0; I < 3; ++I)
    T.add([] {
      Map M;
      repeat(60, 100, 1000, [&] { M[any(100)] = "x"; });
    });
}
void okQueue() {
  std::mutex Mu;
  std::condition_variable Ready;
  std::queue<std::unique_ptr<Map>> Q;
  Threads T;
  T.add([&] {
    for (int I = 0; I < 50; ++I) {
      auto M = std::make_unique<Map>();
      (*M)[I] = "x";
      {
        std::lock_guard<std::mutex> L(Mu);
        Q.push(std::move(M));
      }
      Ready.notify_one();
      pause(100, 1000);
    }
  });
  T.add([&] {
    for (int I = 0; I < 50; ++I) {
      std::unique_lock<std::mutex> L(Mu);
      Ready.wait(L, [&] { return !Q.empty(); });
      auto M = std::move(Q.front());
      Q.pop();
      L.unlock();
      (*M)[1000] = "y";
    }
  });
}
void okPhases() {
  Map M;
  for (int Phase = 0; Phase < 4; ++Phase) {
    M[Phase] = "x";
    Threads T;
    for (int I = 0; I < 2; ++I)
      T.add([&] { repeat(15, 100, 1000, [&] { (void)M.find(any(4)); }); });
  }
}
void okFuture() {
  for (int I = 0; I < 20; ++I) {
    auto F = std::async(std::launch::async, [I] {
      Map M;
      M[I] = "x";
      return M;
    });
    Map M = F.get();
    M[1] = "y";
    std::promise<std::shared_ptr<Map>> P;
    auto G = P.get_future();
    std::thread T([&] {
      auto N = std::make_shared<Map>();
      (*N)[1] = "z";
      P.set_value(std::move(N));
    });
    (*G.get())[2] = "y";
    T.join();
  }
}
void okStatic() {
  Threads T;
  for (int I = 0; I < 3; ++I)
    T.add([] {
      repeat(40, 100, 1000, [] {
        static const Map Table = [] {
          Map M;
          M[1] = "a";
          M[2] = "b";
          return M;
        }();
        (void)Table.find(1);
      });
    });
}
void okSharedOwner() {
  for (int I = 0; I < 20; ++I) {
    auto M = std::make_shared<Map>();
    (*M)[1] = "x";
    Threads T;
    T.add([M] { (void)M->find(1); });
    T.add([M] {
      pause(10, 500);
      (void)M->find(2);
    });
  }
}
void okElements() { // different elements, and a locked insertion beside them
  maprace::map<int, int> M;
  std::mutex Mu;
  for (int I = 0; I < 3; ++I)
    M[I] = 0;
  int *const Elements[] = {&M.at(0), &M.at(1), &M.at(2)};
  Threads T;
  for (int I = 0; I < 3; ++I)
    T.add([&, I] {
      repeat(50, 200, 1000, [&] {
        ++*Elements[I];
        std::lock_guard<std::mutex> L(Mu);
        M[10 + I * 100 + any(50)] = 1;
      });
    });
}
void okStrictTurns() {
  Map M;
  std::mutex Mu;
  std::condition_variable Turn;
  int Whose = 0;
  Threads T;
  for (int Me = 0; Me < 2; ++Me)
    T.add([&, Me] {
      for (int I = 0; I < 40; ++I) {
        {
          std::unique_lock<std::mutex> L(Mu);
          Turn.wait(L, [&] { return Whose == Me; });
        }
        M[any(50)] = "x"; // outside of the lock, in its turn
        pause(50, 300);
        {
          std::lock_guard<std::mutex> L(Mu);
          Whose = 1 - Me;
        }
        Turn.notify_all();
      }
    });
}

struct Program {
  const char *Name;
  const char *Kind; ///< racy; unordered: the two sides cannot overlap, but nothing orders them; ok
  void (*Run)();
};
constexpr Program Programs[] = {
    {"busy-writers", "racy", busyWriters},
    {"readers-and-a-writer", "racy", readersAndAWriter},
    {"poll-size", "racy", pollSize},
    {"periodic-cleanup", "racy", periodicCleanup},
    {"statistics", "racy", statistics},
    {"two-locks", "racy", twoLocks},
    {"write-under-shared-lock", "racy", writeUnderSharedLock},
    {"lock-of-another-instance", "racy", lockOfAnotherInstance},
    {"discarded-guard", "racy", discardedGuard},
    {"iterator-leaves-the-lock", "racy", iteratorLeavesTheLock},
    {"late-registration", "racy", lateRegistration},
    {"once-each", "racy", onceEach},
    {"once-each-far-apart", "racy", onceEachFarApart},
    {"lazy-initialisation", "racy", lazyInitialisation},
    {"reload", "racy", reload},
    {"shutdown-clears", "racy", shutdownClears},
    {"inner-map", "racy", innerMap},
    {"subscript-as-read", "racy", subscriptAsRead},
    {"check-then-act", "racy", checkThenAct},
    {"pool-of-workers", "racy", poolOfWorkers},
    {"future-reads-early", "racy", futureReadsEarly},
    {"relaxed-flag", "unordered", relaxedFlag},
    {"ok-locked", "ok", okLocked},
    {"ok-shared", "ok", okShared},
    {"ok-frozen", "ok", okFrozen},
    {"ok-own", "ok", okOwn},
    {"ok-queue", "ok", okQueue},
    {"ok-phases", "ok", okPhases},
    {"ok-future", "ok", okFuture},
    {"ok-static", "ok", okStatic},
    {"ok-shared-owner", "ok", okSharedOwner},
    {"ok-elements", "ok", okElements},
    {"ok-strict-turns", "ok", okStrictTurns},
};

} // namespace

int main(int Argc, char **Argv) {
  if (Argc == 2 && !std::strcmp(Argv[1], "--list")) {
    for (const Program &P : Programs)
      std::printf("%s %s\n", P.Name, P.Kind);
    return 0;
  }
  if (Argc != 3) {
    std::fprintf(stderr, "usage: seeded NAME SEED, or --list\n");
    return 2;
  }
  Seed = static_cast<unsigned>(std::atoi(Argv[2]));
  for (const Program &P : Programs)
    if (!std::strcmp(P.Name, Argv[1])) {
      P.Run();
      return 0;
    }
  std::fprintf(stderr, "seeded: no program '%s'\n", Argv[1]);
  return 2;
}
