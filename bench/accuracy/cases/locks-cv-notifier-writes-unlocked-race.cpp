// CASE: locks-cv-notifier-writes-unlocked-race
// SOURCE: written for this suite
// EXPECT: rpc::Calls::replies_ RACE
// STD: c++17
// PROVES: issue 3, locks: condition-variable waits (released and reacquired)
// WHY: the waiter's predicate reads the replies under the mutex, the completer stores a reply without it

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

namespace rpc {

class Calls {
public:
    std::string await(int id) {
        std::unique_lock<std::mutex> lock(mutex_);
        arrived_.wait(lock, [&] { return replies_.find(id) != replies_.end(); });
        auto node = replies_.extract(id);
        return node.mapped();
    }

    void complete(int id, std::string reply) {
        replies_.emplace(id, std::move(reply));
        arrived_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::unordered_map<int, std::string> replies_;
};

}  // namespace rpc

int main() {
    rpc::Calls calls;
    std::thread network([&calls] {
        for (int i = 0; i < 200; ++i)
            calls.complete(i, "ok");
    });
    if (calls.await(0).empty())
        return 1;
    network.join();
}
