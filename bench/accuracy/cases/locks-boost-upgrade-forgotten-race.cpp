// CASE: locks-boost-upgrade-forgotten-race
// SOURCE: written for this suite
// EXPECT: Glossary::terms_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, locks: boost
// WHY: learn() holds the upgrade lock, which readers do not exclude, and never upgrades it

#include <string>
#include <thread>
#include <unordered_map>

// As declared by boost/thread/shared_mutex.hpp and locks.hpp.
namespace boost {
class shared_mutex {
public:
    void lock();
    void unlock();
    void lock_shared();
    void unlock_shared();
    void lock_upgrade();
    void unlock_upgrade();
    void unlock_upgrade_and_lock();
    void unlock_and_lock_upgrade();
};
template <class M>
class shared_lock {
public:
    explicit shared_lock(M &m);
    ~shared_lock();
};
template <class M>
class upgrade_lock {
public:
    explicit upgrade_lock(M &m);
    ~upgrade_lock();
};
template <class M>
class upgrade_to_unique_lock {
public:
    explicit upgrade_to_unique_lock(upgrade_lock<M> &l);
    ~upgrade_to_unique_lock();
};
}  // namespace boost

class Glossary {
public:
    bool knows(const std::string &term) {
        boost::shared_lock<boost::shared_mutex> read(mutex_);
        return terms_.find(term) != terms_.end();
    }
    void learn(const std::string &term, const std::string &meaning) {
        boost::upgrade_lock<boost::shared_mutex> maybe(mutex_);
        if (terms_.find(term) != terms_.end())
            return;
        terms_.emplace(term, meaning);
    }

private:
    boost::shared_mutex mutex_;
    std::unordered_map<std::string, std::string> terms_;
};

int main() {
    Glossary glossary;
    std::thread student([&glossary] {
        for (int i = 0; i < 200; ++i)
            glossary.learn("term" + std::to_string(i), "meaning");
    });
    int known = 0;
    for (int i = 0; i < 200; ++i)
        known += glossary.knows("term" + std::to_string(i));
    student.join();
    return known < 0;
}
