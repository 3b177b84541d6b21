#include "runtime/threads.h"

#include "runtime/cells.h"
#include "runtime/options.h"
#include "runtime/order.h"
#include "runtime/runtime.h"
#include "runtime/spin_lock.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <new>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

extern "C" {
__thread maprace::detail::thread_state maprace_thread
    __attribute__((tls_model("initial-exec"))) = {0, 0, &maprace::runtime::NoMemos, {}};
}

namespace maprace::runtime {

__thread Local Self __attribute__((tls_model("initial-exec")));

Sanitizer TheSanitizer;
detail::memo_table NoMemos;

namespace {

constexpr std::uint32_t PerChunk = 1024;
constexpr std::uint32_t MaxChunks = (detail::bits::thread + 1) / PerChunk;

// Never destroyed: threads and static destructors outlive everything. In static storage, and
// its chunks from malloc: a program that counts its own operator new must not see ours.
struct Registry {
  SpinLock Lock;
  std::atomic<Thread *> Chunks[MaxChunks];
  std::uint32_t Used = 1; // token 0 is nobody
  std::uint32_t Numbers = 0;
  std::atomic<unsigned> Running{0};
  // Ended threads' tokens, oldest first; up to NextEnded they are used again.
  std::vector<std::uint32_t> Ended;
  std::size_t NextEnded = 0;
};
union Storage {
  Registry Kept;
  constexpr Storage() noexcept : Kept() {}
  ~Storage() {}
};
constinit Storage TheRegistry;
Registry &registry() { return TheRegistry.Kept; }
pthread_key_t EndKey;
bool EndKeyMade = false;

// A token is used again late, so that the record of an ended thread stays for reports. Order
// mode has to be quicker, as each token is an entry in its clocks: it takes one at once whose
// thread's accesses all come before the new thread, for which the two are as one.
constexpr std::size_t Quarantine = 4096;

std::uint32_t takeToken(Registry &R) {
  if (Settings.Kind == Mode::Order) {
    constexpr std::size_t Looked = 64;
    for (std::size_t Left = R.Ended.size(); Left > R.NextEnded && R.Ended.size() - Left < Looked; --Left)
      if (const std::uint32_t T = R.Ended[Left - 1]; order::comesAfter(T)) {
        R.Ended.erase(R.Ended.begin() + static_cast<std::ptrdiff_t>(Left - 1));
        return T;
      }
  }
  if (R.Ended.size() - R.NextEnded > Quarantine || R.Used > detail::bits::thread) {
    const std::uint32_t T = R.Ended[R.NextEnded++];
    if (R.NextEnded > Quarantine) {
      R.Ended.erase(R.Ended.begin(), R.Ended.begin() + static_cast<std::ptrdiff_t>(R.NextEnded));
      R.NextEnded = 0;
    }
    return T;
  }
  const std::uint32_t T = R.Used++;
  if (!R.Chunks[T / PerChunk].load(std::memory_order_relaxed)) {
    void *Memory = std::malloc(sizeof(Thread) * PerChunk);
    if (!Memory)
      std::abort();
    R.Chunks[T / PerChunk].store(new (Memory) Thread[PerChunk], std::memory_order_release);
  }
  return T;
}

// The token and the number that the starter of this thread has chosen for it, and what else it
// has left. No token: nobody has.
__thread std::uint32_t Reserved __attribute__((tls_model("initial-exec"))) = 0;
__thread std::uint32_t ReservedNumber __attribute__((tls_model("initial-exec"))) = 0;
__thread Birth *Pending __attribute__((tls_model("initial-exec"))) = nullptr;

void ended(void *) {
  if (!maprace_thread.token)
    return;
  syncReleasing(reinterpret_cast<const void *>(pthread_self())); // for who joins it
  const Inside Guard;
  Thread &T = threadOf(maprace_thread.token);
  refreshName(T);
  threadEnds(T);
  giveBackCells();
  Registry &R = registry();
  const Locked L(R.Lock);
  T.Running.store(false, std::memory_order_relaxed);
  R.Running.fetch_sub(1, std::memory_order_relaxed);
  R.Ended.push_back(T.Token);
  maprace_thread.token = 0; // destructors of thread_local maps that follow register it anew
}

} // namespace

Thread &threadOf(std::uint32_t Token) {
  return registry().Chunks[Token / PerChunk].load(std::memory_order_acquire)[Token % PerChunk];
}

Thread &thisThread() {
  if (maprace_thread.token)
    return threadOf(maprace_thread.token);
  if (Birth *B = Pending) {
    Pending = nullptr;
    born(B);
    return threadOf(maprace_thread.token);
  }
  const Inside Guard;
  Registry &R = registry();
  Thread *T;
  {
    const Locked L(R.Lock);
    const std::uint32_t Token = Reserved ? Reserved : takeToken(R);
    T = &threadOf(Token);
    T->Token = Token;
    T->Number = Reserved ? ReservedNumber : R.Numbers++;
    Reserved = 0;
    T->Created = Stack();
    T->CreatorKnown = false;
    R.Running.fetch_add(1, std::memory_order_relaxed);
  }
  T->Tid = static_cast<pid_t>(syscall(SYS_gettid));
  T->Name[0] = 0;
  T->Running.store(true, std::memory_order_relaxed);
  maprace_thread.token = T->Token;
  // Threads count their synchronisation from different numbers: an iterator that is handed to
  // another thread must not look as if that thread had done nothing since.
  maprace_thread.syncs = T->Number * 0x9E3779B9u + 1;
  if (EndKeyMade)
    pthread_setspecific(EndKey, T);
  threadBegins(*T);
  return *T;
}

bool isRunning(std::uint32_t Token) { return Token && threadOf(Token).Running.load(std::memory_order_relaxed); }

const Thread::Destruction *destructionOf(const detail::anchor *Map, std::uint32_t &Token) {
  std::uint32_t Used;
  {
    const Locked L(registry().Lock);
    Used = registry().Used;
  }
  for (Token = 1; Token < Used; ++Token)
    for (const Thread::Destruction &D : threadOf(Token).Destroyed)
      if (D.Map.load(std::memory_order_relaxed) == Map)
        return &D;
  return nullptr;
}

unsigned runningThreads() { return registry().Running.load(std::memory_order_relaxed); }

void refreshName(Thread &T) {
  char Path[64];
  std::snprintf(Path, sizeof Path, "/proc/self/task/%d/comm", static_cast<int>(T.Tid));
  const int File = open(Path, O_RDONLY | O_CLOEXEC);
  if (File < 0)
    return; // it has ended; the name it had then is known
  const ssize_t N = read(File, T.Name, sizeof T.Name - 1);
  close(File);
  T.Name[N > 0 ? N : 0] = 0;
  if (char *End = std::strchr(T.Name, '\n'))
    *End = 0;
}

Birth *prepareBirth(std::uintptr_t CalledFrom) {
  const Inside Guard;
  Thread &T = thisThread();
  refreshName(T);
  auto *B = new Birth;
  {
    const Locked L(registry().Lock);
    B->Token = takeToken(registry());
    B->Number = registry().Numbers++;
  }
  B->CreatorNumber = T.Number;
  std::memcpy(B->CreatorName, T.Name, sizeof B->CreatorName);
  B->Created = captureStack(CalledFrom);
  return B;
}

void unborn(Birth *B) {
  {
    const Locked L(registry().Lock);
    registry().Ended.push_back(B->Token);
  }
  delete B;
}

void bornLater(Birth *B) { Pending = B; }

void born(Birth *B) {
  {
    const Inside Guard;
    Reserved = B->Token;
    ReservedNumber = B->Number;
    thisThread();
  }
  // The starter's release; the record's address is no other start's before this is freed. Also
  // where the runtime itself is what needed the record.
  const int Depth = Self.Inside;
  Self.Inside = 0;
  syncAcquired(B);
  syncDestroyed(B);
  Self.Inside = Depth;
  const Inside Guard;
  Thread &T = thisThread();
  T.CreatorKnown = true;
  T.CreatorNumber = B->CreatorNumber;
  std::memcpy(T.CreatorName, B->CreatorName, sizeof T.CreatorName);
  T.Created = B->Created;
  delete B;
}

void forkedThreads() {
  Registry &R = registry();
  for (std::uint32_t Token = 1; Token < R.Used; ++Token) {
    Thread &T = threadOf(Token);
    if (Token == maprace_thread.token)
      T.Tid = static_cast<pid_t>(syscall(SYS_gettid));
    else
      T.Running.store(false, std::memory_order_relaxed);
  }
  R.Running.store(maprace_thread.token ? 1 : 0, std::memory_order_relaxed);
  if (Settings.Kind == Mode::Order)
    order::forked(R.Used);
}

void startThreads() { EndKeyMade = pthread_key_create(&EndKey, ended) == 0; }

void findSanitizer() {
  Sanitizer S;
  for (const char *Name : {"__tsan_init", "__asan_init", "__msan_init"})
    S.Present |= dlsym(RTLD_DEFAULT, Name) != nullptr;
  const auto Find = [](const char *Name) {
    return reinterpret_cast<void (*)(const char *, int)>(dlsym(RTLD_DEFAULT, Name));
  };
  S.IgnoreReads[0] = Find("AnnotateIgnoreReadsBegin");
  S.IgnoreReads[1] = Find("AnnotateIgnoreReadsEnd");
  S.IgnoreWrites[0] = Find("AnnotateIgnoreWritesBegin");
  S.IgnoreWrites[1] = Find("AnnotateIgnoreWritesEnd");
  S.IgnoreSync[0] = Find("AnnotateIgnoreSyncBegin");
  S.IgnoreSync[1] = Find("AnnotateIgnoreSyncEnd");
  S.IgnoreLeaks[0] = reinterpret_cast<void (*)()>(dlsym(RTLD_DEFAULT, "__lsan_disable"));
  S.IgnoreLeaks[1] = reinterpret_cast<void (*)()>(dlsym(RTLD_DEFAULT, "__lsan_enable"));
  S.Ignores = S.Present && (S.IgnoreSync[1] || S.IgnoreLeaks[1]);
  if (S.Ignores)
    S.ignore(0); // which the caller's guard will end
  TheSanitizer = S;
}

} // namespace maprace::runtime
