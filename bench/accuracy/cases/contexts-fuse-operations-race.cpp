// CASE: contexts-fuse-operations-race
// SOURCE: written for this suite
// EXPECT: inodes RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: issue 3, contexts: a table of known registrars (fuse_main tables)
// WHY: FUSE calls its operations from several threads, and unlink does not lock

#include <mutex>
#include <string>
#include <unordered_map>

// As declared by fuse.h.
struct stat;
struct fuse_operations {
    int (*getattr)(const char *, struct stat *);
    int (*unlink)(const char *);
    int (*mknod)(const char *, unsigned, unsigned long);
};
extern "C" int fuse_main_real(int argc, char *argv[], const fuse_operations *op, unsigned long op_size, void *private_data);
#define fuse_main(argc, argv, op, private_data) fuse_main_real(argc, argv, op, sizeof(*(op)), private_data)

static std::unordered_map<std::string, unsigned> inodes;
static std::mutex inodes_mutex;

static int mem_getattr(const char *path, struct stat *) {
    std::lock_guard<std::mutex> lock(inodes_mutex);
    return inodes.count(path) ? 0 : -2;
}
static int mem_unlink(const char *path) {
    return inodes.erase(path) ? 0 : -2;
}
static int mem_mknod(const char *path, unsigned mode, unsigned long) {
    std::lock_guard<std::mutex> lock(inodes_mutex);
    inodes[path] = mode;
    return 0;
}

static const fuse_operations operations = {mem_getattr, mem_unlink, mem_mknod};

int main(int argc, char *argv[]) { return fuse_main(argc, argv, &operations, nullptr); }
