// pthread functions with the runtime's ear at them. The program's calls come here, because the
// runtime is found before the C library; the C++ standard library's mutexes, condition
// variables and threads come here too, as they are built on these. Under ThreadSanitizer its
// interceptors are found first, and what they call next is this.
#include "runtime/runtime.h"

#include <cerrno>
#include <dlfcn.h>
#include <link.h>
#include <new>
#include <pthread.h>
#include <semaphore.h>
#include <threads.h>

#define MAPRACE_INTERPOSED extern "C" __attribute__((visibility("default")))

namespace {

using namespace maprace::runtime;

// The function behind ours. Condition variables have an old and a new form under one name;
// asked for without a version, the linker may answer with the old one.
void *behind(const char *Name) {
  if (void *New = dlvsym(RTLD_NEXT, Name, "GLIBC_2.3.2"))
    return New;
  return dlsym(RTLD_NEXT, Name);
}

// Looked up on first use: the C library itself may call before any constructor has run.
#define MAPRACE_REAL(name)                                                                                             \
  static std::atomic<decltype(&(name))> Found_##name{nullptr};                                                         \
  auto Real = Found_##name.load(std::memory_order_relaxed);                                                            \
  if (__builtin_expect(!Real, 0)) {                                                                                    \
    Real = reinterpret_cast<decltype(&(name))>(behind(#name));                                                         \
    Found_##name.store(Real, std::memory_order_relaxed);                                                               \
  }

struct ThreadStart {
  void *(*Routine)(void *);
  void *Argument;
  Birth *Record;
};

void *threadMain(void *Data) {
  auto *Start = static_cast<ThreadStart *>(Data);
  const ThreadStart S = *Start;
  // A sanitizer's start routine is the one that S calls: nothing may be allocated or freed
  // before it, so the record waits until the thread needs one.
  if (TheSanitizer.Present) {
    bornLater(S.Record);
    void *Result = S.Routine(S.Argument);
    delete Start;
    return Result;
  }
  born(S.Record);
  delete Start;
  return S.Routine(S.Argument);
}

// What a thread that ends leaves to the one that joins it. pthread_t values are addresses.
const void *endOf(pthread_t Thread) { return reinterpret_cast<const void *>(Thread); }

} // namespace

// Names are looked up in the modules in the order in which they were loaded. A runtime that was
// loaded by dlopen comes behind the C library, and nobody's calls come here.
void maprace::runtime::findSyncVisible() {
  struct Search {
    std::uintptr_t Ours, Real;
    bool Visible;
  } S{reinterpret_cast<std::uintptr_t>(&findSyncVisible),
      reinterpret_cast<std::uintptr_t>(behind("pthread_mutex_lock")), false};
  dl_iterate_phdr(
      [](dl_phdr_info *Module, std::size_t, void *Data) {
        auto &S = *static_cast<Search *>(Data);
        for (int I = 0; I < Module->dlpi_phnum; ++I) {
          const auto &Segment = Module->dlpi_phdr[I];
          const std::uintptr_t Begin = Module->dlpi_addr + Segment.p_vaddr;
          if (Segment.p_type != PT_LOAD)
            continue;
          S.Visible |= S.Ours - Begin < Segment.p_memsz;
          if (S.Visible || S.Real - Begin < Segment.p_memsz)
            return 1;
        }
        return 0;
      },
      &S);
  SyncVisible = S.Visible;
}

extern "C" {
__attribute__((visibility("default"))) char maprace_interpose = 1;
}

// --- threads ----------------------------------------------------------------------------------
MAPRACE_INTERPOSED int pthread_create(pthread_t *Thread, const pthread_attr_t *Attributes, void *(*Routine)(void *),
                                      void *Argument) {
  MAPRACE_REAL(pthread_create)
  if (!Started)
    start();
  auto *Start = new (std::nothrow) ThreadStart;
  if (!Start)
    return EAGAIN;
  *Start = {Routine, Argument, prepareBirth(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)))};
  syncReleasing(Start->Record);
  const int Status = Real(Thread, Attributes, threadMain, Start);
  if (Status != 0) {
    syncDestroyed(Start->Record);
    unborn(Start->Record);
    delete Start;
  }
  return Status;
}
MAPRACE_INTERPOSED int pthread_join(pthread_t Thread, void **Result) {
  MAPRACE_REAL(pthread_join)
  const int Status = Real(Thread, Result);
  if (Status == 0) {
    syncAcquired(endOf(Thread));
    syncDestroyed(endOf(Thread));
  }
  return Status;
}

