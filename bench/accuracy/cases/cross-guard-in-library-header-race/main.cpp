#include "omni.h"

#include <map>
#include <string>
#include <thread>
#include <vector>

class Database {
public:
  std::string classOf(const std::string& device)
  {
    {
      omni_mutex_lock guard(map_mutex);
      auto found = classes.find(device);
      if (found != classes.end())
        return found->second;
    }
    return classes.insert(std::make_pair(device, "class of " + device)).first->second;
  }

private:
  std::map<std::string, std::string> classes;
  omni_mutex map_mutex;
};

static Database database;

static void work()
{
  for (int n = 0; n < 100; ++n)
    (void)database.classOf(std::to_string(n));
}

int main()
{
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n)
    threads.emplace_back(work);
  for (auto& thread : threads)
    thread.join();
}
