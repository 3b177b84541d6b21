// CASE: contexts-event-loop-posted-ok
// SOURCE: written for this suite
// EXPECT: Editor::buffers_ OK
// STD: c++17
// PROVES: issue 3, contexts: event-loop classes of the code base itself
// WHY: the file watcher's thread posts to the loop, which main runs

#include <condition_variable>
#include <functional>
#include <mutex>
#include <queue>
#include <string>
#include <thread>
#include <unordered_map>

class EventLoop {
public:
    void post(std::function<void()> fn) {
        {
            std::lock_guard<std::mutex> lock(mutex_);
            events_.push(std::move(fn));
        }
        wake_.notify_one();
    }
    void quit() {
        post([this] { running_ = false; });
    }
    void run() {
        while (running_) {
            std::function<void()> fn;
            {
                std::unique_lock<std::mutex> lock(mutex_);
                wake_.wait(lock, [this] { return !events_.empty(); });
                fn = std::move(events_.front());
                events_.pop();
            }
            fn();
        }
    }

private:
    bool running_ = true;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::queue<std::function<void()>> events_;
};

class Editor {
public:
    explicit Editor(EventLoop& loop) : loop_(loop) {}
    void open(const std::string& file) {
        loop_.post([this, file] { buffers_.emplace(file, "text"); });
    }
    void changedOnDisk(const std::string& file) {
        loop_.post([this, file] { buffers_.erase(file); });
    }

private:
    EventLoop& loop_;
    std::unordered_map<std::string, std::string> buffers_;
};

int main() {
    EventLoop loop;
    Editor editor(loop);
    for (int i = 0; i < 300; ++i)
        editor.open("file" + std::to_string(i));
    std::thread watcher([&] {
        for (int i = 0; i < 300; ++i)
            editor.changedOnDisk("file" + std::to_string(i));
        loop.quit();
    });
    loop.run();
    watcher.join();
}
