// CASE: locks-guard-locks-through-method-if-any-ok
// SOURCE: icinga2 2.13.6 lib/base/objectlock.cpp:20 (ObjectLock), lib/base/dictionary.cpp
// EXPECT: Dictionary::data OK
// STD: c++17
// PROVES: issue 3, locks: classes of the code base itself
// WHY: the guard's constructor calls its own Lock() if it was given an object, and it is always given one
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class Object {
public:
  virtual ~Object() = default;

private:
  mutable std::recursive_mutex mutex;
  friend struct ObjectLock;
};

struct ObjectLock {
  explicit ObjectLock(const Object* object) : object(object)
  {
    if (object)
      Lock();
  }
  ~ObjectLock() { Unlock(); }
  void Lock()
  {
    object->mutex.lock();
    locked = true;
  }
  void Unlock()
  {
    if (locked) {
      object->mutex.unlock();
      locked = false;
    }
  }

private:
  const Object* object;
  bool locked = false;
};

class Dictionary : public Object {
public:
  void Set(const std::string& key, int value)
  {
    ObjectLock lock(this);
    data[key] = value;
  }
  bool Contains(const std::string& key) const
  {
    ObjectLock lock(this);
    return data.find(key) != data.end();
  }

private:
  std::map<std::string, int> data;
};

static Dictionary dictionary;

static void work()
{
  for (int n = 0; n < 100; ++n)
    if (n % 2 == 0)
      dictionary.Set(std::to_string(n), n);
    else
      (void)dictionary.Contains(std::to_string(n));
}

int main()
{
  std::vector<std::thread> threads;
  for (int n = 0; n < 4; ++n)
    threads.emplace_back(work);
  for (auto& thread : threads)
    thread.join();
}
