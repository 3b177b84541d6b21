// CASE: locks-pthread-helper-pair-early-return-race
// SOURCE: written for this suite
// EXPECT: g_inodes RACE
// STD: c++17
// PROVES: issue 3, locks: helper functions that return holding or having released
// WHY: on the not-found path the table is unlocked before the new inode is put into it

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
        table_unlock();
        g_inodes.emplace(ino, inode{ino, 1});
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
