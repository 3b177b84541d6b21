// CASE: order-state-excludes-running-race
// SOURCE: written for this suite
// EXPECT: Registry::jobs_ RACE
// STD: c++17
// PROVES: issue 3, order: fork/join; an early return in all states but the one in which threads run
// WHY: Stop detaches the workers, and the registry dies under them
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

class Registry {
  std::mutex mutex_;
  std::map<std::string, int*> jobs_;
public:
  ~Registry() { for (auto it = jobs_.begin(); it != jobs_.end(); ++it) delete it->second; }
  void submit(const std::string& id) { std::lock_guard<std::mutex> l(mutex_); jobs_[id] = new int(1); }
  class Running {
    Registry& r_;
  public:
    explicit Running(Registry& r) : r_(r) {}
    ~Running() { std::lock_guard<std::mutex> l(r_.mutex_); r_.forget("a"); }
  };
private:
  void forget(const std::string& id) { jobs_.erase(id); }
};

class Engine {
  enum State { Setup, RunningState, Stopping, Done };
  std::mutex stateMutex_;
  State state_ = Setup;
  std::unique_ptr<Registry> registry_;
  std::vector<std::thread*> workers_;
  bool isRunning() { std::lock_guard<std::mutex> l(stateMutex_); return state_ == RunningState; }
  static void work(Engine* e, size_t) { while (e->isRunning()) Registry::Running r(e->registry()); }
public:
  Engine() : registry_(new Registry), workers_(1) {}
  ~Engine() { if (state_ != Setup && state_ != Done) stop(); }
  Registry& registry() { return *registry_; }
  void start() {
    std::lock_guard<std::mutex> l(stateMutex_);
    if (state_ != Setup) throw 1;
    for (size_t i = 0; i < workers_.size(); i++) workers_[i] = new std::thread(work, this, i);
    state_ = RunningState;
  }
  void stop() {
    {
      std::lock_guard<std::mutex> l(stateMutex_);
      if (state_ != RunningState) return;
      state_ = Stopping;
    }
    for (size_t i = 0; i < workers_.size(); i++) {
      if (workers_[i]->joinable()) workers_[i]->detach();
      delete workers_[i];
    }
    std::lock_guard<std::mutex> l(stateMutex_);
    state_ = Done;
  }
};

int main() {
  Engine e;
  e.start();
  e.registry().submit("a");
  e.stop();
}
