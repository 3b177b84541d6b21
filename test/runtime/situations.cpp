// Programs in the situations that a detector inside a program has to live with: `situations
// NAME`. What each has to print and how it has to end is in situations_test.cpp.
#include "gate.h"

#include <maprace/lifecycle.h>
#include <maprace/map.h>
#include <maprace/report.h>
#include <maprace/unordered_map.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <memory>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using Map = maprace::unordered_map<Key, int, Hash>;
Map Global;

// A race on M, as in race_cases.cpp.
template <class M> void race(M &Shared) {
  std::thread A([&] {
    TheGate.closeForMe();
    Shared.insert({100, 1});
  });
  std::thread B([&] {
    pthread_setname_np(pthread_self(), "finder");
    TheGate.awaitEntered();
    try {
      (void)Shared.find(3);
    } catch (const maprace::race_error &E) {
      std::printf("caught: %s\n", E.what());
    }
    TheGate.pass();
  });
  A.join();
  B.join();
  TheGate.reset();
}

void found() {
  race(Global);
  std::printf("findings: %u\n", maprace::findings());
}
// The same two places again and again: one report.
void often() {
  for (int I = 0; I < 5; ++I)
    race(Global);
  std::printf("findings: %u\n", maprace::findings());
}
void named() {
  Map M;
  maprace::set_name(M, "sessions");
  race(M);
}
void callback() {
  maprace::set_callback([](const maprace::race_view *Find, void *Data) {
    Global[1] = 2; // not checked, and no deadlock
    std::printf("callback: %s on %s, %s\n", Find->kind, Find->map, static_cast<const char *>(Data));
  }, const_cast<char *>("data"));
  race(Global);
}
void frozen() {
  Map M{{1, 1}};
  maprace::freeze(M);
  (void)M.find(1);
  M[2] = 2;
}
// The other thread does not take signals: its stack cannot be had, its place can.
void blockedSignals() {
  std::thread A([] {
    sigset_t All;
    sigfillset(&All);
    pthread_sigmask(SIG_BLOCK, &All, nullptr);
    Global[7] = 7; // so that the place of its last write is known
    TheGate.closeForMe();
    Global[8] = 8;
  });
  std::thread B([] {
    TheGate.awaitEntered();
    (void)Global.size();
    TheGate.pass();
  });
  A.join();
  B.join();
}
// The child has a copy of the map with the mark of a thread that it does not have.
void forked() {
  std::thread A([] {
    TheGate.closeForMe();
    Global.insert({100, 1});
  });
  TheGate.awaitEntered();
  const pid_t Child = fork();
  if (Child == 0) {
    (void)Global.size();
    Map Own;
    Own[1] = 1;
    std::exit(0);
  }
  int Status = 0;
  waitpid(Child, &Status, 0);
  TheGate.pass();
  A.join();
  std::printf("child: %d\n", WEXITSTATUS(Status));
}
// A fork while another thread reports, and holds what the runtime needs for that: the child has a
// race of its own to report.
std::atomic<bool> Reporting{false}, Forked{false};
void forkedInReport() {
  maprace::set_callback([](const maprace::race_view *, void *) {
    if (Forked)
      return;
    Reporting = true;
    while (!Forked)
      std::this_thread::yield();
  });
  std::thread A([] { race(Global); });
  while (!Reporting)
    std::this_thread::yield();
  const pid_t Child = fork();
  if (Child == 0) {
    Forked = true;
    TheGate.reset();
    Map Own;
    maprace::freeze(Own);
    Own[1] = 1;
    std::exit(maprace::findings() == 2 ? 0 : 1);
  }
  Forked = true;
  int Status = 0;
  waitpid(Child, &Status, 0);
  A.join();
  std::printf("child: %d\n", WIFEXITED(Status) ? WEXITSTATUS(Status) : -1);
}
// A fork while another thread is delayed at a map: the child has no such thread.
void forkedInDelay() {
  std::atomic<bool> Begun{false};
  std::thread A([&] {
    Begun = true;
    Global[1] = 1;
  });
  while (!Begun)
    std::this_thread::yield();
  usleep(300000); // by now it is; if not, nothing is tested
  const pid_t Child = fork();
  if (Child == 0) {
    Global[2] = 2;
    _exit(static_cast<int>(maprace::findings()));
  }
  int Status = 0;
  waitpid(Child, &Status, 0);
  A.join();
  std::printf("child: %d\n", WEXITSTATUS(Status));
}
// One place, often, while there is another thread: whether it is delayed is up to chance.
void visited() {
  std::atomic<bool> Begun{false}, Done{false};
  std::thread Other([&] {
    Begun = true;
    while (!Done)
      std::this_thread::yield();
  });
  while (!Begun)
    std::this_thread::yield();
  Map M;
  for (int I = 0; I < 64; ++I)
    M[1] = I;
  Done = true;
  Other.join();
}
void loaded(const char *Plugin) {
  void *Library = dlopen(Plugin, RTLD_NOW);
  if (!Library) {
    std::printf("%s\n", dlerror());
    return;
  }
  const auto Function = [&](const char *Name) { return reinterpret_cast<void (*)()>(dlsym(Library, Name)); };
  const auto Stop = reinterpret_cast<void (*)(void (*)())>(dlsym(Library, "pluginStop"));
  std::thread A([&] { Stop(Function("pluginInsert")); });
  std::thread B([&] {
    Function("pluginAwait")();
    Function("pluginFind")();
    Function("pluginPass")();
  });
  A.join();
  B.join();
  dlclose(Library);
}
// Maps that live as long as their thread, and are used while it ends.
void threadLocal() {
  struct Holder {
    Map M;
    ~Holder() { M[3] = 3; }
  };
  for (int I = 0; I < 20; ++I)
    std::thread([] {
      static thread_local Holder H;
      H.M[1] = 1;
    }).join();
  static pthread_key_t Key;
  pthread_key_create(&Key, [](void *Data) {
    auto *M = static_cast<Map *>(Data);
    (*M)[2] = 2;
    delete M;
  });
  for (int I = 0; I < 20; ++I)
    std::thread([] { pthread_setspecific(Key, new Map); }).join();
}
// Used by destructors that run after main.
struct UsesAtExit {
  ~UsesAtExit() {
    static Map Late;
    Late[1] = 1;
    Global[1] = 1;
    for (const auto &E : Global)
      (void)E;
  }
};
void atExit() {
  static UsesAtExit U;
  std::atexit([] { Global[2] = 2; });
}
// Many threads and many maps, one after another: what is kept does not grow.
void steady() {
  const auto Work = [](int Threads, int Maps) {
    for (int I = 0; I < Threads; ++I)
      std::thread([&] {
        for (int J = 0; J < Maps; ++J) {
          Map M;
          M[J] = J;
          maprace::map<int, int> N;
          N[J] = J;
        }
      }).join();
  };
  Work(500, 20);
  rusage Before{}, After{};
  getrusage(RUSAGE_SELF, &Before);
  Work(5000, 20);
  getrusage(RUSAGE_SELF, &After);
  const long Grown = After.ru_maxrss - Before.ru_maxrss;
  std::printf(Grown < 8192 ? "steady\n" : "grown by %ld kB\n", Grown);
}
// More threads at a time than any fixed table has room for.
void crowd() {
  std::vector<std::thread> All;
  std::atomic<bool> Go{false};
  for (int I = 0; I < 300; ++I)
    All.emplace_back([&] {
      while (!Go)
        std::this_thread::yield();
      (void)Global.find(1);
      Map Own;
      Own[1] = 1;
    });
  Go = true;
  for (std::thread &T : All)
    T.join();
  std::printf("crowd\n");
}
// Handed over through a flag that orders nothing. No overlap.
void unordered() {
  auto M = std::make_unique<maprace::map<int, int>>();
  std::atomic<bool> Ready{false};
  std::thread A([&] {
    (*M)[1] = 1;
    Ready.store(true, std::memory_order_relaxed);
  });
  std::thread B([&] {
    while (!Ready.load(std::memory_order_relaxed))
      std::this_thread::yield();
    (void)M->find(1);
  });
  A.join();
  B.join();
}
// The same, with the order told to the runtime.
void annotated() {
  auto M = std::make_unique<maprace::map<int, int>>();
  std::atomic<bool> Ready{false};
  std::thread A([&] {
    (*M)[1] = 1;
    maprace::happens_before(&Ready);
    Ready.store(true, std::memory_order_release);
  });
  std::thread B([&] {
    while (!Ready.load(std::memory_order_acquire))
      std::this_thread::yield();
    maprace::happens_after(&Ready);
    (void)M->find(1);
  });
  A.join();
  B.join();
}
// Two writers under the reader side of one lock, one after the other.
void sharedLockWriters() {
  Map M;
  pthread_rwlock_t Lock = PTHREAD_RWLOCK_INITIALIZER;
  std::atomic<bool> Ready{false};
  std::thread A([&] {
    pthread_rwlock_rdlock(&Lock);
    M[1] = 1;
    pthread_rwlock_unlock(&Lock);
    Ready.store(true, std::memory_order_relaxed);
  });
  std::thread B([&] {
    while (!Ready.load(std::memory_order_relaxed))
      std::this_thread::yield();
    pthread_rwlock_rdlock(&Lock);
    M[2] = 2;
    pthread_rwlock_unlock(&Lock);
  });
  A.join();
  B.join();
}
// For count mode: a table that is only read once the threads run, and one that is not.
void profile() {
  Map Table{{1, 1}, {2, 2}}, Log;
  pthread_mutex_t Mutex = PTHREAD_MUTEX_INITIALIZER;
  std::vector<std::thread> All;
  for (int I = 0; I < 3; ++I)
    All.emplace_back([&, I] {
      for (int J = 0; J < 10; ++J) {
        (void)Table.find(1);
        pthread_mutex_lock(&Mutex);
        Log[I] = J;
        pthread_mutex_unlock(&Mutex);
      }
    });
  for (std::thread &T : All)
    T.join();
}
// The state of a map that is gone serves the next one, which has seen nothing of what was noted
// for the first.
void reusedState() {
  std::atomic<maprace::map<int, int> *> Second{nullptr};
  std::thread Reader([&] {
    while (!Second.load())
      std::this_thread::yield();
    (void)Second.load()->find(1);
  });
  const auto Fill = [](maprace::map<int, int> &M) { M[1] = 1; };
  auto M = std::make_unique<maprace::map<int, int>>();
  Fill(*M);
  M.reset();
  M = std::make_unique<maprace::map<int, int>>();
  Fill(*M);
  Second = M.get();
  Reader.join();
}
// One place, with a lock in the first half of the rounds only.
__attribute__((noinline)) void findOften(const Map &M) {
  for (int I = 0; I < 10; ++I)
    (void)M.find(1);
}
void halfLocked() {
  Map M{{1, 1}};
  pthread_mutex_t Mutex = PTHREAD_MUTEX_INITIALIZER;
  for (int Locked = 1; Locked >= 0; --Locked) {
    if (Locked)
      pthread_mutex_lock(&Mutex);
    findOften(M);
    if (Locked)
      pthread_mutex_unlock(&Mutex);
  }
}
// One place that writes before and after another thread has come to the map.
void lateWrites() {
  Map M;
  std::atomic<int> Turn{0};
  const auto Write = [&M](int Times) {
    for (int I = 0; I < Times; ++I)
      M[1] = I;
  };
  std::thread Reader([&] {
    while (Turn.load() != 1)
      std::this_thread::yield();
    (void)M.find(1);
    Turn = 2;
  });
  Write(5);
  Turn = 1;
  while (Turn.load() != 2)
    std::this_thread::yield();
  Write(3);
  Reader.join();
}
// What a thread has counted that still runs when the program ends.
void stillRunning() {
  static Map *const M = new Map{{1, 1}};
  static std::atomic<bool> Done{false};
  std::thread([] {
    for (int I = 0; I < 7; ++I)
      (void)M->find(1);
    for (int I = 0; I < 9; ++I)
      (void)M->size();
    Done = true;
    for (;;)
      pause();
  }).detach();
  while (!Done.load())
    std::this_thread::yield();
}
// Two maps in turn at one place, one of them at another one, with writes and a lock between.
__attribute__((noinline)) std::size_t sizeOf(const Map &M) { return M.size(); }
void polled() {
  Map M;
  Map N;
  pthread_mutex_t Mutex = PTHREAD_MUTEX_INITIALIZER;
  std::size_t Sum = 0;
  for (int I = 0; I < 20; ++I) {
    if (I == 10)
      pthread_mutex_lock(&Mutex);
    if (I % 5 == 0)
      M[I] = I;
    Sum += sizeOf(M) + sizeOf(M) + sizeOf(N) + M.empty();
  }
  pthread_mutex_unlock(&Mutex);
  std::printf("%zu\n", Sum);
}
// Ends without an end, after accesses that each have a lock of their own time.
void killed() {
  Map M;
  M[1] = 1;
  pthread_mutex_t Mutex = PTHREAD_MUTEX_INITIALIZER;
  for (int I = 0; I < 100; ++I) {
    pthread_mutex_lock(&Mutex);
    (void)M.find(1);
    pthread_mutex_unlock(&Mutex);
  }
  raise(SIGKILL);
}
// The same, and what another thread has done again and again is known at the end.
void killedWithOther() {
  static Map M{{1, 1}};
  std::atomic<bool> Done{false};
  std::thread([&Done] {
    for (int I = 0; I < 1000; ++I)
      (void)M.find(1);
    for (int I = 0; I < 500; ++I)
      (void)M.size();
    Done = true;
    for (;;)
      pause();
  }).detach();
  while (!Done.load())
    std::this_thread::yield();
  killed();
}
void lenient() {
  Global[1] = 1;
  std::thread A([] {
    TheGate.closeForMe();
    (void)Global.find(1);
  });
  std::thread B([] {
    TheGate.awaitEntered();
    Global[1] = 2;
    TheGate.pass();
  });
  A.join();
  B.join();
}
// A map destroyed during another thread's operation, whose memory is something else by then.
void destroyed() {
  alignas(Map) static char Memory[sizeof(Map)];
  auto *M = new (Memory) Map;
  std::thread A([&] {
    TheGate.closeForMe();
    (void)M->bucket(3);
  });
  std::thread B([&] {
    TheGate.awaitEntered();
    M->~Map();
    std::memset(Memory, 0x5A, sizeof Memory);
    TheGate.pass();
  });
  A.join();
  B.join();
}
// What freeze() said of the contents goes where they go.
void frozenAndSwapped() {
  Map M{{1, 1}}, N;
  maprace::freeze(M);
  swap(M, N);
  M[2] = 2;
  std::printf("not frozen\n");
  N[2] = 2;
}
void nothing() {}

