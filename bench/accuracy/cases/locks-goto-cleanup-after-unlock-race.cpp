// CASE: locks-goto-cleanup-after-unlock-race
// SOURCE: written for this suite
// EXPECT: open_files RACE
// STD: c++17
// PROVES: design, locks: a must-hold set by forward dataflow over the CFG: branches, early return
// WHY: the error path jumps behind the unlock and then erases the entry

#include <pthread.h>
#include <unordered_map>

struct file_rec { int flags; int refs; };

static std::unordered_map<int, file_rec> open_files;
static pthread_mutex_t files_mx = PTHREAD_MUTEX_INITIALIZER;

static int do_open(int fd, int flags)
{
    int err = 0;
    pthread_mutex_lock(&files_mx);
    open_files[fd] = file_rec{flags, 1};
    if (flags % 7 == 0) {
        err = -1;
        pthread_mutex_unlock(&files_mx);
        goto undo;
    }
    open_files[fd].refs++;
    pthread_mutex_unlock(&files_mx);
    return 0;
undo:
    open_files.erase(fd);
    return err;
}

static void *client(void *arg)
{
    for (long i = 0; i < 1000; i++)
        do_open((int)((long)arg + i), (int)i);
    return nullptr;
}

int main(void)
{
    pthread_t a, b;
    pthread_create(&a, nullptr, client, (void *)0L);
    pthread_create(&b, nullptr, client, (void *)500L);
    pthread_join(a, nullptr);
    pthread_join(b, nullptr);
    return 0;
}
