#pragma once
#include <mutex>
#include <unordered_map>

namespace sched {
struct Queue {
    std::mutex mutex;
    std::unordered_map<int, int> byId;
};
// The caller holds q.mutex.
void requeue(Queue& q, int id, int priority);
void tick(Queue& q);
void boost(Queue& q, int id);
}  // namespace sched
