// CASE: locks-std-lock-adopted-ok
// SOURCE: written for this suite
// EXPECT: Account::entries OK
// STD: c++17
// PROVES: issue 3, locks: `std::lock` + adopt
// WHY: both mutexes are adopted by guards that live to the end of the transfer

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Account {
    std::mutex mutex;
    std::unordered_map<std::string, long> entries;
};

void transfer(Account &from, Account &to, const std::string &ref, long cents) {
    if (&from == &to)
        return;
    std::lock(from.mutex, to.mutex);
    std::lock_guard<std::mutex> a(from.mutex, std::adopt_lock);
    std::lock_guard<std::mutex> b(to.mutex, std::adopt_lock);
    from.entries[ref] -= cents;
    to.entries[ref] += cents;
    from.entries["fee:" + ref] -= 1;
}

int main() {
    Account giro, savings;
    std::thread payday([&] {
        for (int i = 0; i < 500; ++i)
            transfer(giro, savings, "p" + std::to_string(i), 10);
    });
    std::thread bills([&] {
        for (int i = 0; i < 500; ++i)
            transfer(savings, giro, "b" + std::to_string(i), 10);
        for (int i = 0; i < 500; ++i)
            transfer(giro, savings, "c" + std::to_string(i), 10);
    });
    payday.join();
    bills.join();
}
