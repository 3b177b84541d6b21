// CASE: alias-iterator-advanced-after-unlock-race
// SOURCE: written for this suite
// EXPECT: Playlist::songs_ RACE
// STD: c++17
// PROVES: issue 3, aliases: iterators
// WHY: the iterator is advanced and erased through after the lock was given up

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Playlist {
public:
    void add(int pos, std::string song) {
        const std::lock_guard<std::mutex> lock(mutex_);
        songs_.emplace(pos, std::move(song));
    }
    bool skip(int n) {
        std::unique_lock<std::mutex> lock(mutex_);
        auto it = songs_.begin();
        lock.unlock();
        while (n-- > 0 && it != songs_.end())
            ++it;
        bool more = it != songs_.end();
        if (more)
            songs_.erase(it);
        return more;
    }

private:
    std::mutex mutex_;
    std::map<int, std::string> songs_;
};

int main() {
    Playlist list;
    std::thread dj([&list] {
        for (int i = 0; i < 1000; ++i)
            list.add(i * 37 % 1000, "song");
    });
    for (int i = 0; i < 1000; ++i)
        list.skip(i % 4);
    dj.join();
}
