// CASE: locks-guard-stored-in-member-ok
// SOURCE: written for this suite
// EXPECT: Database::rows OK
// STD: c++17
// PROVES: issue 3, locks: guards stored in a member
// WHY: the transaction holds the lock in a member from its construction to its destruction

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

struct Database {
    std::mutex mutex;
    std::unordered_map<int, std::string> rows;
};

class Transaction {
public:
    explicit Transaction(Database &db) : db_(db), lock_(db.mutex) { ++depth_; }

    void put(int id, std::string row) { db_.rows[id] = std::move(row); }
    void drop(int id) { db_.rows.erase(id); }

private:
    Database &db_;
    std::unique_lock<std::mutex> lock_;
    int depth_ = 0;
};

static void client(Database &db, int first) {
    for (int i = 0; i < 300; ++i) {
        Transaction tx(db);
        tx.put(first + i, "row");
        tx.drop(first + i - 10);
    }
}

int main() {
    Database db;
    std::thread a(client, std::ref(db), 0), b(client, std::ref(db), 5);
    a.join();
    b.join();
}
