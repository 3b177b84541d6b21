// CASE: alias-mutable-memo-in-const-method-race
// SOURCE: written for this suite
// EXPECT: Geometry::areas_ RACE
// STD: c++17
// PROVES: checklist, the hazard: a read that may write is a write (a const method that fills a mutable map)
// WHY: area() is const for its callers, but fills the mutable memo

#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

class Geometry {
public:
    double area(int polygon) const {
        auto memo = areas_.find(polygon);
        if (memo == areas_.end())
            memo = areas_.emplace(polygon, compute(polygon)).first;
        return memo->second;
    }

private:
    static double compute(int polygon) {
        double a = 0;
        for (int i = 0; i < polygon % 50; ++i)
            a += i * 0.5;
        return a;
    }
    mutable std::unordered_map<int, double> areas_;
};

int main() {
    const Geometry geometry;
    std::vector<std::thread> renderers;
    for (int r = 0; r < 3; ++r)
        renderers.emplace_back([&geometry, r] {
            double sum = 0;
            for (int i = 0; i < 1000; ++i)
                sum += geometry.area(i + r);
            return sum;
        });
    for (auto& r : renderers)
        r.join();
}
