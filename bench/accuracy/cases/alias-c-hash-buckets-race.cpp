// CASE: alias-c-hash-buckets-race
// SOURCE: written for this suite
// EXPECT: bucket::flows RACE
// STD: c++17
// PROVES: issue 3, locks: lock striping; aliases: an element reached by pointer
// WHY: the ageing loop moves on to the next bucket while it holds the lock of the first

#include <pthread.h>
#include <map>

enum { NBUCKETS = 8 };

struct bucket {
    pthread_mutex_t lock;
    std::map<unsigned, unsigned> flows;
};

static struct bucket table[NBUCKETS];

static void flow_update(unsigned id)
{
    struct bucket *b = &table[id % NBUCKETS];
    pthread_mutex_lock(&b->lock);
    b->flows[id] = 5;
    pthread_mutex_unlock(&b->lock);
}

static void age_all(void)
{
    pthread_mutex_lock(&table[0].lock);
    for (struct bucket *b = table; b != table + NBUCKETS; b++) {
        for (auto it = b->flows.begin(); it != b->flows.end();)
            it = --it->second ? std::next(it) : b->flows.erase(it);
    }
    pthread_mutex_unlock(&table[0].lock);
}

static void *ager(void *)
{
    for (int i = 0; i < 300; i++)
        age_all();
    return nullptr;
}

int main(void)
{
    for (auto &b : table)
        pthread_mutex_init(&b.lock, nullptr);
    pthread_t t;
    pthread_create(&t, nullptr, ager, nullptr);
    for (unsigned i = 0; i < 3000; i++)
        flow_update(i % 500);
    pthread_join(t, nullptr);
    return 0;
}
