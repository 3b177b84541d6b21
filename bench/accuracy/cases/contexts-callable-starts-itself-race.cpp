// CASE: contexts-callable-starts-itself-race
// SOURCE: golang/go race/testdata mop_test.go, TestRaceCrawl
// EXPECT: crawl::run::seen RACE
// STD: c++17
// PROVES: issue 3, thread contexts: callables passed through several layers
// WHY: the recursive closure tests and marks the captured map in every crawler thread; the mutex only covers the list of threads

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace crawl {

// Visits everything reachable from `root` and returns how many threads that took.
std::size_t run(const std::string& root, int depth) {
    std::unordered_map<std::string, bool> seen;
    std::mutex mu;
    std::vector<std::thread> crawlers;

    std::function<void(std::string, int)> visit = [&](std::string url, int d) {
        seen[url] = true;
        if (d <= 0)
            return;
        for (const char* next : {"a", "b", "c"}) {
            std::string link = url + "/" + next;
            if (seen.find(link) == seen.end()) {
                std::lock_guard<std::mutex> g(mu);
                crawlers.emplace_back(visit, link, d - 1);
            }
        }
    };
    visit(root, depth);

    for (std::size_t i = 0;; ++i) {
        std::thread t;
        {
            std::lock_guard<std::mutex> g(mu);
            if (i == crawlers.size())
                break;
            t = std::move(crawlers[i]);
        }
        t.join();
    }
    return crawlers.size();
}

}  // namespace crawl

int main() { return crawl::run("http://dummy", 3) > 0 ? 0 : 1; }
