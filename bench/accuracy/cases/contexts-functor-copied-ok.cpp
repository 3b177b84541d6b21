// CASE: contexts-functor-copied-ok
// SOURCE: written for this suite
// EXPECT: Crawler::visited_ OK
// STD: c++17
// PROVES: design, callables: what is bound by value or by reference
// WHY: std::thread copies the functor, so each thread has a set of its own

#include <functional>
#include <string>
#include <thread>
#include <unordered_set>

class Crawler {
public:
    void operator()(int seed) {
        for (int i = 0; i < 800; ++i) {
            std::string url = "http://example.org/" + std::to_string((seed * i) % 500);
            if (visited_.insert(url).second)
                ++pages_;
        }
    }

private:
    std::unordered_set<std::string> visited_;
    int pages_ = 0;
};

int main() {
    Crawler crawler;
    std::thread a(crawler, 3);
    std::thread b(crawler, 7);
    a.join();
    b.join();
}
