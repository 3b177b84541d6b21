// CASE: contexts-c-callback-with-user-data-ok
// SOURCE: written for this suite
// EXPECT: counters::per_event OK
// STD: c++17
// PROVES: design, callables: function pointers stored with their user data and called by a worker
// WHY: the poll thread calls the stored callback with the counters, both sides lock

#include <pthread.h>
#include <map>

typedef void (*event_cb)(int event, void *user);

struct poller {
    pthread_t thread;
    event_cb cb;
    void *user;
};

static void *poll_main(void *arg)
{
    poller *p = (poller *)arg;
    for (int event = 0; event < 1000; event++)
        p->cb(event % 60, p->user);
    return nullptr;
}

static void poller_start(poller *p, event_cb cb, void *user)
{
    p->cb = cb;
    p->user = user;
    pthread_create(&p->thread, nullptr, poll_main, p);
}

static void poller_stop(poller *p) { pthread_join(p->thread, nullptr); }

struct counters {
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    std::map<int, long> per_event;
};

static void count_event(int event, void *user)
{
    counters *c = static_cast<counters *>(user);
    pthread_mutex_lock(&c->lock);
    c->per_event[event]++;
    pthread_mutex_unlock(&c->lock);
}

int main()
{
    counters c;
    poller p;
    poller_start(&p, count_event, &c);
    for (int event = 0; event < 60; event++) {
        pthread_mutex_lock(&c.lock);
        c.per_event.erase(event);
        pthread_mutex_unlock(&c.lock);
    }
    poller_stop(&p);
}
