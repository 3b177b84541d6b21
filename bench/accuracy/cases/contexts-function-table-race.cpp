// CASE: contexts-function-table-race
// SOURCE: written for this suite
// EXPECT: mounts RACE
// STD: c++17
// PROVES: design, callables: C function tables called by workers
// WHY: op_umount, called through the table by the workers, does not lock

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct fs_ops {
    int (*mount)(const char *path);
    int (*umount)(const char *path);
};

static std::unordered_map<std::string, int> mounts;
static std::mutex mounts_lock;

static int op_mount(const char *path)
{
    std::lock_guard<std::mutex> guard(mounts_lock);
    return ++mounts[path];
}

static int op_umount(const char *path)
{
    return (int)mounts.erase(path);
}

static const fs_ops ramfs = {op_mount, op_umount};

static void serve(const fs_ops *ops, int id)
{
    for (int i = 0; i < 800; i++) {
        std::string path = "/mnt/" + std::to_string((i + id) % 64);
        if (i % 2)
            ops->mount(path.c_str());
        else
            ops->umount(path.c_str());
    }
}

int main()
{
    std::thread a(serve, &ramfs, 0);
    std::thread b(serve, &ramfs, 31);
    a.join();
    b.join();
}
