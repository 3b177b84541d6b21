// CASE: contexts-two-globals-start-threads-race
// SOURCE: written; found while trying the ways of icinga2 and libtorrent to start threads
// EXPECT: counts RACE
// STD: c++17
// PROVES: issue 3, thread contexts: initialisers of globals
// WHY: two globals each start a thread in their constructors, and both threads count in one map without lock
#include <map>
#include <thread>

static std::map<int, int> counts;

class Worker {
public:
  explicit Worker(int first) : first(first), thread(&Worker::run, this) {}
  ~Worker() { thread.join(); }

private:
  void run()
  {
    for (int n = 0; n < 100; ++n)
      counts[first + n]++;
  }

  int first;
  std::thread thread;
};

static Worker low(0);
static Worker high(50);

int main() { return 0; }
