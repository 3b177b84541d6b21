// CASE: order-last-reference-destroys-ok
// SOURCE: data-race-test racecheck_unittest.cc test76 (reference counting, data read in the destructor)
// EXPECT: test76::RefCounted::data_ OK
// STD: c++17
// PROVES: issue 3, order: counts that let only the last through
// WHY: accesses through a live reference hold mu_, and the last unref deletes the object after all others have let go

#include <atomic>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace test76 {

class RefCounted {
public:
    explicit RefCounted(int refs) : refs_(refs) {}

    void access(int who) {
        std::lock_guard<std::mutex> g(mu_);
        ++data_[who];
    }

    void unref() {
        if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }

    static int total() { return total_; }

private:
    ~RefCounted() {
        for (const auto& d : data_)
            total_ += d.second;
        data_.clear();
    }

    static int total_;
    std::atomic<int> refs_;
    std::mutex mu_;
    std::map<int, int> data_;
};

int RefCounted::total_ = 0;

void worker(RefCounted* o, int id) {
    for (int i = 0; i < 100; ++i)
        o->access(id + i % 3);
    o->unref();
}

}  // namespace test76

int main() {
    auto* object = new test76::RefCounted(4);
    std::vector<std::thread> team;
    for (int i = 0; i < 4; ++i)
        team.emplace_back(test76::worker, object, i);
    for (auto& t : team)
        t.join();
    return test76::RefCounted::total() == 400 ? 0 : 1;
}
