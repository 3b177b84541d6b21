// CASE: escape-pointer-copied-after-unlock-race
// SOURCE: written for this suite
// EXPECT: Badges::texts_ RACE
// STD: c++17
// PROVES: issue 3, aliases: pointers into elements; rules, MR05
// WHY: the text behind the pointer is copied when the mutex has been unlocked, and may be erased by then

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Badges {
public:
    void grant(int id, const std::string& text) {
        std::lock_guard<std::mutex> hold(gate_);
        texts_[id] = text;
    }
    void revoke(int id) {
        std::lock_guard<std::mutex> hold(gate_);
        texts_.erase(id);
    }
    std::string show(int id) {
        const std::string* text = nullptr;
        gate_.lock();
        auto found = texts_.find(id);
        if (found != texts_.end())
            text = &found->second;
        gate_.unlock();
        return text ? *text : std::string();
    }

private:
    std::mutex gate_;
    std::unordered_map<int, std::string> texts_;
};

int main() {
    Badges badges;
    std::thread desk([&badges] {
        for (int i = 0; i < 500; ++i) {
            badges.grant(i % 9, "visitor");
            badges.revoke((i + 4) % 9);
        }
    });
    std::size_t shown = 0;
    for (int i = 0; i < 500; ++i)
        shown += badges.show(i % 9).size();
    desk.join();
    return shown > 1000000;
}
