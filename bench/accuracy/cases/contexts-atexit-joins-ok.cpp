// CASE: contexts-atexit-joins-ok
// SOURCE: written for this suite
// EXPECT: sizes OK
// STD: c++17
// PROVES: design, order: join
// WHY: the handler waits for the worker before it clears

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
    worker.join();
    sizes.clear();
    
}

int main() {
    std::atexit(finish);
    worker = std::thread(measure);
    return 0;
}
