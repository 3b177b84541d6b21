// CASE: members-all-locked-ok
// SOURCE: written for this suite
// EXPECT: billing::SessionTable::sessions_ OK
// STD: c++17
// PROVES: checklist, the hazard: the same mutex held by both orders two accesses
// WHY: every method locks mu_

#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace billing {

class SessionTable {
public:
    void open(int id, std::string user) {
        std::lock_guard<std::mutex> lock(mu_);
        sessions_.emplace(id, std::move(user));
    }
    void close(int id) {
        std::lock_guard<std::mutex> lock(mu_);
        sessions_.erase(id);
    }
    bool isOpen(int id) const {
        std::lock_guard<std::mutex> lock(mu_);
        return sessions_.count(id) != 0;
    }
    std::string userOf(int id) const {
        std::lock_guard<std::mutex> lock(mu_);
        auto it = sessions_.find(id);
        return it == sessions_.end() ? std::string() : it->second;
    }
    std::size_t open() const {
        std::lock_guard<std::mutex> lock(mu_);
        return sessions_.size();
    }

private:
    mutable std::mutex mu_;
    std::unordered_map<int, std::string> sessions_;
};

}  // namespace billing

int main() {
    billing::SessionTable table;
    std::thread gateway([&table] {
        for (int i = 0; i < 500; ++i) {
            table.open(i, "u" + std::to_string(i));
            if (i % 3 == 0)
                table.close(i);
        }
    });
    std::size_t shown = 0;
    for (int i = 0; i < 500; ++i)
        shown += table.open() + (table.isOpen(i) ? 1 : 0) + table.userOf(i).size();
    gateway.join();
    return shown == 1 ? 1 : 0;
}
