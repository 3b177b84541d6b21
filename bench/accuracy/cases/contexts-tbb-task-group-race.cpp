// CASE: contexts-tbb-task-group-race
// SOURCE: written for this suite
// EXPECT: build::Graph::order_ RACE
// STD: c++20
// TSAN: blind declares the library only
// PROVES: design, thread entries
// WHY: visit() spawns the children into the task group and writes order_ from all of them

#include <map>
#include <mutex>
#include <string>
#include <vector>

// ---- from oneapi/tbb/task_group.h ----
namespace tbb {
class task_group {
public:
    task_group();
    ~task_group();
    template <class F>
    void run(F&& f);
    void wait();
};
}  // namespace tbb
// --------------------------------------

namespace build {

struct Target {
    std::string name;
    std::vector<int> deps;
};

class Graph {
public:
    int add(Target t) {
        targets_.push_back(std::move(t));
        return static_cast<int>(targets_.size()) - 1;
    }
    std::map<std::string, int> buildAll() {
        tbb::task_group tasks;
        for (int i = 0; i < static_cast<int>(targets_.size()); ++i)
            tasks.run([this, i] { visit(i); });
        tasks.wait();
        return order_;
    }

private:
    void visit(int i) {
        const Target& t = targets_[static_cast<std::size_t>(i)];
        const int depth = static_cast<int>(t.deps.size());
        order_[t.name] = depth;
    }
    std::vector<Target> targets_;
    std::mutex mu_;
    std::map<std::string, int> order_;
};

}  // namespace build

std::map<std::string, int> buildProject(build::Graph& g) { return g.buildAll(); }
