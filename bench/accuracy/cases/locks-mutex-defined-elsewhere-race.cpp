// CASE: locks-mutex-defined-elsewhere-race
// SOURCE: rocksdb 7.8.3 monitoring/instrumented_mutex.h, util/timer.h:76 (Timer::Add), scanned without monitoring/instrumented_mutex.cc
// EXPECT: Timer::functions RACE
// STD: c++17
// PROVES: issue 3, locks: classes of the code base itself
// WHY: Run() erases after it has unlocked; the body of the mutex's Lock() is in another file that is not scanned, that of Unlock() is inline and forwards to an inner mutex
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace port {
class Mutex {
public:
  void Lock();
  void Unlock();

private:
  std::mutex mutex;
};
} // namespace port

class InstrumentedMutex {
public:
  void Lock(); // counts, then locks mutex_
  void Unlock() { mutex_.Unlock(); }

private:
  port::Mutex mutex_;
};

class InstrumentedMutexLock {
public:
  explicit InstrumentedMutexLock(InstrumentedMutex* mutex) : mutex_(mutex) { mutex_->Lock(); }
  ~InstrumentedMutexLock() { mutex_->Unlock(); }

private:
  InstrumentedMutex* const mutex_;
  InstrumentedMutexLock(const InstrumentedMutexLock&) = delete;
  void operator=(const InstrumentedMutexLock&) = delete;
};

class Timer {
public:
  void Add(const std::string& name, int period)
  {
    InstrumentedMutexLock l(&mutex_);
    functions[name] = period;
  }
  void Start()
  {
    InstrumentedMutexLock l(&mutex_);
    running_ = true;
    thread_ = std::make_unique<std::thread>(&Timer::Run, this);
  }

private:
  void Run()
  {
    InstrumentedMutexLock l(&mutex_);
    while (running_ && !functions.empty()) {
      mutex_.Unlock();
      functions.erase(functions.begin());
      mutex_.Lock();
    }
  }

  InstrumentedMutex mutex_;
  bool running_ = false;
  std::unique_ptr<std::thread> thread_;
  std::map<std::string, int> functions;
};

int main()
{
  Timer timer;
  timer.Add("stats", 60);
  timer.Start();
  timer.Add("flush", 10);
  std::this_thread::sleep_for(std::chrono::seconds(1));
}
