// CASE: locks-boost-synchronized-value-ok
// SOURCE: written for this suite
// EXPECT: Catalog::prices_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, locks: boost
// WHY: each operation locks the value for its own expression

#include <string>
#include <thread>
#include <unordered_map>

// As declared by boost/thread/synchronized_value.hpp.
namespace boost {
template <class T>
class strict_lock_ptr {
public:
    ~strict_lock_ptr();
    T *operator->();
    T &operator*();
};
template <class T>
class synchronized_value {
public:
    strict_lock_ptr<T> operator->();
    strict_lock_ptr<T> synchronize();
};
}  // namespace boost

class Catalog {
public:
    void update(const std::string &item, double price) {
        prices_->insert_or_assign(item, price);
    }
    std::size_t size() { return prices_->size(); }

private:
    boost::synchronized_value<std::unordered_map<std::string, double>> prices_;
};

int main() {
    Catalog catalog;
    std::thread importer([&catalog] {
        for (int i = 0; i < 100; ++i)
            catalog.update("item" + std::to_string(i), i);
    });
    std::size_t n = 0;
    for (int i = 0; i < 100; ++i)
        n += catalog.size();
    importer.join();
    return n == 1;
}
