// CASE: steps-memo-computed-from-key-ok
// SOURCE: written for this suite
// EXPECT: Memo::values_ OK
// STD: c++17
// PROVES: checklist MR07: LoadOrStore must be one step
// WHY: the key determines the value, so that whoever stores last stores what is there already

#include <functional>
#include <map>
#include <shared_mutex>
#include <mutex>
#include <thread>
#include <cmath>

class Memo {
public:
    double get(int n) {
        {
            std::shared_lock<std::shared_mutex> r(rw_);
            auto hit = values_.find(n);
            if (hit != values_.end()) return hit->second;
        }
        double v = std::sqrt(static_cast<double>(n));
        std::unique_lock<std::shared_mutex> w(rw_);
        values_.insert_or_assign(n, v);
        return v;
    }
private:
    std::shared_mutex rw_;
    std::map<int, double> values_;
};

int main() {
    Memo m;
    std::thread a([&m] { for (int i = 0; i < 500; ++i) m.get(i); });
    std::thread b([&m] { for (int i = 500; i > 0; --i) m.get(i); });
    a.join();
    b.join();
}
