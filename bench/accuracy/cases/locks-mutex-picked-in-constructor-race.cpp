// CASE: locks-mutex-picked-in-constructor-race
// SOURCE: written for this suite
// EXPECT: dns::Zone::records_ RACE
// STD: c++20
// PROVES: issue 3, locks
// WHY: the constructor picks a private mutex for some zones while the record table is one static for all

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace dns {

class Zone {
public:
    Zone(std::string origin, bool exclusive)
        : origin_(std::move(origin)), mutex_(exclusive ? &own_ : &common_), exclusive_(exclusive) {}

    void set(const std::string& label, const std::string& addr) {
        std::lock_guard<std::mutex> g(*mutex_);
        records_[label + "." + origin_] = addr;
    }
    bool exclusive() const { return exclusive_; }

private:
    std::string origin_;
    std::mutex own_;
    std::mutex* mutex_;
    bool exclusive_;
    static inline std::mutex common_;
    static inline std::unordered_map<std::string, std::string> records_;
};

}  // namespace dns

int main() {
    dns::Zone a("example.org", true), b("example.net", false);
    std::thread ta([&a] {
        for (int i = 0; i < 1000; ++i)
            a.set("h" + std::to_string(i), "192.0.2.1");
    });
    std::thread tb([&b] {
        for (int i = 0; i < 1000; ++i)
            b.set("h" + std::to_string(i), "192.0.2.2");
    });
    ta.join();
    tb.join();
}