// --- mutexes ----------------------------------------------------------------------------------
static int taken(int Status, const void *Lock) {
  if (Status == 0) {
    lockTaken(Lock);
    syncAcquired(Lock);
  }
  return Status;
}
MAPRACE_INTERPOSED int pthread_mutex_lock(pthread_mutex_t *M) noexcept {
  MAPRACE_REAL(pthread_mutex_lock)
  return taken(Real(M), M);
}
MAPRACE_INTERPOSED int pthread_mutex_trylock(pthread_mutex_t *M) noexcept {
  MAPRACE_REAL(pthread_mutex_trylock)
  return taken(Real(M), M);
}
MAPRACE_INTERPOSED int pthread_mutex_timedlock(pthread_mutex_t *M, const timespec *Until) noexcept {
  MAPRACE_REAL(pthread_mutex_timedlock)
  return taken(Real(M, Until), M);
}
MAPRACE_INTERPOSED int pthread_mutex_clocklock(pthread_mutex_t *M, clockid_t Clock, const timespec *Until) noexcept {
  MAPRACE_REAL(pthread_mutex_clocklock)
  return taken(Real(M, Clock, Until), M);
}
MAPRACE_INTERPOSED int pthread_mutex_unlock(pthread_mutex_t *M) noexcept {
  MAPRACE_REAL(pthread_mutex_unlock)
  syncReleasing(M);
  lockReleased(M);
  return Real(M);
}
MAPRACE_INTERPOSED int pthread_mutex_destroy(pthread_mutex_t *M) noexcept {
  MAPRACE_REAL(pthread_mutex_destroy)
  syncDestroyed(M);
  return Real(M);
}

// --- C11's locks, which the C library does not build on the names above -----------------------
MAPRACE_INTERPOSED int mtx_lock(mtx_t *M) {
  MAPRACE_REAL(mtx_lock)
  return taken(Real(M), M);
}
MAPRACE_INTERPOSED int mtx_trylock(mtx_t *M) {
  MAPRACE_REAL(mtx_trylock)
  return taken(Real(M), M);
}
MAPRACE_INTERPOSED int mtx_timedlock(mtx_t *M, const timespec *Until) {
  MAPRACE_REAL(mtx_timedlock)
  return taken(Real(M, Until), M);
}
MAPRACE_INTERPOSED int mtx_unlock(mtx_t *M) {
  MAPRACE_REAL(mtx_unlock)
  syncReleasing(M);
  lockReleased(M);
  return Real(M);
}
MAPRACE_INTERPOSED int cnd_wait(cnd_t *C, mtx_t *M) {
  MAPRACE_REAL(cnd_wait)
  syncReleasing(M);
  const int Status = Real(C, M);
  syncAcquired(M);
  return Status;
}
MAPRACE_INTERPOSED int cnd_timedwait(cnd_t *C, mtx_t *M, const timespec *Until) {
  MAPRACE_REAL(cnd_timedwait)
  syncReleasing(M);
  const int Status = Real(C, M, Until);
  syncAcquired(M);
  return Status;
}

// --- read-write locks -------------------------------------------------------------------------
// Two clocks: what writers leave, and what readers leave. A reader comes after the writers, a
// writer after both; readers do not come after each other.
static const void *readersOf(const void *L) { return static_cast<const char *>(L) + 1; }

// The read locks that this thread holds: an unlock does not say which kind it ends.
namespace {
struct ReadLocks {
  static constexpr unsigned Most = 32;
  const void *Locks[Most];
  unsigned Size;
};
thread_local ReadLocks ReadHeld;
} // namespace

