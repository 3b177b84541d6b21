// CASE: locks-guard-in-inner-block-race
// SOURCE: written for this suite
// EXPECT: Wallet::coins_ RACE
// STD: c++17
// PROVES: checklist MR16: the guard is released before the access it was meant for
// WHY: the braces around the check end the guard before the coin is spent

#include <map>
#include <mutex>
#include <thread>

class Wallet {
public:
    void receive(int id, int value) {
        std::lock_guard<std::mutex> lk(cs_);
        coins_.emplace(id, value);
    }
    bool spend(int value) {
        auto chosen = coins_.end();
        {
        std::lock_guard<std::mutex> lk(cs_);
        for (auto it = coins_.begin(); it != coins_.end(); ++it)
            if (it->second >= value) {
                chosen = it;
                break;
            }
        }
        if (chosen == coins_.end())
            return false;
        coins_.erase(chosen);
        return true;
    }

private:
    std::mutex cs_;
    std::map<int, int> coins_;
};

int main() {
    Wallet wallet;
    std::thread net([&wallet] {
        for (int i = 0; i < 1000; ++i)
            wallet.receive(i, i % 100);
    });
    for (int i = 0; i < 1000; ++i)
        wallet.spend(50);
    net.join();
}
