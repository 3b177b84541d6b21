// CASE: boundary-qhash-insert-race
// SOURCE: written for this suite
// EXPECT: Users::names_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: checklist: the vocabulary of containers (QHash), recognised concurrent maps
// WHY: QHash is not thread safe and two threads insert

#include <string>
#include <thread>
#include <utility>

// As declared by QHash.
template <class K, class V>
class QHash {
public:
    class iterator {};
    QHash();
    ~QHash();
    iterator insert(const K &key, const V &value);
    bool contains(const K &key) const;
};

class Users {
public:
    void add(int id, const std::string &name) { names_.insert(id, name); }
    bool known(int id) const { return names_.contains(id); }

private:
    QHash<int, std::string> names_;
};

int main() {
    Users users;
    auto import = [&users](int from) {
        for (int i = from; i < from + 100; ++i)
            users.add(i, "user");
    };
    std::thread a(import, 0), b(import, 1000);
    a.join();
    b.join();
    return users.known(5) ? 0 : 1;
}
