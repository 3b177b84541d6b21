// CASE: locks-pthread-rwlock-insert-under-rdlock-race
// SOURCE: written for this suite
// EXPECT: arp_cache RACE write-under-shared-lock
// STD: c++17
// PROVES: design, locks: pthread mutex/rwlock/spin; checklist MR03
// WHY: a miss is filled in while only the reader side of the rwlock is held

#include <pthread.h>
#include <unordered_map>

static std::unordered_map<unsigned, unsigned long> arp_cache;
static pthread_rwlock_t arp_lock = PTHREAD_RWLOCK_INITIALIZER;

static unsigned long resolve(unsigned ip)
{
    unsigned long mac = 0;
    pthread_rwlock_rdlock(&arp_lock);
    auto it = arp_cache.find(ip);
    if (it != arp_cache.end())
        mac = it->second;
    else
        arp_cache.insert({ip, mac = ip * 3ul});
    pthread_rwlock_unlock(&arp_lock);
    return mac;
}

static void *sender(void *)
{
    for (unsigned ip = 1; ip < 1500; ip++)
        resolve(ip);
    return nullptr;
}

int main()
{
    pthread_t a, b;
    pthread_create(&a, nullptr, sender, nullptr);
    pthread_create(&b, nullptr, sender, nullptr);
    pthread_join(a, nullptr);
    pthread_join(b, nullptr);
}
