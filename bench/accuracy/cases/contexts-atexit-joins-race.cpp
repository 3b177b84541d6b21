// CASE: contexts-atexit-joins-race
// SOURCE: written for this suite
// EXPECT: sizes RACE
// STD: c++17
// PROVES: design, order: join
// WHY: the handler clears before it waits

#include <cstdlib>
#include <map>
#include <thread>

static std::map<int, int> sizes;
static std::thread worker;

static void measure() {
    for (int i = 0; i < 1000; ++i)
        sizes[i] = i;
}

static void finish() {
    
    sizes.clear();
    worker.join();
}

int main() {
    std::atexit(finish);
    worker = std::thread(measure);
    return 0;
}
