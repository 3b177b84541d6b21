#include "queue.h"

void sched::tick(Queue& q) {
    std::lock_guard<std::mutex> lock(q.mutex);
    for (int id = 0; id < 20; ++id)
        requeue(q, id, id % 3);
}
