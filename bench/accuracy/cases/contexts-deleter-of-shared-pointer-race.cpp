// CASE: contexts-deleter-of-shared-pointer-race
// SOURCE: written for this suite
// EXPECT: TextureCache::users_ RACE
// STD: c++17
// PROVES: issue 3, thread contexts: callables
// WHY: the deleter runs after the lock, wherever the last owner lets go

#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

struct Texture { int id; };

class TextureCache {
public:
    std::shared_ptr<Texture> load(int id) {
        std::lock_guard<std::mutex> hold(mu_);
        auto t = std::shared_ptr<Texture>(new Texture{id}, [this](Texture *p) {
            
            users_.erase(p->id);
            delete p;
        });
        users_[id] += 1;
        return t;
    }
    size_t size() {
        std::lock_guard<std::mutex> hold(mu_);
        return users_.size();
    }

private:
    std::mutex mu_;
    std::unordered_map<int, int> users_;
};

static TextureCache textures;

static void render(int from) {
    for (int i = 0; i < 500; ++i) {
        std::shared_ptr<Texture> t = textures.load(from + i);
        if (t->id < 0)
            return;
    }
}

int main() {
    std::thread a(render, 0), b(render, 1000);
    a.join();
    b.join();
    return static_cast<int>(textures.size());
}
