// CASE: locks-pthread-helper-pair-ok
// SOURCE: written for this suite
// EXPECT: g_inodes OK
// STD: c++17
// PROVES: checklist, boundary cases: lock taken by a `lock()`/`unlock()` pair of helpers counts as held
// WHY: every path through inode_link touches the table between table_lock() and table_unlock()

#include <pthread.h>
#include <unordered_map>

struct inode {
    unsigned long ino;
    int nlink;
};

static pthread_mutex_t g_table_lock = PTHREAD_MUTEX_INITIALIZER;
static std::unordered_map<unsigned long, inode> g_inodes;

static void table_lock(void) { pthread_mutex_lock(&g_table_lock); }
static void table_unlock(void) { pthread_mutex_unlock(&g_table_lock); }

static int inode_link(unsigned long ino)
{
    table_lock();
    auto found = g_inodes.find(ino);
    if (found == g_inodes.end()) {
        g_inodes.emplace(ino, inode{ino, 1});
        table_unlock();
        return 1;
    }
    int links = ++found->second.nlink;
    table_unlock();
    return links;
}

static void *fs_worker(void *arg)
{
    unsigned long base = (unsigned long)arg;
    for (unsigned long i = 0; i < 400; i++)
        inode_link(base + i % 120);
    return nullptr;
}

int main(void)
{
    pthread_t tid[3];
    for (unsigned long i = 0; i < 3; i++)
        pthread_create(&tid[i], nullptr, fs_worker, (void *)(i * 60));
    for (int i = 0; i < 3; i++)
        pthread_join(tid[i], nullptr);
    return g_inodes.empty() ? 1 : 0;
}
