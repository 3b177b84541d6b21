// CASE: order-thread-last-in-ctor-ok
// SOURCE: written for this suite
// EXPECT: Ticker::symbols_ OK
// STD: c++17
// PROVES: issue 3, order: a thread started early in a constructor races with the rest of it
// WHY: the thread starts when the map is full, and from there on the map is only read

#include <string>
#include <thread>
#include <unordered_map>

class Ticker {
public:
    Ticker() {
        for (int i = 0; i < 500; ++i)
            symbols_.emplace("SYM" + std::to_string(i), i);
        worker_ = std::thread([this] { poll(); });
    }
    ~Ticker() { worker_.join(); }

private:
    void poll() {
        for (int i = 0; i < 2000; ++i) {
            auto it = symbols_.find("SYM" + std::to_string(i % 500));
            if (it != symbols_.end())
                checksum_ += it->second;
        }
    }

    long checksum_ = 0;
    std::unordered_map<std::string, int> symbols_;
    std::thread worker_;
};

int main() { Ticker ticker; }
