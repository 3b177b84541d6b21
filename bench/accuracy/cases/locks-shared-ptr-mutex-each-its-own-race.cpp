// CASE: locks-shared-ptr-mutex-each-its-own-race
// SOURCE: written for this suite
// EXPECT: Catalog::titles RACE
// STD: c++17
// PROVES: issue 3, locks: locks reached through shared_ptr
// WHY: every editor makes a mutex of its own, behind a shared_ptr, around one catalog

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
    explicit Editor(std::shared_ptr<Catalog> c) : catalog_(c), mutex_(std::make_shared<std::mutex>()) {}

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
    Editor first(catalog), second(catalog);
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
