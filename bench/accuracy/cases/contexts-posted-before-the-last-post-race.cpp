// CASE: contexts-posted-before-the-last-post-race
// SOURCE: written for this suite
// EXPECT: audio::Core::objects RACE
// STD: c++17
// PROVES: issue 3, thread contexts: callables and objects stored for a thread that calls them
// WHY: find_name reads objects from the control thread although only the loop thread may touch it

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace audio {
class Loop {
public:
    void start() {
        thread_ = std::thread([this] { iterate(); });
    }
    void stop() {
        invoke([this] { running_ = false; }, false);
        thread_.join();
    }
    void invoke(std::function<void()> fn, bool block) {
        auto task = std::make_shared<std::packaged_task<void()>>(std::move(fn));
        auto done = task->get_future();
        {
            std::lock_guard<std::mutex> l(lock_);
            items_.push_back([task] { (*task)(); });
        }
        wake_.notify_one();
        if (block)
            done.get();
    }
private:
    void iterate() {
        while (running_) {
            std::unique_lock<std::mutex> l(lock_);
            wake_.wait(l, [this] { return !items_.empty(); });
            auto item = std::move(items_.front());
            items_.pop_front();
            l.unlock();
            item();
        }
    }
    std::mutex lock_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> items_;
    bool running_ = true;   // loop thread only, once started
    std::thread thread_;
};
class Core {
public:
    explicit Core(Loop& loop) : loop_(loop) {}
    void add_object(uint32_t id, const std::string& name) {
        loop_.invoke([this, id, name] { objects[id] = name; }, false);
    }
    void remove_object(uint32_t id) {
        loop_.invoke([this, id] { objects.erase(id); }, false);
    }
    std::string find_name(uint32_t id) {
        std::string result;
        auto it = objects.find(id);
        if (it != objects.end())
            result = it->second;
        return result;
    }
private:
    Loop& loop_;
    std::map<uint32_t, std::string> objects;
};
}  // namespace audio
int main() {
    audio::Loop loop;
    loop.start();
    audio::Core core(loop);
    std::size_t chars = 0;
    for (uint32_t i = 0; i < 1500; ++i) {
        core.add_object(i % 100, "node." + std::to_string(i));
        chars += core.find_name((i + 50) % 100).size();
        core.remove_object((i + 30) % 100);
    }
    loop.stop();
    return chars > 0 ? 0 : 1;
}
