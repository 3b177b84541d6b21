// CASE: locks-pthread-trylock-inverted-race
// SOURCE: written for this suite
// EXPECT: leases RACE
// STD: c++17
// PROVES: issue 3, locks: try-lock conditions
// WHY: pthread_mutex_trylock returns 0 on success; the code takes any other value for success

#include <pthread.h>
#include <map>

static pthread_mutex_t lease_mutex = PTHREAD_MUTEX_INITIALIZER;
static std::map<int, long> leases;
static int skipped[3];

static void renew(int who, int client, long until)
{
    if (pthread_mutex_trylock(&lease_mutex)) {
        leases[client] = until;
        pthread_mutex_unlock(&lease_mutex);
    } else {
        skipped[who]++;
        pthread_mutex_unlock(&lease_mutex);
    }
}

static void *dhcp(void *arg)
{
    int who = (int)(long)arg;
    for (int i = 0; i < 1000; i++)
        renew(who, i % 300, i);
    return nullptr;
}

int main()
{
    pthread_t server[3];
    for (long i = 0; i < 3; i++)
        pthread_create(&server[i], nullptr, dhcp, (void *)i);
    for (int i = 0; i < 3; i++)
        pthread_join(server[i], nullptr);
}
