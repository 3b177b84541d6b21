// CASE: escape-keys-copied-ok
// SOURCE: written for this suite
// EXPECT: Tags::tags_ OK
// STD: c++20
// PROVES: issue 3, aliases: references; rules, MR05
// WHY: the keys are copied into a vector under the lock

#include <map>
#include <mutex>
#include <ranges>
#include <string>
#include <thread>
#include <vector>

class Tags {
public:
    void count(const std::string& tag) {
        std::scoped_lock hold(gate_);
        ++tags_[tag];
    }
    auto names() const {
        std::scoped_lock hold(gate_);
        auto keys = tags_ | std::views::keys;
        return std::vector<std::string>(keys.begin(), keys.end());
    }

private:
    mutable std::mutex gate_;
    std::map<std::string, int> tags_;
};

int main() {
    Tags tags;
    std::thread other([&tags] {
        for (int i = 0; i < 300; ++i)
            tags.count("t" + std::to_string(i));
    });
    std::size_t length = 0;
    for (const auto& name : tags.names())
        length += name.size();
    other.join();
    return length > 1000000;
}
