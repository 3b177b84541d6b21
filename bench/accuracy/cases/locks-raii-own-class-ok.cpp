// CASE: locks-raii-own-class-ok
// SOURCE: written for this suite
// EXPECT: net::Sockets::byFd_ OK
// STD: c++17
// PROVES: issue 3, locks: RAII classes of the code base itself
// WHY: inside the scope of the reverse guard nothing touches the map

#include <pthread.h>
#include <unordered_map>

namespace net {

class CritSect {
public:
    CritSect() { pthread_mutex_init(&m_, nullptr); }
    ~CritSect() { pthread_mutex_destroy(&m_); }
    void Enter() { pthread_mutex_lock(&m_); }
    void Leave() { pthread_mutex_unlock(&m_); }

private:
    pthread_mutex_t m_;
};

struct AutoEnter {
    CritSect &cs;
    explicit AutoEnter(CritSect &c) : cs(c) { cs.Enter(); }
    ~AutoEnter() { cs.Leave(); }
};

struct AutoLeave {
    CritSect &cs;
    explicit AutoLeave(CritSect &c) : cs(c) { cs.Leave(); }
    ~AutoLeave() { cs.Enter(); }
};

class Sockets {
public:
    void Close(int fd) {
        AutoEnter in(crit_);
        byFd_.erase(fd);
        {
            AutoLeave out(crit_);
            Shutdown(fd);
        }
    }
    void Open(int fd) {
        AutoEnter in(crit_);
        byFd_[fd] = 1;
    }

private:
    static void Shutdown(int) {}
    CritSect crit_;
    std::unordered_map<int, int> byFd_;
};

}  // namespace net

static net::Sockets sockets;

static void *acceptor(void *) {
    for (int fd = 0; fd < 1000; ++fd)
        sockets.Open(fd);
    return nullptr;
}

int main() {
    pthread_t t;
    pthread_create(&t, nullptr, acceptor, nullptr);
    for (int fd = 0; fd < 1000; ++fd)
        sockets.Close(fd);
    pthread_join(t, nullptr);
}
