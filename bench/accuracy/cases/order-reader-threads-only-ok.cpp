// CASE: order-reader-threads-only-ok
// SOURCE: written for this suite
// EXPECT: Vocabulary::ids_ OK
// STD: c++17
// PROVES: checklist, boundary cases: read + read, no structural change
// WHY: three threads only look up in a map that the constructor filled

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
    int id(const std::string& w) const {
        const auto it = ids_.find(w);
        return it != ids_.cend() ? it->second : -1;
    }
    std::size_t size() const { return ids_.size(); }

private:
    std::unordered_map<std::string, int> ids_;
};

int main() {
    const Vocabulary vocabulary({"zero", "one", "two", "three"});
    std::vector<std::thread> encoders;
    for (int e = 0; e < 3; ++e)
        encoders.emplace_back([&vocabulary] {
            for (int i = 0; i < 1000; ++i)
                vocabulary.id(i % 2 ? "one" : "seven");
        });
    for (auto& e : encoders)
        e.join();
    return vocabulary.size() == 4 ? 0 : 1;
}
