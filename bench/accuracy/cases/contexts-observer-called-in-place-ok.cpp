// CASE: contexts-observer-called-in-place-ok
// SOURCE: written for this suite
// EXPECT: main::latest OK
// STD: c++17
// PROVES: issue 3, contexts: std::function fields; a callable is an entry only where a thread calls it
// WHY: the feed calls its observers in the caller's thread; its own thread only counts

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class QuoteFeed {
public:
    using Observer = std::function<void(const std::string&, double)>;

    ~QuoteFeed() { thread_.join(); }
    void subscribe(Observer o) { observers_.push_back(std::move(o)); }
    void start() {
        thread_ = std::thread([this] {
            for (int i = 0; i < 1000; ++i)
                ++beats_;
        });
    }
    void notify(const std::string& symbol, double price) {
        for (auto& o : observers_)
            o(symbol, price);
    }

private:
    std::vector<Observer> observers_;
    std::atomic<int> beats_{0};
    std::thread thread_;
};

int main() {
    std::unordered_map<std::string, double> latest;
    double sum = 0;
    QuoteFeed feed;
    feed.subscribe([&latest](const std::string& s, double p) { latest[s] = p; });
    feed.start();
    for (int i = 0; i < 1000; ++i) {
        feed.notify("SYM" + std::to_string(i % 50), i);
        auto it = latest.find("SYM7");
        sum += it == latest.end() ? 0 : it->second;
    }
    return sum < 0;
}
