// CASE: locks-pthread-rwlock-insert-under-wrlock-ok
// SOURCE: written for this suite
// EXPECT: arp_cache OK
// STD: c++17
// PROVES: design, locks: pthread mutex/rwlock/spin; checklist MR03
// WHY: a miss lets the reader side go and is filled in under the writer side

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
    pthread_rwlock_unlock(&arp_lock);
    if (mac == 0) {
        mac = ip * 3ul;
        pthread_rwlock_wrlock(&arp_lock);
        if (arp_cache.find(ip) == arp_cache.end())
            arp_cache.insert({ip, mac});
        pthread_rwlock_unlock(&arp_lock);
    }
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
