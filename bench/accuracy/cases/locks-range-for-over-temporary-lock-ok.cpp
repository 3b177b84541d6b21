// CASE: locks-range-for-over-temporary-lock-ok
// SOURCE: written for this suite
// EXPECT: Directory::users_ OK
// STD: c++20
// PROVES: checklist MR16
// WHY: the lock proxy has a name and outlives the loop

#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>

// Data that can be reached only through a proxy that holds the lock.
template <class T>
class Synchronized {
public:
    class RLocked {
    public:
        explicit RLocked(const Synchronized& s) : lock_(s.mutex_), data_(&s.data_) {}
        const T& operator*() const { return *data_; }
        const T* operator->() const { return data_; }

    private:
        std::shared_lock<std::shared_mutex> lock_;
        const T* data_;
    };
    class WLocked {
    public:
        explicit WLocked(Synchronized& s) : lock_(s.mutex_), data_(&s.data_) {}
        T& operator*() const { return *data_; }
        T* operator->() const { return data_; }

    private:
        std::unique_lock<std::shared_mutex> lock_;
        T* data_;
    };
    RLocked rlock() const { return RLocked(*this); }
    WLocked wlock() { return WLocked(*this); }

private:
    mutable std::shared_mutex mutex_;
    T data_;
};

class Directory {
public:
    void add(int id, const std::string& name) { users_.wlock()->insert_or_assign(id, name); }
    void remove(int id) { users_.wlock()->erase(id); }
    std::size_t letters() const {
        std::size_t n = 0;
        auto users = users_.rlock();
        for (const auto& [id, name] : *users)
            n += name.size();
        return n;
    }

private:
    Synchronized<std::map<int, std::string>> users_;
};

int main() {
    auto d = std::make_unique<Directory>();
    std::thread hr([&d] {
        for (int i = 0; i < 2000; ++i) {
            d->add(i, "user" + std::to_string(i));
            d->remove(i - 20);
        }
    });
    std::size_t n = 0;
    for (int i = 0; i < 500; ++i)
        n += d->letters();
    hr.join();
    return n == ~std::size_t{0};
}
