// CASE: alias-inner-map-outlives-lock-race
// SOURCE: written for this suite
// EXPECT: acl::Policy::rules_ RACE
// STD: c++17
// PROVES: issue 3, aliases: nested maps (inner map reached through the outer's element)
// WHY: the reference to the inner map is taken under the lock and changed behind it

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace acl {

class Policy {
    using Rights = std::unordered_map<std::string, int>;

public:
    void grant(int role, const std::string& object) {
        Rights* rights;
        {
            std::lock_guard<std::mutex> lock(mutex_);
            rights = &rules_[role];
        }
        (*rights)[object] = 1;
    }
    void forget(const std::string& object) {
        std::lock_guard<std::mutex> lock(mutex_);
        for (auto& role : rules_)
            role.second.erase(object);
    }

private:
    std::mutex mutex_;
    std::unordered_map<int, Rights> rules_;
};

}  // namespace acl

int main() {
    acl::Policy policy;
    std::thread admin([&policy] {
        for (int i = 0; i < 1500; ++i)
            policy.grant(i % 4, "object" + std::to_string(i));
    });
    for (int i = 0; i < 1500; ++i)
        policy.forget("object" + std::to_string(i));
    admin.join();
}
