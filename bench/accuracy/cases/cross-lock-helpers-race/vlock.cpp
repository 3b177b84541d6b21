#include "vlock.h"
#include <pthread.h>

static pthread_mutex_t vnode_mutex = PTHREAD_MUTEX_INITIALIZER;

void vnode_lock() { pthread_mutex_lock(&vnode_mutex); }
void vnode_unlock() { pthread_mutex_unlock(&vnode_mutex); }

void vnode_sync()
{
    vnode_unlock();
    for (volatile int i = 0; i < 100; i = i + 1)
        ;
}
