// CASE: locks-trylock-switch-ok
// SOURCE: written for this suite
// EXPECT: leases OK
// STD: c++17
// PROVES: issue 3, locks: try-lock conditions
// WHY: only the case of success touches the map

#include <cerrno>
#include <map>
#include <pthread.h>

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static std::map<int, int> leases;
static int skipped;

static void renew(int id) {
    switch (pthread_mutex_trylock(&guard)) {
    case 0:
        leases[id] = id + 30;
        pthread_mutex_unlock(&guard);
        break;
    case EBUSY:
        ++skipped;
        break;
    default:
        break;
    }
}

static void *renewer(void *) {
    for (int i = 0; i < 2000; ++i)
        renew(i);
    return nullptr;
}

static void *expirer(void *) {
    for (int i = 0; i < 2000; ++i) {
        pthread_mutex_lock(&guard);
        leases.erase(i);
        pthread_mutex_unlock(&guard);
    }
    return nullptr;
}

int main() {
    pthread_t a, b;
    pthread_create(&a, nullptr, renewer, nullptr);
    pthread_create(&b, nullptr, expirer, nullptr);
    pthread_join(a, nullptr);
    pthread_join(b, nullptr);
    return skipped < 0;
}
