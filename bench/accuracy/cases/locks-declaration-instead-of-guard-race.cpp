// CASE: locks-declaration-instead-of-guard-race
// SOURCE: written for this suite
// EXPECT: Thumbnails::files_ RACE
// STD: c++17
// PROVES: checklist MR16: the guard shadows (issue 3, locks: traps of temporaries)
// WHY: `std::unique_lock<std::mutex>(mutex_);` declares a new empty lock called mutex_ and locks nothing

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Thumbnails {
public:
    void render(const std::string& image) {
        std::string file = image + ".thumb";
        std::unique_lock<std::mutex>(mutex_);
        files_[image] = file;
    }
    std::size_t count() {
        std::unique_lock<std::mutex> lock(mutex_);
        return files_.size();
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::string, std::string> files_;
};

int main() {
    Thumbnails thumbs;
    std::thread background([&thumbs] {
        for (int i = 0; i < 500; ++i)
            thumbs.render("img" + std::to_string(i));
    });
    for (int i = 0; i < 500; ++i)
        thumbs.render("cover" + std::to_string(i));
    background.join();
    return thumbs.count() == 1000 ? 0 : 1;
}
