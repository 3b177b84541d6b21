// CASE: contexts-exported-function-erases-by-handle-race
// SOURCE: written for this suite
// EXPECT: g_handles RACE
// STD: c++17
// PROVES: issue 3, thread contexts: library mode, exported functions with a lock of their own
// WHY: lib_close erases without the lock that open and query take

#include <mutex>
#include <string>
#include <unordered_map>
static std::mutex g_lock;
static std::unordered_map<int, std::string> g_handles;
static int g_next = 1;
extern "C" __attribute__((visibility("default"))) int lib_open(const char* path) {
    std::lock_guard<std::mutex> lk(g_lock);
    const int h = g_next++;
    g_handles[h] = path;
    return h;
}
extern "C" __attribute__((visibility("default"))) int lib_query(int h, char* out, unsigned long n) {
    std::lock_guard<std::mutex> lk(g_lock);
    auto it = g_handles.find(h);
    if (it == g_handles.end())
        return -1;
    const auto len = it->second.copy(out, n - 1);
    out[len] = '\0';
    return 0;
}
extern "C" __attribute__((visibility("default"))) int lib_close(int h) {
    return g_handles.erase(h) == 1 ? 0 : -1;
}
