// CASE: order-joined-by-for-each-lambda-ok
// SOURCE: written for this suite
// EXPECT: img::Palette::colors_ OK
// STD: c++17
// PROVES: issue 3, order: fork/join; joined by an algorithm whose callable joins
// WHY: the functor only looks up, results go to disjoint slots of a vector

#include <algorithm>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>
namespace img {
template <class Fn>
void parallelFor(int n, int threads, Fn fn) {
    std::vector<std::thread> pool;
    for (int t = 0; t < threads; ++t)
        pool.emplace_back([=] {
            for (int i = t; i < n; i += threads)
                fn(i);
        });
    std::for_each(pool.begin(), pool.end(), [](std::thread& t) { t.join(); });
}
class Palette {
public:
    void add(const std::string& name, unsigned rgb) { colors_[name] = rgb; }
    std::vector<unsigned> resolve(const std::vector<std::string>& names) const {
        std::vector<unsigned> out(names.size());
        parallelFor(static_cast<int>(names.size()), 4, [&](int i) {
            auto it = colors_.find(names[i]);
            out[i] = it == colors_.end() ? 0u : it->second;
        });
        return out;
    }
private:
    std::unordered_map<std::string, unsigned> colors_;
};
}
int main() {
    img::Palette p;
    p.add("red", 0xff0000);
    p.add("blue", 0x0000ff);
    auto v = p.resolve({"red", "blue", "green", "red"});
    p.add("green", 0x00ff00);
    return v[0] == 0xff0000 ? 0 : 1;
}
