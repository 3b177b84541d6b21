// CASE: locks-release-generic-race
// SOURCE: clang thread safety tests, release_generic: re-expressed for maps
// EXPECT: Table::rows_ OK
// EXPECT: Table::stats_ RACE
// STD: c++17
// TSAN: blind a library that is declared only
// PROVES: issue 3, locks: Clang capability attributes
// WHY: reader and writer scopes without bodies; the reader counts a hit

#include <thread>
#include <unordered_map>

class __attribute__((capability("shared_mutex"))) RWMutex {
public:
    void WriteLock() __attribute__((acquire_capability()));
    void ReadLock() __attribute__((acquire_shared_capability()));
    void Unlock() __attribute__((release_generic_capability()));
};
class __attribute__((scoped_lockable)) ReaderScope {
public:
    explicit ReaderScope(RWMutex& m) __attribute__((acquire_shared_capability(m)));
    ~ReaderScope() __attribute__((release_generic_capability()));
};
class __attribute__((scoped_lockable)) WriterScope {
public:
    explicit WriterScope(RWMutex& m) __attribute__((acquire_capability(m)));
    ~WriterScope() __attribute__((release_generic_capability()));
};
class Table {
public:
    void put(int k, int v) {
        WriterScope w(mu_);
        rows_[k] = v;
    }
    int get(int k) {
        ReaderScope r(mu_);
        ++stats_[k];
        auto it = rows_.find(k);
        return it == rows_.end() ? 0 : it->second;
    }
    int hits(int k) {
        mu_.ReadLock();
        int n = stats_.count(k) ? stats_.at(k) : 0;
        mu_.Unlock();
        return n;
    }

private:
    RWMutex mu_;
    std::unordered_map<int, int> rows_;
    std::unordered_map<int, int> stats_;
};
int main() {
    Table t;
    std::thread a([&] {
        t.put(1, 1);
        t.get(2);
    });
    std::thread b([&] {
        t.get(1);
        t.hits(1);
    });
    a.join();
    b.join();
}
