// CASE: locks-fatal-that-returns-race
// SOURCE: written for this suite
// EXPECT: registry RACE
// STD: c++17
// PROVES: issue 3, locks: code after a noreturn call
// WHY: fatal() only logs, so the function goes on without the lock it failed to get

#include <pthread.h>
#include <cstdio>
#include <cstdlib>
#include <map>

static pthread_mutex_t registry_lock = PTHREAD_MUTEX_INITIALIZER;
static std::map<int, int> registry;

static void fatal(const char *what)
{
    std::fprintf(stderr, "fatal: %s\n", what);
}

static void enter(int pid, int tty)
{
    if (pthread_mutex_trylock(&registry_lock) != 0) {
        fatal("registry is busy");
        registry.erase(pid);
        return;
    }
    registry[pid] = tty;
    pthread_mutex_unlock(&registry_lock);
}

static void *session(void *arg)
{
    long base = (long)arg;
    for (int i = 0; i < 600; i++)
        enter((int)base + i, i);
    return nullptr;
}

int main()
{
    pthread_t t[2];
    for (long i = 0; i < 2; i++)
        pthread_create(&t[i], nullptr, session, (void *)(i * 300));
    for (int i = 0; i < 2; i++)
        pthread_join(t[i], nullptr);
}
