// CASE: concurrent-tbb-accessor-released-too-early-race
// SOURCE: written for this suite
// EXPECT: bank::Accounts::table_ RACE
// STD: c++20
// TSAN: blind declares the library only
// PROVES: checklist MR12
// WHY: the reference to the mapped value is used after the accessor that locks the element was released

#include <string>
#include <thread>
#include <utility>
#include <vector>

// ---- from oneapi/tbb/concurrent_hash_map.h ----
namespace tbb {
template <class K, class V>
class concurrent_hash_map {
public:
    using value_type = std::pair<const K, V>;
    class accessor {
    public:
        accessor();
        ~accessor();
        value_type& operator*() const;
        value_type* operator->() const;
        void release();
    };
    concurrent_hash_map();
    ~concurrent_hash_map();
    bool insert(accessor& a, const K& k);
    bool find(accessor& a, const K& k);
    bool erase(const K& k);
};
}  // namespace tbb
// ------------------------------------------------

namespace bank {

class Accounts {
public:
    void deposit(const std::string& id, long cents) {
        tbb::concurrent_hash_map<std::string, long>::accessor a;
        table_.insert(a, id);
        long& balance = a->second;
        a.release();
        balance += cents;
    }
    void close(const std::string& id) { table_.erase(id); }

private:
    tbb::concurrent_hash_map<std::string, long> table_;
};

void run(Accounts& acc) {
    std::vector<std::thread> ts;
    for (int t = 0; t < 3; ++t)
        ts.emplace_back([&acc] {
            for (int i = 0; i < 1000; ++i) {
                acc.deposit("a" + std::to_string(i % 10), 5);
                if (i % 50 == 0)
                    acc.close("a" + std::to_string(i % 10));
            }
        });
    for (auto& t : ts)
        t.join();
}

}  // namespace bank
