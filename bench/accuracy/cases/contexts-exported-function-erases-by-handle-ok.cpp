// CASE: contexts-exported-function-erases-by-handle-ok
// SOURCE: written for this suite
// EXPECT: g_streams OK
// STD: c++17
// PROVES: issue 3, thread contexts: library mode, exported functions with a lock of their own
// WHY: a macro takes the lock in every exported function

#include <mutex>
#include <string>
#include <unordered_map>
#define API extern "C" __attribute__((visibility("default")))
#define LOCKED_SCOPE std::lock_guard<std::mutex> api_guard_(api_mutex())
static std::mutex& api_mutex() {
    static std::mutex m;
    return m;
}
static std::unordered_map<int, std::string> g_streams;
API int stream_open(int id, const char* path) {
    LOCKED_SCOPE;
    return g_streams.emplace(id, path).second ? 0 : -1;
}
API int stream_close(int id) {
    LOCKED_SCOPE;
    return g_streams.erase(id) == 1 ? 0 : -1;
}
API unsigned long stream_count() {
    LOCKED_SCOPE;
    return g_streams.size();
}
