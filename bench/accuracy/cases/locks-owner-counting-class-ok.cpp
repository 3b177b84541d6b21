// CASE: locks-owner-counting-class-ok
// SOURCE: written for this suite
// EXPECT: Scene::nodes_ OK
// STD: c++17
// PROVES: issue 3, locks: recursive mutexes
// WHY: the mutex lets its owner in again, and every method enters it

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>

class ReentrantMutex {
public:
    void lock() {
        const auto self = std::this_thread::get_id();
        if (owner_.load() == self) {
            ++depth_;
            return;
        }
        inner_.lock();
        owner_.store(self);
        depth_ = 1;
    }
    void unlock() {
        if (--depth_ == 0) {
            owner_.store(std::thread::id());
            inner_.unlock();
        }
    }

private:
    std::mutex inner_;
    std::atomic<std::thread::id> owner_{};
    int depth_ = 0;
};

class Scene {
public:
    void add(const std::string& name, int id) {
        mutex_.lock();
        nodes_[name] = id;
        mutex_.unlock();
    }
    int find(const std::string& name) {
        std::lock_guard<ReentrantMutex> lock(mutex_);
        auto it = nodes_.find(name);
        return it == nodes_.end() ? -1 : it->second;
    }

private:
    ReentrantMutex mutex_;
    std::map<std::string, int> nodes_;
};

int main() {
    Scene scene;
    std::thread loader([&scene] {
        for (int i = 0; i < 100; ++i)
            scene.add("node", i);
    });
    for (int i = 0; i < 100; ++i)
        scene.find("node");
    loader.join();
}
