// CASE: alias-iterator-kept-in-member-ok
// SOURCE: written for this suite
// EXPECT: Rota::days_ OK
// STD: c++17
// PROVES: issue 3, aliases: iterators
// WHY: the iterator kept in a member is moved on under the lock

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Rota {
public:
    void add(int day, const std::string& who) {
        std::lock_guard<std::mutex> hold(gate_);
        days_.emplace(day, who);
    }
    void remove(int day) {
        std::lock_guard<std::mutex> hold(gate_);
        days_.erase(day);
    }
    void restart() {
        std::lock_guard<std::mutex> hold(gate_);
        today_ = days_.begin();
    }
    std::string next() {
        std::lock_guard<std::mutex> hold(gate_);
        if (today_ == days_.end())
            return {};
        return (today_++)->second;
    }

private:
    std::mutex gate_;
    std::map<int, std::string> days_;
    std::map<int, std::string>::iterator today_ = days_.end();
};

int main() {
    Rota rota;
    for (int i = 0; i < 50; ++i)
        rota.add(i, "anna");
    rota.restart();
    std::thread bell([&rota] {
        for (int i = 0; i < 40; ++i)
            rota.next();
    });
    for (int i = 45; i < 90; ++i) {
        rota.add(i + 10, "ben");
        rota.remove(i);
    }
    bell.join();
}