static int read(int Status, const void *L) {
  if (Status == 0 && ReadHeld.Size < ReadLocks::Most)
    ReadHeld.Locks[ReadHeld.Size++] = L;
  return taken(Status, L);
}
static bool endsRead(const void *L) {
  for (unsigned I = ReadHeld.Size; I-- > 0;)
    if (ReadHeld.Locks[I] == L) {
      ReadHeld.Locks[I] = ReadHeld.Locks[--ReadHeld.Size];
      return true;
    }
  return false;
}
static int written(int Status, const void *L) {
  if (Status == 0)
    syncAcquired(readersOf(L));
  return taken(Status, L);
}
MAPRACE_INTERPOSED int pthread_rwlock_rdlock(pthread_rwlock_t *L) noexcept {
  MAPRACE_REAL(pthread_rwlock_rdlock)
  return read(Real(L), L);
}
MAPRACE_INTERPOSED int pthread_rwlock_tryrdlock(pthread_rwlock_t *L) noexcept {
  MAPRACE_REAL(pthread_rwlock_tryrdlock)
  return read(Real(L), L);
}
MAPRACE_INTERPOSED int pthread_rwlock_wrlock(pthread_rwlock_t *L) noexcept {
  MAPRACE_REAL(pthread_rwlock_wrlock)
  return written(Real(L), L);
}
MAPRACE_INTERPOSED int pthread_rwlock_trywrlock(pthread_rwlock_t *L) noexcept {
  MAPRACE_REAL(pthread_rwlock_trywrlock)
  return written(Real(L), L);
}
MAPRACE_INTERPOSED int pthread_rwlock_timedrdlock(pthread_rwlock_t *L, const timespec *Until) noexcept {
  MAPRACE_REAL(pthread_rwlock_timedrdlock)
  return read(Real(L, Until), L);
}
MAPRACE_INTERPOSED int pthread_rwlock_timedwrlock(pthread_rwlock_t *L, const timespec *Until) noexcept {
  MAPRACE_REAL(pthread_rwlock_timedwrlock)
  return written(Real(L, Until), L);
}
MAPRACE_INTERPOSED int pthread_rwlock_clockrdlock(pthread_rwlock_t *L, clockid_t Clock,
                                                  const timespec *Until) noexcept {
  MAPRACE_REAL(pthread_rwlock_clockrdlock)
  return read(Real(L, Clock, Until), L);
}
MAPRACE_INTERPOSED int pthread_rwlock_clockwrlock(pthread_rwlock_t *L, clockid_t Clock,
                                                  const timespec *Until) noexcept {
  MAPRACE_REAL(pthread_rwlock_clockwrlock)
  return written(Real(L, Clock, Until), L);
}
MAPRACE_INTERPOSED int pthread_rwlock_unlock(pthread_rwlock_t *L) noexcept {
  MAPRACE_REAL(pthread_rwlock_unlock)
  syncReleasing(endsRead(L) ? readersOf(L) : L);
  lockReleased(L);
  return Real(L);
}
MAPRACE_INTERPOSED int pthread_rwlock_destroy(pthread_rwlock_t *L) noexcept {
  MAPRACE_REAL(pthread_rwlock_destroy)
  syncDestroyed(L);
  syncDestroyed(readersOf(L));
  return Real(L);
}

// --- spin locks -------------------------------------------------------------------------------
static const void *address(pthread_spinlock_t *L) { return const_cast<const int *>(L); }
MAPRACE_INTERPOSED int pthread_spin_lock(pthread_spinlock_t *L) noexcept {
  MAPRACE_REAL(pthread_spin_lock)
  return taken(Real(L), address(L));
}
MAPRACE_INTERPOSED int pthread_spin_trylock(pthread_spinlock_t *L) noexcept {
  MAPRACE_REAL(pthread_spin_trylock)
  return taken(Real(L), address(L));
}
MAPRACE_INTERPOSED int pthread_spin_unlock(pthread_spinlock_t *L) noexcept {
  MAPRACE_REAL(pthread_spin_unlock)
  syncReleasing(address(L));
  lockReleased(address(L));
  return Real(L);
}
MAPRACE_INTERPOSED int pthread_spin_destroy(pthread_spinlock_t *L) noexcept {
  MAPRACE_REAL(pthread_spin_destroy)
  syncDestroyed(address(L));
  return Real(L);
}

