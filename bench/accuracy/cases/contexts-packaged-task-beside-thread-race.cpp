// CASE: contexts-packaged-task-beside-thread-race
// SOURCE: TSVD paper, figure 1: Dictionary.Add beside ContainsKey
// EXPECT: main::dict RACE
// STD: c++17
// PROVES: issue 3, contexts
// WHY: two independent tasks on one dictionary

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>

int main() {
    auto dict = std::make_unique<std::unordered_map<std::string, int>>();
    auto* d = dict.get();
    std::packaged_task<bool()> probe([d] { return d->find("k2") != d->end(); });
    auto r = probe.get_future();
    std::thread t1([d] { d->emplace("k1", 1); });
    std::thread t2(std::move(probe));
    t1.join();
    t2.join();
    return r.get();
}
