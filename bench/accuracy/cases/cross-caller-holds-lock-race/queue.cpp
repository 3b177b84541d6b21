#include "queue.h"

void sched::requeue(Queue& q, int id, int priority) {
    q.byId.erase(id);
    if (priority >= 0)
        q.byId.emplace(id, priority);
}
