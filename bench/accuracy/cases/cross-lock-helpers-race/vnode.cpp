#include "vlock.h"
#include <map>
#include <thread>

static std::map<int, int> vnodes;

static void touch(int first)
{
    for (int i = first; i < first + 500; i++) {
        vnode_lock();
        if (i % 10 == 0) {
            vnode_sync();
            vnodes.erase(i - 10);
        } else {
            vnodes[i] = 1;
            vnode_unlock();
        }
    }
}

int main()
{
    std::thread a(touch, 0), b(touch, 250);
    a.join();
    b.join();
}
