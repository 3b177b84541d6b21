// CASE: locks-instance-mutex-static-map-race
// SOURCE: written for this suite
// EXPECT: Texture::cache_ RACE
// STD: c++17
// PROVES: issue 3, locks: an instance mutex around a static map
// WHY: the cache belongs to the class, the mutex to each texture

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Texture {
public:
    explicit Texture(std::string path) : path_(std::move(path)) {}
    int upload() {
        std::lock_guard<std::mutex> lock(mutex_);
        auto [it, fresh] = cache_.emplace(path_, next_);
        if (fresh)
            ++next_;
        return it->second;
    }

private:
    std::string path_;
    std::mutex mutex_;
    static std::unordered_map<std::string, int> cache_;
    static int next_;
};

std::unordered_map<std::string, int> Texture::cache_;
int Texture::next_ = 1;

static void loadLevel(int level) {
    for (int i = 0; i < 500; ++i) {
        Texture t("level" + std::to_string(level) + "/" + std::to_string(i));
        t.upload();
    }
}

int main() {
    std::thread a(loadLevel, 1), b(loadLevel, 2);
    a.join();
    b.join();
}
