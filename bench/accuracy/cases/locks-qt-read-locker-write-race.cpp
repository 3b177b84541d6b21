// CASE: locks-qt-read-locker-write-race
// SOURCE: written for this suite
// EXPECT: Thumbs::pixels_ RACE write-under-shared-lock
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, locks: QMutex/QReadWriteLock and lockers
// WHY: put() takes a QReadLocker

#include <string>
#include <thread>
#include <unordered_map>

// As declared by QReadWriteLock.
class QReadWriteLock {
public:
    void lockForRead();
    void lockForWrite();
    void unlock();
};
class QReadLocker {
public:
    explicit QReadLocker(QReadWriteLock *lock);
    ~QReadLocker();
};
class QWriteLocker {
public:
    explicit QWriteLocker(QReadWriteLock *lock);
    ~QWriteLocker();
};

class Thumbs {
public:
    void put(const std::string &file, int pixels) {
        QReadLocker locker(&lock_);
        pixels_.emplace(file, pixels);
    }
    bool has(const std::string &file) {
        QReadLocker locker(&lock_);
        return pixels_.find(file) != pixels_.end();
    }

private:
    QReadWriteLock lock_;
    std::unordered_map<std::string, int> pixels_;
};

static void scan(Thumbs *thumbs, int dir) {
    for (int i = 0; i < 100; ++i) {
        thumbs->put("dir" + std::to_string(dir) + "/" + std::to_string(i), 64);
        thumbs->has("dir0/" + std::to_string(i));
    }
}

int main() {
    Thumbs thumbs;
    std::thread a(scan, &thumbs, 0), b(scan, &thumbs, 1);
    a.join();
    b.join();
}
