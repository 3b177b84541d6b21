// CASE: locks-qreadlocker-insert-race
// SOURCE: written for this suite
// EXPECT: IconCache::icons RACE
// STD: c++20
// TSAN: blind declares the library only
// PROVES: checklist MR03
// WHY: QReadLocker is a shared lock, insert() under it may run beside other readers

#include <map>
#include <string>

// ---- from QtCore/qreadwritelock.h ----
class QReadWriteLock {
public:
    QReadWriteLock();
    ~QReadWriteLock();
    void lockForRead();
    void lockForWrite();
    void unlock();
};
class QReadLocker {
public:
    explicit QReadLocker(QReadWriteLock* l);
    ~QReadLocker();
};
class QWriteLocker {
public:
    explicit QWriteLocker(QReadWriteLock* l);
    ~QWriteLocker();
};
// --------------------------------------

struct Icon {
    int width, height;
};

class IconCache {
public:
    bool lookup(const std::string& name, Icon& out) const {
        QReadLocker g(&lock);
        auto it = icons.find(name);
        if (it == icons.end())
            return false;
        out = it->second;
        return true;
    }
    void store(const std::string& name, Icon icon) {
        QReadLocker g(&lock);
        icons.insert_or_assign(name, icon);
    }
    void clear() {
        QWriteLocker g(&lock);
        icons.clear();
    }

private:
    mutable QReadWriteLock lock;
    std::map<std::string, Icon> icons;
};

bool iconFor(IconCache& cache, const std::string& name, Icon& out) {
    if (cache.lookup(name, out))
        return true;
    cache.store(name, Icon{16, 16});
    return false;
}
