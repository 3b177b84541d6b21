#include "reg.h"
#include <cstdio>
#include <pthread.h>

static registry *reg;

static void *client(void *arg)
{
    char key[32];
    for (int i = 0; i < 1000; i++) {
        std::snprintf(key, sizeof key, "%s.%d", (const char *)arg, i % 50);
        if (i % 4)
            reg_set(reg, key, i);
        else
            reg_remove(reg, key);
    }
    return nullptr;
}

int main()
{
    char left[] = "left", right[] = "right";
    reg = reg_new();
    pthread_t a, b;
    pthread_create(&a, nullptr, client, left);
    pthread_create(&b, nullptr, client, right);
    pthread_join(a, nullptr);
    pthread_join(b, nullptr);
    reg_free(reg);
}
