// CASE: locks-guard-default-member-initialiser-ok
// SOURCE: clang thread safety tests: guard held by a member
// EXPECT: rows OK
// STD: c++17
// PROVES: issue 3, locks: RAII classes of the code base itself, guards stored in a member
// WHY: the lock of a batch object is taken by a default member initialiser

#include <map>
#include <mutex>
#include <thread>

static std::mutex mu;
static std::map<int, int> rows;
struct Batch {
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
