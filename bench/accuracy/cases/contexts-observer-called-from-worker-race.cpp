// CASE: contexts-observer-called-from-worker-race
// SOURCE: written for this suite
// EXPECT: main::latest RACE
// STD: c++17
// PROVES: issue 3, contexts: std::function fields; a callable is an entry only where a thread calls it
// WHY: the feed calls its observers from its own thread, while main reads what they write

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
                notify("SYM" + std::to_string(i % 50), i);
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
        auto it = latest.find("SYM7");
        sum += it == latest.end() ? 0 : it->second;
    }
    return sum < 0;
}
