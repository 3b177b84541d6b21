// CASE: contexts-asio-handler-against-main-race
// SOURCE: written for this suite
// EXPECT: Prices::last_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: asio post
// WHY: main reads the map while the thread of the context may run a handler that writes it

#include <string>
#include <thread>
#include <unordered_map>

// As declared by asio.hpp.
namespace asio {
class io_context {
public:
    class executor_type {};
    io_context();
    ~io_context();
    unsigned long run();
    executor_type get_executor();
};
template <class Context, class Handler>
void post(Context &&context, Handler &&handler);
}  // namespace asio

class Prices {
public:
    explicit Prices(asio::io_context &io) : executor_(io.get_executor()) {}
    void tick(int symbol, double price) {
        asio::post(executor_, [this, symbol, price] { last_[symbol] = price; });
    }
    double last(int symbol) const {
        auto it = last_.find(symbol);
        return it == last_.end() ? 0 : it->second;
    }

private:
    asio::io_context::executor_type executor_;
    std::unordered_map<int, double> last_;
};

int main() {
    asio::io_context io;
    Prices prices(io);
    for (int i = 0; i < 100; ++i)
        prices.tick(i % 10, i);
    std::thread runner([&io] { io.run(); });
    double sum = prices.last(1) + prices.last(2);
    runner.join();
    return sum < 0;
}
