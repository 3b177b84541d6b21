// CASE: lifecycle-cache-created-after-worker-ok
// SOURCE: written for this suite
// EXPECT: Indexer::cache_ OK
// STD: c++17
// PROVES: checklist MR11: use on a path where nothing has created the map
// WHY: the cache is made before the worker is started

#include <map>
#include <memory>
#include <string>
#include <thread>

class Indexer {
public:
    void start() {
        cache_ = std::make_unique<std::map<std::string, int>>();
        worker_ = std::thread([this] { index(); });
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
