// CASE: alias-global-context-pointer-ok
// SOURCE: written for this suite
// EXPECT: context::handles OK
// STD: c++17
// PROVES: issue 3, aliases: pointers (an object reached through a global pointer)
// WHY: open and close reach table and lock through the global context

#include <pthread.h>
#include <unordered_map>

struct context {
    pthread_mutex_t mtx;
    std::unordered_map<int, const char *> handles;
    int next;
};

static struct context *ctx;

static int handle_open(const char *name)
{
    pthread_mutex_lock(&ctx->mtx);
    int h = ctx->next++;
    ctx->handles[h] = name;
    pthread_mutex_unlock(&ctx->mtx);
    return h;
}

static void handle_close(int h)
{
    struct context *c = ctx;
    pthread_mutex_lock(&c->mtx);
    c->handles.erase(h);
    pthread_mutex_unlock(&c->mtx);
}

static void *app(void *name)
{
    for (int i = 0; i < 1000; i++)
        handle_close(handle_open((const char *)name));
    return nullptr;
}

int main(void)
{
    ctx = new context();
    pthread_mutex_init(&ctx->mtx, nullptr);
    char one[] = "one", two[] = "two";
    pthread_t a, b;
    pthread_create(&a, nullptr, app, one);
    pthread_create(&b, nullptr, app, two);
    pthread_join(a, nullptr);
    pthread_join(b, nullptr);
    delete ctx;
    return 0;
}
