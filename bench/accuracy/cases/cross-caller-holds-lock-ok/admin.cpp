#include "queue.h"
#include <thread>

void sched::boost(Queue& q, int id) {
    std::lock_guard<std::mutex> lock(q.mutex);
    requeue(q, id, 9);
}

int main() {
    sched::Queue q;
    std::thread clock([&q] {
        for (int i = 0; i < 200; ++i)
            sched::tick(q);
    });
    for (int i = 0; i < 1000; ++i)
        sched::boost(q, i % 20);
    clock.join();
}
