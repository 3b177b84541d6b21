// CASE: contexts-folly-executor-ok
// SOURCE: written for this suite
// EXPECT: Resolver::hosts_ OK
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: design, thread entries: folly executors
// WHY: the pool has one thread, which runs the callables one after the other

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
    Resolver() : pool_(std::make_unique<folly::CPUThreadPoolExecutor>(1)) {}
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
