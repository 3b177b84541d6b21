// CASE: contexts-functor-by-reference-race
// SOURCE: written for this suite
// EXPECT: Crawler::visited_ RACE
// STD: c++17
// PROVES: design, callables: what is bound by value or by reference
// WHY: std::ref makes both threads run the same functor

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
    std::thread a(std::ref(crawler), 3);
    std::thread b(std::ref(crawler), 7);
    a.join();
    b.join();
}
