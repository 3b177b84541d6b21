// CASE: contexts-thread-wrapper-made-in-place-race
// SOURCE: written for this suite
// EXPECT: DB::LoadingDispatcher::infos_ RACE inconsistent-guard
// STD: c++17
// PROVES: issue 3, thread contexts: callables and objects stored for a thread that calls them
// WHY: the status table walks infos_ without mutex_, which every loading job takes to store its result

#include <cstddef>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace DB {
class ThreadFromGlobalPool {
public:
    template <typename F> explicit ThreadFromGlobalPool(F&& f) : impl_(std::forward<F>(f)) {}
    void join() { impl_.join(); }
private:
    std::thread impl_;
};
struct LoadInfo {
    int version = 0;
    std::string error;
};
class LoadingDispatcher {
public:
    void load(const std::string& name) {
        std::lock_guard lock{mutex_};
        if (infos_.find(name) == infos_.end())
            infos_.emplace(name, LoadInfo{});
        jobs_.emplace_back([this, name] { doLoading(name); });
    }
    void unload(const std::string& name) {
        std::lock_guard lock{mutex_};
        infos_.erase(name);
    }
    std::vector<std::string> getStatus() const {
        std::vector<std::string> out;
        for (const auto& [name, info] : infos_)
            out.push_back(name + ":" + std::to_string(info.version) + info.error);
        return out;
    }
    void wait() {
        std::vector<ThreadFromGlobalPool> jobs;
        {
            std::lock_guard lock{mutex_};
            jobs.swap(jobs_);
        }
        for (auto& j : jobs)
            j.join();
    }
private:
    void doLoading(const std::string& name) {
        std::string error = name.size() > 8 ? "timeout" : "";
        std::lock_guard lock{mutex_};
        auto& info = infos_[name];
        ++info.version;
        info.error = error;
    }
    mutable std::mutex mutex_;
    std::unordered_map<std::string, LoadInfo> infos_;
    std::vector<ThreadFromGlobalPool> jobs_;
};
}  // namespace DB
int main() {
    DB::LoadingDispatcher dispatcher;
    std::size_t rows = 0;
    for (int i = 0; i < 50; ++i) {
        dispatcher.load("dict" + std::to_string(i));
        rows += dispatcher.getStatus().size();
    }
    dispatcher.wait();
    return rows > 0 ? 0 : 1;
}
