// CASE: alias-pointer-parameter-ok
// SOURCE: written for this suite
// EXPECT: daemon_ctx::clients OK
// STD: c++17
// PROVES: issue 3, aliases: pointers (a pointer parameter that is a member elsewhere)
// WHY: evict() gets a pointer to the map of the context, both callers hold the lock

#include <pthread.h>
#include <ctime>
#include <map>

struct daemon_ctx {
    pthread_mutex_t lock;
    std::map<int, time_t> clients;
};

static int evict(std::map<int, time_t> *table, time_t before)
{
    int n = 0;
    for (auto it = table->begin(); it != table->end();) {
        if (it->second < before) {
            it = table->erase(it);
            n++;
        } else {
            ++it;
        }
    }
    return n;
}

static void *reaper(void *arg)
{
    daemon_ctx *ctx = static_cast<daemon_ctx *>(arg);
    for (int i = 0; i < 500; i++) {
        pthread_mutex_lock(&ctx->lock);
        evict(&ctx->clients, i);
        pthread_mutex_unlock(&ctx->lock);
    }
    return nullptr;
}

int main()
{
    daemon_ctx ctx;
    pthread_mutex_init(&ctx.lock, nullptr);
    pthread_t t;
    pthread_create(&t, nullptr, reaper, &ctx);
    for (int fd = 0; fd < 500; fd++) {
        pthread_mutex_lock(&ctx.lock);
        ctx.clients[fd] = fd;
        if (fd % 50 == 0)
            evict(&ctx.clients, fd / 2);
        pthread_mutex_unlock(&ctx.lock);
    }
    pthread_join(t, nullptr);
    pthread_mutex_destroy(&ctx.lock);
}
