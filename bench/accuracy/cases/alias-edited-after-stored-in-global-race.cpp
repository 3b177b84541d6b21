// CASE: alias-edited-after-stored-in-global-race
// SOURCE: written for this suite
// EXPECT: Obj::f RACE
// STD: c++17
// PROVES: issue 3, order: an edit after hand-over is a race
// WHY: object is owned until stored in a global that a running thread reads

#include <unordered_map>
#include <thread>
#include <mutex>

struct Obj { std::unordered_map<int, int> f; };
static std::mutex gLock;
static Obj* gPublished;
static void reader() {
  for (int i = 0; i < 1000; ++i) {
    std::lock_guard<std::mutex> l(gLock);
    if (gPublished && gPublished->f.count(i)) break;
  }
}
int main() {
  std::thread t(reader);
  Obj* o = new Obj;
  o->f[1] = 1;
  {
    std::lock_guard<std::mutex> l(gLock);
    gPublished = o;
  }
  o->f[2] = 2;
  t.join();
}
