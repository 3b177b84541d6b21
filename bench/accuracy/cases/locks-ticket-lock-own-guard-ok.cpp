// CASE: locks-ticket-lock-own-guard-ok
// SOURCE: written; found while trying locks like rocksdb 7.8.3 util/mutexlock.h
// EXPECT: Cache::entries OK
// STD: c++17
// PROVES: issue 3, locks: classes of the code base itself
// WHY: a ticket lock: take a number, wait until it is served, serve the next, guards every access
#include <atomic>
#include <map>
#include <thread>
#include <vector>

class TicketLock {
public:
  void lock()
  {
    const unsigned mine = next.fetch_add(1, std::memory_order_relaxed);
    while (serving.load(std::memory_order_acquire) != mine)
      std::this_thread::yield();
  }
  void unlock() { serving.fetch_add(1, std::memory_order_release); }

private:
  std::atomic<unsigned> next{0};
  std::atomic<unsigned> serving{0};
};

class MutexLock {
public:
  explicit MutexLock(TicketLock* mu) : mu_(mu) { mu_->lock(); }
  ~MutexLock() { mu_->unlock(); }

private:
  TicketLock* const mu_;
};

class Cache {
public:
  void put(int key, int value)
  {
    MutexLock guard(&mutex);
    entries[key] = value;
  }
  bool has(int key)
  {
    MutexLock guard(&mutex);
    return entries.count(key) != 0;
  }

private:
  TicketLock mutex;
  std::map<int, int> entries;
};

static Cache cache;

static void work()
{
  for (int n = 0; n < 100; ++n)
    if (n % 2 == 0)
      cache.put(n, n);
    else
      (void)cache.has(n);
}

int main()
{
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n)
    threads.emplace_back(work);
  for (auto& thread : threads)
    thread.join();
}
