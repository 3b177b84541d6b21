// CASE: locks-monitor-made-of-condition-ok
// SOURCE: tango 9.3.4 lib/cpp/server/tango_monitor.h:100 (TangoMonitor::get_monitor, AutoTangoMonitor)
// EXPECT: Device::attributes OK
// STD: c++17
// PROVES: issue 3, locks: classes of the code base itself
// WHY: a recursive monitor made of an owner, a counter, a mutex and a condition variable guards every access
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

class Monitor {
public:
  void get()
  {
    std::unique_lock<std::mutex> lock(mutex);
    const auto self = std::this_thread::get_id();
    if (count == 0) {
      owner = self;
    } else if (owner != self) {
      while (count > 0)
        condition.wait(lock);
      owner = self;
    }
    count++;
  }
  void release()
  {
    std::lock_guard<std::mutex> lock(mutex);
    if (count == 0 || owner != std::this_thread::get_id())
      return;
    if (--count == 0) {
      owner = {};
      condition.notify_one();
    }
  }

private:
  std::mutex mutex;
  std::condition_variable condition;
  std::thread::id owner;
  long count = 0;
};

class AutoMonitor {
public:
  explicit AutoMonitor(Monitor& m) : monitor(m) { monitor.get(); }
  ~AutoMonitor() { monitor.release(); }

private:
  Monitor& monitor;
};

class Device {
public:
  void write(int attribute, int value)
  {
    AutoMonitor sync(monitor);
    attributes[attribute] = value;
  }
  int read(int attribute)
  {
    AutoMonitor sync(monitor);
    const auto found = attributes.find(attribute);
    return found == attributes.end() ? 0 : found->second;
  }

private:
  Monitor monitor;
  std::map<int, int> attributes;
};

static Device device;

static void serve()
{
  for (int n = 0; n < 100; ++n)
    if (n % 2 == 0)
      device.write(n, n);
    else
      (void)device.read(n);
}

int main()
{
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n)
    threads.emplace_back(serve);
  for (auto& thread : threads)
    thread.join();
}
