// CASE: boundary-iterate-against-insert-race
// SOURCE: written for this suite
// EXPECT: chat::Room::members_ RACE
// STD: c++17
// PROVES: checklist, boundary cases: iteration + insert from another thread
// WHY: broadcast() walks the members while join() inserts under a lock that the walk does not take

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace chat {

class Room {
public:
    using Sink = std::function<void(const std::string &)>;

    void join(int id, Sink sink) {
        std::lock_guard<std::mutex> lock(mutex_);
        members_[id] = std::move(sink);
    }

    void broadcast(const std::string &text) {
        for (auto &[id, sink] : members_)
            sink(text);
    }

private:
    std::mutex mutex_;
    std::unordered_map<int, Sink> members_;
};

}  // namespace chat

int main() {
    chat::Room room;
    std::atomic<int> delivered{0};
    std::thread lobby([&] {
        for (int i = 0; i < 500; ++i)
            room.join(i, [&delivered](const std::string &s) { delivered += static_cast<int>(s.size()); });
    });
    for (int i = 0; i < 200; ++i)
        room.broadcast("hello");
    lobby.join();
    return delivered < 0 ? 1 : 0;
}
