// CASE: locks-need-lock-parameter-race
// SOURCE: written for this suite
// EXPECT: routes RACE
// STD: c++17
// PROVES: issue 3, locks: lock only under a condition
// WHY: a caller without the lock tells the helper not to take it

#include <pthread.h>
#include <unordered_map>

static pthread_mutex_t route_lock = PTHREAD_MUTEX_INITIALIZER;
static std::unordered_map<unsigned, unsigned> routes;

static void update(unsigned prefix, unsigned hop, bool need_lock) {
    if (need_lock)
        pthread_mutex_lock(&route_lock);
    routes[prefix] = hop;
    if (need_lock)
        pthread_mutex_unlock(&route_lock);
}

static void *learner(void *) {
    for (unsigned i = 0; i < 1000; ++i)
        update(i, i, false);
    return nullptr;
}

static void *resync(void *) {
    for (unsigned i = 0; i < 100; ++i) {
        pthread_mutex_lock(&route_lock);
        routes.clear();
        for (unsigned k = 0; k < 20; ++k)
            update(k, i, false);
        pthread_mutex_unlock(&route_lock);
    }
    return nullptr;
}

int main() {
    pthread_t a, b;
    pthread_create(&a, nullptr, learner, nullptr);
    pthread_create(&b, nullptr, resync, nullptr);
    pthread_join(a, nullptr);
    pthread_join(b, nullptr);
}
