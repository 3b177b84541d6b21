// CASE: locks-shared-ptr-mutex-common-ok
// SOURCE: written for this suite
// EXPECT: Catalog::titles OK
// STD: c++17
// PROVES: issue 3, locks: locks reached through shared_ptr
// WHY: the editors share catalog and mutex

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Catalog {
    std::unordered_map<int, std::string> titles;
};

class Editor {
public:
    Editor(std::shared_ptr<Catalog> c, std::shared_ptr<std::mutex> m) : catalog_(c), mutex_(m) {}

    void rename(int isbn, std::string title) {
        std::lock_guard<std::mutex> lock(*mutex_);
        catalog_->titles.insert_or_assign(isbn, std::move(title));
    }

private:
    std::shared_ptr<Catalog> catalog_;
    std::shared_ptr<std::mutex> mutex_;
};

int main() {
    auto catalog = std::make_shared<Catalog>();
    auto mutex = std::make_shared<std::mutex>();
    Editor first(catalog, mutex), second(catalog, mutex);
    std::thread a([&first] {
        for (int i = 0; i < 800; ++i)
            first.rename(i, "a");
    });
    std::thread b([&second] {
        for (int i = 400; i < 1200; ++i)
            second.rename(i, "b");
    });
    a.join();
    b.join();
}
