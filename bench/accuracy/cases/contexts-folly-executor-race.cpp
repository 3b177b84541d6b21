// CASE: contexts-folly-executor-race
// SOURCE: written for this suite
// EXPECT: Resolver::hosts_ RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: folly executors
// WHY: the pool has eight threads, which run the callables side by side

#include <memory>
#include <string>
#include <unordered_map>

// As declared by folly/executors/CPUThreadPoolExecutor.h.
namespace folly {
class CPUThreadPoolExecutor {
public:
    explicit CPUThreadPoolExecutor(unsigned threads);
    ~CPUThreadPoolExecutor();
    template <class F>
    void add(F &&f);
    void join();
};
}  // namespace folly

class Resolver {
public:
    Resolver() : pool_(std::make_unique<folly::CPUThreadPoolExecutor>(8)) {}
    void resolve(const std::string &name) {
        pool_->add([this, name] { hosts_[name] = "127.0.0.1"; });
    }
    void forget(const std::string &name) {
        pool_->add([this, name] { hosts_.erase(name); });
    }

private:
    std::unordered_map<std::string, std::string> hosts_;
    std::unique_ptr<folly::CPUThreadPoolExecutor> pool_;
};

int main() {
    Resolver resolver;
    for (int i = 0; i < 100; ++i) {
        resolver.resolve("host" + std::to_string(i));
        resolver.forget("host" + std::to_string(i - 5));
    }
}
