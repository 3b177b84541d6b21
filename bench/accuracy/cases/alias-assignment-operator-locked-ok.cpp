// CASE: alias-assignment-operator-locked-ok
// SOURCE: written for this suite
// EXPECT: Palette::colours_ OK
// STD: c++17
// PROVES: issue 3, aliases: another instance's lock does not guard (assignment)
// WHY: operator= copies under the lock of the one object, then assigns under the lock of the other

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Palette {
public:
    Palette() = default;
    Palette& operator=(const Palette& other) {
        if (this == &other)
            return *this;
        std::unordered_map<std::string, int> copy;
        {
            std::lock_guard<std::mutex> lock(other.mutex_);
            copy = other.colours_;
        }
        std::lock_guard<std::mutex> lock(mutex_);
        colours_ = std::move(copy);
        return *this;
    }
    void set(const std::string& name, int rgb) {
        std::lock_guard<std::mutex> lock(mutex_);
        colours_[name] = rgb;
    }

private:
    mutable std::mutex mutex_;
    std::unordered_map<std::string, int> colours_;
};

int main() {
    Palette live, preview;
    std::thread theme([&live] {
        for (int i = 0; i < 1500; ++i)
            live.set("colour" + std::to_string(i), i);
    });
    for (int i = 0; i < 50; ++i)
        preview = live;
    theme.join();
}
