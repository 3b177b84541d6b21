// CASE: lifecycle-cache-created-after-worker-race
// SOURCE: written for this suite
// EXPECT: Indexer::cache_ RACE uninitialized-map
// STD: c++17
// TSAN: blind the program reads a null pointer and ends before anything is compared
// PROVES: checklist MR11: use on a path where nothing has created the map
// WHY: the worker is started before the cache is made

#include <map>
#include <memory>
#include <string>
#include <thread>

class Indexer {
public:
    void start() {
        worker_ = std::thread([this] { index(); });
        cache_ = std::make_unique<std::map<std::string, int>>();
    }
    void stop() { worker_.join(); }

private:
    void index() {
        if (cache_->find("a") == cache_->end())
            misses_ = 1;
    }
    std::unique_ptr<std::map<std::string, int>> cache_;
    std::thread worker_;
    int misses_ = 0;
};

int main() {
    Indexer indexer;
    indexer.start();
    indexer.stop();
}
