// CASE: order-callee-writes-before-start-ok
// SOURCE: written for this suite
// EXPECT: Worker::cpus_ OK
// STD: c++17
// PROVES: issue 3, order: ownership (built locally, not escaped)
// WHY: start() writes the new object's own set before it starts the object's thread; the thread that runs already is another worker's
#include <set>
#include <thread>

class Worker {
public:
    void start() {
        cpus_.insert(1);
        thread_ = std::thread([this] { run(); });
    }
    void join() { thread_.join(); }

private:
    void run() {
        if (!cpus_.empty())
            ++count_;
    }
    std::set<int> cpus_;
    std::thread thread_;
    int count_ = 0;
};

class Context {
public:
    void start() {
        reaper_ = new Worker;
        reaper_->start();
        Worker* io = new Worker;
        io->start();
        io->join();
        reaper_->join();
    }

private:
    Worker* reaper_ = nullptr;
};

int main() {
    Context* context = new Context;
    context->start();
    delete context;
}
