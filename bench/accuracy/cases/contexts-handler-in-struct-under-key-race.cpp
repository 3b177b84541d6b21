// CASE: contexts-handler-in-struct-under-key-race
// SOURCE: pdns-recursor 4.8.8 mplexer.hh (FDMultiplexer::accountingAddFD), as a poll loop a thread
// EXPECT: results RACE
// STD: c++17
// PROVES: issue 3, thread contexts: callables stored in containers
// WHY: each worker's event loop calls the handler that it stored as a field of a struct with table[fd] = entry, and the handler writes a global map
#include <functional>
#include <map>
#include <thread>
#include <vector>

static std::map<int, unsigned long> results;

class Multiplexer {
public:
  using Handler = std::function<void(int)>;
  void addReadFD(int fd, Handler todo)
  {
    Entry entry;
    entry.fd = fd;
    entry.handler = todo;
    readers[fd] = entry;
  }
  void run()
  {
    for (int fd = 0; fd < 10; ++fd) {
      const auto found = readers.find(fd);
      if (found != readers.end())
        found->second.handler(found->second.fd);
    }
  }

private:
  struct Entry {
    int fd = -1;
    Handler handler;
  };
  std::map<int, Entry> readers;
};

static void onQuestion(int fd) { results[fd]++; }

static void worker()
{
  Multiplexer multiplexer;
  multiplexer.addReadFD(3, onQuestion);
  multiplexer.run();
}

int main()
{
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n)
    threads.emplace_back(worker);
  for (auto& thread : threads)
    thread.join();
}