struct Situation {
  const char *Name;
  void (*Run)();
};
constexpr Situation Situations[] = {
    {"found", found},         {"often", often},         {"named", named},
    {"callback", callback},   {"frozen", frozen},       {"blocked-signals", blockedSignals},
    {"forked-in-report", forkedInReport}, {"forked-in-delay", forkedInDelay}, {"visited", visited},
    {"forked", forked},       {"thread-local", threadLocal}, {"at-exit", atExit},
    {"steady", steady},       {"crowd", crowd},         {"unordered", unordered},
    {"annotated", annotated}, {"shared-lock-writers", sharedLockWriters},
    {"profile", profile},     {"lenient", lenient},     {"nothing", nothing},
    {"reused-state", reusedState}, {"half-locked", halfLocked}, {"late-writes", lateWrites},
    {"still-running", stillRunning}, {"destroyed", destroyed}, {"frozen-and-swapped", frozenAndSwapped},
    {"killed", killed}, {"killed-with-other", killedWithOther}, {"polled", polled},
};

} // namespace

int main(int Argc, char **Argv) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  TheGate.patient(); // no situation keeps the other thread out
  if (Argc == 3 && !std::strcmp(Argv[1], "loaded")) {
    loaded(Argv[2]);
    return 0;
  }
  for (const Situation &S : Situations)
    if (Argc == 2 && !std::strcmp(Argv[1], S.Name)) {
      S.Run();
      return 0;
    }
  std::fprintf(stderr, "usage: situations NAME\n");
  return 2;
}
