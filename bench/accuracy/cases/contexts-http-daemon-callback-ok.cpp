// CASE: contexts-http-daemon-callback-ok
// SOURCE: written for this suite
// EXPECT: sessions OK
// STD: c++17
// TSAN: blind the library is not linked
// PROVES: issue 3, contexts: a table of known registrars (MHD_start_daemon)
// WHY: the daemon calls the handler from a thread of each connection, and the handler locks

#include <mutex>
#include <string>
#include <unordered_map>

// As declared by microhttpd.h.
struct MHD_Daemon;
struct MHD_Connection;
extern "C" {
typedef int (*MHD_AccessHandlerCallback)(void *cls, MHD_Connection *connection, const char *url, const char *method,
                                         const char *version, const char *upload_data, unsigned long *upload_data_size, void **con_cls);
MHD_Daemon *MHD_start_daemon(unsigned flags, unsigned short port, void *apc, void *apc_cls, MHD_AccessHandlerCallback dh, void *dh_cls, ...);
void MHD_stop_daemon(MHD_Daemon *daemon);
}

static std::unordered_map<std::string, int> sessions;
static std::mutex sessions_mutex;

static int answer(void *, MHD_Connection *, const char *url, const char *method, const char *, const char *, unsigned long *, void **) {
    std::lock_guard<std::mutex> lock(sessions_mutex);
    if (std::string(method) == "DELETE")
        return static_cast<int>(sessions.erase(url));
    return ++sessions[url];
}

int main() {
    MHD_Daemon *daemon = MHD_start_daemon(4 /* MHD_USE_THREAD_PER_CONNECTION */, 8080, nullptr, nullptr, &answer, nullptr, 0);
    if (!daemon)
        return 1;
    for (int i = 0; i < 10; ++i) {
        std::lock_guard<std::mutex> lock(sessions_mutex);
        sessions.erase("/expired" + std::to_string(i));
    }
    MHD_stop_daemon(daemon);
}
