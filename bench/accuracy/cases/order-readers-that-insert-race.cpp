// CASE: order-readers-that-insert-race
// SOURCE: written for this suite
// EXPECT: Vocabulary::ids_ RACE
// STD: c++17
// PROVES: checklist MR04: `operator[]` used only for its value with concurrent readers
// WHY: the readers look up with operator[], which inserts the words that are absent

#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class Vocabulary {
public:
    explicit Vocabulary(const std::vector<std::string>& words) {
        for (const auto& w : words)
            ids_.emplace(w, static_cast<int>(ids_.size()));
    }
    int id(const std::string& w) { return ids_[w]; }
    std::size_t size() const { return ids_.size(); }

private:
    std::unordered_map<std::string, int> ids_;
};

int main() {
    Vocabulary vocabulary({"zero", "one", "two", "three"});
    std::vector<std::thread> encoders;
    for (int e = 0; e < 3; ++e)
        encoders.emplace_back([&vocabulary] {
            for (int i = 0; i < 1000; ++i)
                vocabulary.id(i % 2 ? "one" : "seven");
        });
    for (auto& e : encoders)
        e.join();
    return vocabulary.size() == 5 ? 0 : 1;
}