// --- condition variables: a wait gives its mutex away and takes it back ------------------------
MAPRACE_INTERPOSED int pthread_cond_wait(pthread_cond_t *C, pthread_mutex_t *M) {
  MAPRACE_REAL(pthread_cond_wait)
  syncReleasing(M);
  const int Status = Real(C, M);
  syncAcquired(M);
  return Status;
}
MAPRACE_INTERPOSED int pthread_cond_timedwait(pthread_cond_t *C, pthread_mutex_t *M, const timespec *Until) {
  MAPRACE_REAL(pthread_cond_timedwait)
  syncReleasing(M);
  const int Status = Real(C, M, Until);
  syncAcquired(M);
  return Status;
}
MAPRACE_INTERPOSED int pthread_cond_clockwait(pthread_cond_t *C, pthread_mutex_t *M, clockid_t Clock,
                                              const timespec *Until) {
  MAPRACE_REAL(pthread_cond_clockwait)
  syncReleasing(M);
  const int Status = Real(C, M, Clock, Until);
  syncAcquired(M);
  return Status;
}

// --- barriers, once, semaphores ----------------------------------------------------------------
MAPRACE_INTERPOSED int pthread_barrier_wait(pthread_barrier_t *B) noexcept {
  MAPRACE_REAL(pthread_barrier_wait)
  syncReleasing(B);
  const int Status = Real(B);
  syncAcquired(B);
  return Status;
}
MAPRACE_INTERPOSED int pthread_barrier_destroy(pthread_barrier_t *B) noexcept {
  MAPRACE_REAL(pthread_barrier_destroy)
  const int Status = Real(B);
  syncDestroyed(B);
  return Status;
}
MAPRACE_INTERPOSED int pthread_once(pthread_once_t *Once, void (*Routine)(void)) {
  MAPRACE_REAL(pthread_once)
  // Which call runs the routine is not known here. std::call_once ends in this function, and
  // std::promise sets its value through it, whose other side reads an atomic: what has been
  // done so far is therefore published to everybody.
  static thread_local void (*Wrapped)(void);
  struct Nested { // once inside once, and routines that throw
    void (*const Outer)(void) = Wrapped;
    ~Nested() { Wrapped = Outer; }
  } const Restore;
  Wrapped = Routine;
  const int Status = Real(Once, [] {
    Wrapped();
    syncPublished();
  });
  syncAcquired(Once);
  return Status;
}
MAPRACE_INTERPOSED int sem_post(sem_t *S) noexcept {
  MAPRACE_REAL(sem_post)
  syncReleasing(S);
  return Real(S);
}
static int waited(int Status, sem_t *S) {
  if (Status == 0)
    syncAcquired(S);
  return Status;
}
MAPRACE_INTERPOSED int sem_wait(sem_t *S) {
  MAPRACE_REAL(sem_wait)
  return waited(Real(S), S);
}
MAPRACE_INTERPOSED int sem_trywait(sem_t *S) noexcept {
  MAPRACE_REAL(sem_trywait)
  return waited(Real(S), S);
}
MAPRACE_INTERPOSED int sem_timedwait(sem_t *S, const timespec *Until) {
  MAPRACE_REAL(sem_timedwait)
  return waited(Real(S, Until), S);
}
MAPRACE_INTERPOSED int sem_clockwait(sem_t *S, clockid_t Clock, const timespec *Until) {
  MAPRACE_REAL(sem_clockwait)
  return waited(Real(S, Clock, Until), S);
}
MAPRACE_INTERPOSED int sem_destroy(sem_t *S) noexcept {
  MAPRACE_REAL(sem_destroy)
  syncDestroyed(S);
  return Real(S);
}

// --- function-local statics ----------------------------------------------------------------------
// Those who find one initialised look at its guard with no call at all, so its initialisation is
// published to everybody.
extern "C" void __cxa_guard_release(std::uint64_t *) noexcept; // NOLINT(bugprone-reserved-identifier)
// The C++ ABI names it.
MAPRACE_INTERPOSED void __cxa_guard_release(std::uint64_t *Guard) noexcept { // NOLINT(bugprone-reserved-identifier)
  static std::atomic<void (*)(std::uint64_t *)> Found{nullptr};
  auto Real = Found.load(std::memory_order_relaxed);
  if (!Real) {
    Real = reinterpret_cast<void (*)(std::uint64_t *)>(dlsym(RTLD_NEXT, "__cxa_guard_release"));
    Found.store(Real, std::memory_order_relaxed);
  }
  syncPublished();
  Real(Guard);
}
