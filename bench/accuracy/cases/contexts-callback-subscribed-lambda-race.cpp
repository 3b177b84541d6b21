// CASE: contexts-callback-subscribed-lambda-race
// SOURCE: written for this suite
// EXPECT: PriceBoard::prices_ RACE
// STD: c++17
// TSAN: blind the feed is not linked
// PROVES: issue 3, contexts: function pointers and callables handed to unknown code are possible entries
// WHY: the feed calls the lambda from a thread of its own; prices_ has a lock that the lambda does not take

#include <functional>
#include <map>
#include <mutex>
#include <string>

// Provided by the feed.
class MarketFeed {
public:
    int subscribe(const std::string &topic, std::function<void(const std::string &, double)> callback);
    void unsubscribe(int id);
};

class PriceBoard {
public:
    explicit PriceBoard(MarketFeed &feed) : feed_(feed) {
        id_ = feed_.subscribe("prices", [this](const std::string &symbol, double price) {
            prices_[symbol] = price;
        });
    }
    ~PriceBoard() { feed_.unsubscribe(id_); }

    double price(const std::string &symbol) const {
        std::lock_guard<std::mutex> lock(mutex_);
        auto it = prices_.find(symbol);
        return it == prices_.end() ? 0 : it->second;
    }

private:
    MarketFeed &feed_;
    int id_ = 0;
    mutable std::mutex mutex_;
    std::map<std::string, double> prices_;
};

double best(MarketFeed &feed) {
    PriceBoard board(feed);
    double top = 0;
    for (const char *symbol : {"AA", "BB"})
        top = board.price(symbol) > top ? board.price(symbol) : top;
    return top;
}
