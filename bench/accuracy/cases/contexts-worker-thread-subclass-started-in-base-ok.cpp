// CASE: contexts-worker-thread-subclass-started-in-base-ok
// SOURCE: written for this suite
// EXPECT: Crawler::seen_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: Qt (QThread::run)
// WHY: main reads the map after wait()

#include <string>
#include <unordered_map>

// As declared by QThread.
class QThread {
public:
    QThread();
    virtual ~QThread();
    void start();
    bool wait();

protected:
    virtual void run();
};

class Job : public QThread {
public:
    void launch() { start(); }
};

class Crawler : public Job {
public:
    std::size_t seen() const { return seen_.size(); }

protected:
    void run() override {
        for (int i = 0; i < 100; ++i)
            seen_.emplace("page" + std::to_string(i), i);
    }

private:
    std::unordered_map<std::string, int> seen_;
};

class Idle : public Job {
public:
    std::unordered_map<int, int> slots_;

protected:
    void run() override { slots_[1] = 1; }
};

int main() {
    Crawler crawler;
    Idle idle;
    idle.slots_[2] = 2;
    crawler.launch();
    crawler.wait();
    std::size_t n = crawler.seen() + idle.slots_.size();
    return n == 0;
}
