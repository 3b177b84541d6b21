// CASE: lifecycle-set-after-own-start-race
// SOURCE: written for this suite
// EXPECT: mq::Thread::cpus_ RACE
// STD: c++17
// PROVES: checklist MR09
// WHY: the CPUs of a thread object are set when its thread already runs and may be reading them

#include <memory>
#include <mutex>
#include <pthread.h>
#include <set>
#include <vector>

namespace mq {

using Routine = void (*)(void*);

class Thread {
public:
    void setAffinity(const std::set<int>& cpus) { cpus_ = cpus; }

    void start(Routine routine, void* arg) {
        routine_ = routine;
        arg_ = arg;
        started_ = pthread_create(&descriptor_, nullptr, run, this) == 0;
    }

    void stop() {
        if (started_)
            pthread_join(descriptor_, nullptr);
        started_ = false;
    }

private:
    static void* run(void* self) {
        auto* thread = static_cast<Thread*>(self);
        thread->applyAffinity();
        thread->routine_(thread->arg_);
        return nullptr;
    }

    void applyAffinity() {
        int mask = 0;
        if (!cpus_.empty())
            for (int cpu : cpus_)
                mask |= 1 << cpu;
        mask_ = mask;
    }

    pthread_t descriptor_{};
    bool started_ = false;
    int mask_ = 0;
    Routine routine_ = nullptr;
    void* arg_ = nullptr;
    std::set<int> cpus_;
};

class Options {
public:
    void addCpu(int cpu) { cpus_.insert(cpu); }
    void startThread(Thread& thread, Routine routine, void* arg) const {
        thread.start(routine, arg);
        thread.setAffinity(cpus_);
    }

private:
    std::set<int> cpus_;
};

class Poller {
public:
    explicit Poller(const Options& options) : options_(options) {}
    void start() { options_.startThread(worker_, loop, this); }
    void stop() { worker_.stop(); }

private:
    static void loop(void* self) { ++static_cast<Poller*>(self)->rounds_; }
    const Options& options_;
    Thread worker_;
    int rounds_ = 0;
};

class IoThread {
public:
    explicit IoThread(const Options& options) : poller_(new Poller(options)) {}
    ~IoThread() { delete poller_; }
    void start() { poller_->start(); }
    void stop() { poller_->stop(); }

private:
    Poller* poller_;
};

class Context {
public:
    ~Context() {
        for (IoThread* thread : threads_) {
            thread->stop();
            delete thread;
        }
    }

    void open() {
        std::lock_guard<std::mutex> g(mu_);
        if (!threads_.empty())
            return;
        options_.addCpu(0);
        launch();
        for (int i = 0; i < 3; ++i)
            launch();
    }

private:
    void launch() {
        auto* thread = new IoThread(options_);
        threads_.push_back(thread);
        thread->start();
    }

    std::mutex mu_;
    Options options_;
    std::vector<IoThread*> threads_;
};

}  // namespace mq

int main() {
    mq::Context context;
    context.open();
    context.open();
}
