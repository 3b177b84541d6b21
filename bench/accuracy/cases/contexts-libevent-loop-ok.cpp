// CASE: contexts-libevent-loop-ok
// SOURCE: written for this suite
// EXPECT: Server::clients_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: issue 3, contexts: a table of known registrars (libevent)
// WHY: main adds the clients before the loop's thread starts

#include <thread>
#include <unordered_map>

// As declared by event2/event.h.
extern "C" {
struct event_base;
struct event;
event_base *event_base_new();
event *event_new(event_base *base, int fd, short events, void (*callback)(int, short, void *), void *arg);
int event_add(event *ev, const void *timeout);
int event_base_dispatch(event_base *base);
}

class Server {
public:
    Server() : base_(event_base_new()) {
        event_ = event_new(base_, 3, 2, &Server::onReadable, this);
        event_add(event_, nullptr);
    }
    void run() { event_base_dispatch(base_); }
    void add(int fd) { clients_[fd] = 0; }

private:
    static void onReadable(int fd, short, void *arg) { static_cast<Server *>(arg)->clients_.erase(fd); }
    event_base *base_;
    event *event_;
    std::unordered_map<int, int> clients_;
};

int main() {
    Server server;
    server.add(4);
    std::thread loop([&server] { server.run(); });
    loop.join();
}
