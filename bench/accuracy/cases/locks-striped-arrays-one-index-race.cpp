// CASE: locks-striped-arrays-one-index-race
// SOURCE: icinga2 2.13.6 lib/base/process.cpp:36 (l_ProcessMutex, l_Processes), IOThreadProc, Process::Run, GetTID
// EXPECT: processes RACE
// STD: c++17
// PROVES: issue 3, locks: classes of the code base itself
// WHY: processes[n] is filled under the mutex of another stripe
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#define IOTHREADS 4

class Process;

static std::mutex processMutex[IOTHREADS];
static std::map<int, Process*> processes[IOTHREADS];
static std::atomic<bool> stop{false};

class Process {
public:
  explicit Process(int handle) : handle(handle) {}
  void Run()
  {
    int tid = GetTID();
    {
      std::unique_lock<std::mutex> lock(processMutex[(tid + 1) % IOTHREADS]);
      processes[tid][handle] = this;
    }
  }
  int GetTID() const { return static_cast<int>((reinterpret_cast<std::uintptr_t>(this) / sizeof(void*)) % IOTHREADS); }

private:
  int handle;
};

static void IOThreadProc(int tid)
{
  while (!stop) {
    std::unique_lock<std::mutex> lock(processMutex[tid]);
    auto first = processes[tid].begin();
    if (first != processes[tid].end())
      processes[tid].erase(first);
  }
}

static void startPrograms()
{
  for (int n = 0; n < 100; ++n)
    (new Process(n))->Run();
}

int main()
{
  std::vector<std::thread> threads;
  for (int tid = 0; tid < IOTHREADS; tid++)
    threads.emplace_back([tid] { IOThreadProc(tid); });
  std::thread checker(startPrograms);
  startPrograms();
  checker.join();
  stop = true;
  for (auto& thread : threads)
    thread.join();
}
