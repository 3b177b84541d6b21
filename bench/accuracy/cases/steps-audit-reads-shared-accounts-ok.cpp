// CASE: steps-audit-reads-shared-accounts-ok
// SOURCE: written for this suite
// EXPECT: Bank::accounts_ OK
// STD: c++17
// PROVES: checklist MR06: DeepCopy semantics of Spec/Status maps
// WHY: nobody changes an account after it is in the map

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Account {
    long balance = 0;
    std::string owner;
};

class Bank {
public:
    using Accounts = std::unordered_map<int, std::shared_ptr<const Account>>;
    void open(int id) {
        std::lock_guard<std::mutex> lock(mutex_);
        accounts_.emplace(id, std::make_shared<Account>());
    }
    Accounts copy() const {
        std::lock_guard<std::mutex> lock(mutex_);
        return accounts_;
    }
private:
    mutable std::mutex mutex_;
    Accounts accounts_;
};

static long audit(const Bank& bank) {
    long sum = 0;
    Bank::Accounts all = bank.copy();
    for (auto it = all.begin(); it != all.end(); ++it) {
        sum += it->second->balance;
    }
    return sum;
}

int main() {
    Bank bank;
    for (int i = 0; i < 10; ++i) bank.open(i);
    std::thread a([&bank] { audit(bank); });
    std::thread b([&bank] { audit(bank); });
    a.join();
    b.join();
}
