// CASE: locks-catch-unlocks-and-rethrows-ok
// SOURCE: written for this suite
// EXPECT: Ingest::rejected_ OK
// STD: c++17
// PROVES: issue 3, locks: exceptions
// WHY: the handler notes the rejection, unlocks and rethrows

#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>

class Ingest {
public:
    void row(const std::string& text) {
        mutex_.lock();
        try {
            rejected_.erase(text);
            parse(text);
        } catch (...) {
            ++rejected_[text];
            mutex_.unlock();
            throw;
        }
        mutex_.unlock();
    }

private:
    static void parse(const std::string& text) {
        if (text.back() == '7')
            throw std::invalid_argument(text);
    }
    std::mutex mutex_;
    std::unordered_map<std::string, int> rejected_;
};

int main() {
    Ingest ingest;
    auto feed = [&ingest](int from) {
        for (int i = from; i < from + 1000; ++i)
            try {
                ingest.row("row" + std::to_string(i));
            } catch (const std::invalid_argument&) {
            }
    };
    std::thread a(feed, 0), b(feed, 500);
    a.join();
    b.join();
}
