// CASE: contexts-qrunnable-pool-race
// SOURCE: written for this suite
// EXPECT: Thumbnails::done_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: Qt
// WHY: the caller reads the map while the pool runs the runnable

#include <string>
#include <unordered_map>

// As declared by QRunnable and QThreadPool.
class QRunnable {
public:
    virtual ~QRunnable();
    virtual void run() = 0;
};
class QThreadPool {
public:
    QThreadPool();
    ~QThreadPool();
    void start(QRunnable *runnable, int priority = 0);
    bool waitForDone(int msecs = -1);
};

class Thumbnails : public QRunnable {
public:
    void run() override {
        for (int i = 0; i < 100; ++i)
            done_["photo" + std::to_string(i)] = i;
    }
    bool has(const std::string &name) const { return done_.count(name) != 0; }

private:
    std::unordered_map<std::string, int> done_;
};

int main() {
    QThreadPool pool;
    Thumbnails job;
    pool.start(&job);
    bool has = job.has("photo3");
    pool.waitForDone();
    return has ? 0 : 1;
}
