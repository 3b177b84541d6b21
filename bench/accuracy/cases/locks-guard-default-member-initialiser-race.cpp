// CASE: locks-guard-default-member-initialiser-race
// SOURCE: clang thread safety tests: guard held by a member
// EXPECT: rows RACE
// STD: c++17
// PROVES: issue 3, locks: RAII classes of the code base itself, guards stored in a member
// WHY: each batch object locks a mutex of its own

#include <map>
#include <mutex>
#include <thread>


static std::map<int, int> rows;
struct Batch {
    std::mutex mu;
    std::unique_lock<std::mutex> hold{mu};
    void put(int k) {
        rows[k] = k;
    }
    void drop(int k) {
        rows.erase(k);
    }
};
static void use(int i) {
    Batch b;
    b.put(i);
    b.drop(i - 1);
}
int main() {
    std::thread a(use, 1), b(use, 2);
    a.join();
    b.join();
}
