// CASE: alias-second-of-pair-ok
// SOURCE: written for this suite
// EXPECT: main::account OK
// STD: c++17
// PROVES: issue 3, aliases: references (a map in a pair)
// WHY: both threads change the map in the one pair under a lock

#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

using Sums = std::map<int, long>;
using Account = std::pair<std::string, Sums>;
std::mutex gate;

void deposit(Account& account, int day) {
    std::lock_guard<std::mutex> hold(gate);
    account.second[day] += 5;
}

int main() {
    Account account{"anna", {}};
    std::thread other([&] {
        for (int i = 0; i < 300; ++i)
            deposit(account, i);
    });
    for (int i = 0; i < 300; ++i)
        deposit(account, i);
    other.join();
}
