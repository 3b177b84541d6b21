// CASE: contexts-qthread-run-ok
// SOURCE: written for this suite
// EXPECT: SearchThread::hits_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: Qt (QThread::run); design, locks: QMutex
// WHY: run() is executed by the new thread, count() by the caller, and both lock

#include <string>
#include <unordered_map>

// As declared by QThread and QMutex.
class QThread {
public:
    QThread();
    virtual ~QThread();
    void start();
    bool wait();

protected:
    virtual void run();
};
class QMutex {
public:
    void lock();
    void unlock();
};
class QMutexLocker {
public:
    explicit QMutexLocker(QMutex *m);
    ~QMutexLocker();
};

class SearchThread : public QThread {
public:
    int count() {
        QMutexLocker lock(&mutex_);
        return static_cast<int>(hits_.size());
    }

protected:
    void run() override {
        for (int i = 0; i < 1000; ++i) {
            QMutexLocker lock(&mutex_);
            hits_.emplace("line" + std::to_string(i), i);
        }
    }

private:
    QMutex mutex_;
    std::unordered_map<std::string, int> hits_;
};

int main() {
    SearchThread search;
    search.start();
    int shown = 0;
    for (int i = 0; i < 10; ++i)
        shown += search.count();
    search.wait();
    return shown < 0;
}
