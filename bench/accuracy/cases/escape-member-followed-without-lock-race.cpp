// CASE: escape-member-followed-without-lock-race
// SOURCE: written for this suite
// EXPECT: Player::tracks_ RACE reference-escape
// STD: c++20
// PROVES: checklist MR05: a reference, pointer or iterator into a guarded map outlives the guarded scope
// WHY: the pointer that is kept in a member is followed without the lock

#include <map>
#include <mutex>
#include <string>
#include <thread>

struct Track {
    std::string title;
    int plays = 0;
};

class Player {
public:
    void add(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        tracks_[id].title = "t";
    }
    void select(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        auto it = tracks_.find(id);
        current_ = it == tracks_.end() ? nullptr : &it->second;
    }
    void play() {
        if (current_) ++current_->plays;
    }
    void remove(int id) {
        std::lock_guard<std::mutex> g(mutex_);
        auto it = tracks_.find(id);
        if (it == tracks_.end()) return;
        if (current_ == &it->second) current_ = nullptr;
        tracks_.erase(it);
    }

private:
    std::mutex mutex_;
    std::map<int, Track> tracks_;
    Track* current_ = nullptr;
};

int main() {
    Player p;
    std::thread a([&p] { for (int i = 0; i < 200; ++i) { p.add(i); p.select(i); p.play(); } });
    std::thread b([&p] { for (int i = 0; i < 200; ++i) p.remove(i); });
    a.join();
    b.join();
}
