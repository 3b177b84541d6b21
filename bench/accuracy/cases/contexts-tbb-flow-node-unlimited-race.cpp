// CASE: contexts-tbb-flow-node-unlimited-race
// SOURCE: written for this suite
// EXPECT: words RACE
// STD: c++17
// TSAN: blind declares the library only
// PROVES: design, thread entries: TBB
// WHY: an unlimited node runs its body beside itself

#include <string>
#include <unordered_map>

// The part of oneTBB's flow graph that this program uses.
namespace tbb {
namespace flow {
enum { serial = 1, unlimited = 0 };
struct continue_msg {};
class graph {
public:
    graph();
    ~graph();
    void wait_for_all();
};
template <class In, class Out = continue_msg> class function_node {
public:
    template <class Body> function_node(graph &, unsigned concurrency, Body) {}
    bool try_put(const In &);
};
template <class Out> class continue_node {
public:
    template <class Body> continue_node(graph &, Body) {}
};
template <class S, class R> void make_edge(S &, R &);
} // namespace flow
} // namespace tbb

static std::unordered_map<std::string, int> words;

void index_all(const std::string *texts, int n) {
    tbb::flow::graph g;
    tbb::flow::function_node<std::string, int> count(g, tbb::flow::unlimited, [](const std::string &t) {
        words[t] += 1;
        return 0;
    });
    for (int i = 0; i < n; ++i)
        count.try_put(texts[i]);
    g.wait_for_all();
}

int main() {
    std::string texts[] = {"a", "b", "c"};
    index_all(texts, 3);
    return static_cast<int>(words.size());
}
