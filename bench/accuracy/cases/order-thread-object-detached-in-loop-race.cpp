// CASE: order-thread-object-detached-in-loop-race
// SOURCE: written for this suite
// EXPECT: build::Worker::stats_ RACE
// STD: c++17
// PROVES: issue 3, order: fork/join; each thread's own map after it is joined
// WHY: finish() detaches the thread and hands out the map that it still fills

#include <map>
#include <memory>
#include <pthread.h>
#include <string>
#include <vector>
namespace build {
class Worker {
public:
    virtual ~Worker() = default;
    void start() { pthread_create(&tid_, nullptr, &Worker::entry, this); }
    const std::map<std::string, int>& finish() {
        pthread_detach(tid_);
        return stats_;
    }
protected:
    virtual void run() = 0;
    std::map<std::string, int> stats_;
private:
    static void* entry(void* self) {
        static_cast<Worker*>(self)->run();
        return nullptr;
    }
    pthread_t tid_{};
};
class Tester : public Worker {
public:
    explicit Tester(int seed) : seed_(seed) {}
private:
    void run() override {
        for (int i = 0; i < 300; ++i)
            stats_["case" + std::to_string(i * seed_ % 40)]++;
    }
    int seed_;
};
}
int main() {
    std::vector<std::unique_ptr<build::Worker>> workers;
    for (int i = 1; i <= 3; ++i)
        workers.push_back(std::make_unique<build::Tester>(i));
    for (auto& w : workers)
        w->start();
    std::size_t n = 0;
    for (auto& w : workers)
        n += w->finish().size();
    return n > 0 ? 0 : 1;
}
