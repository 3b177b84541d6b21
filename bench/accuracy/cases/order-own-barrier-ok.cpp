// CASE: order-own-barrier-ok
// SOURCE: written for this suite
// EXPECT: halves OK
// STD: c++17
// PROVES: issue 3, order: barrier
// WHY: the reader comes past the barrier after the writer has come to it

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

class Rendezvous {
public:
    explicit Rendezvous(int parties) : parties_(parties) {}
    void arrive() {
        std::unique_lock<std::mutex> hold(mu_);
        int round = round_;
        if (++waiting_ == parties_) {
            waiting_ = 0;
            ++round_;
            all_.notify_all();
            return;
        }
        all_.wait(hold, [&] { return round != round_; });
    }

private:
    std::mutex mu_;
    std::condition_variable all_;
    const int parties_;
    int waiting_ = 0, round_ = 0;
};

static Rendezvous meet(2);
static std::map<int, int> halves;

static void left() {
    for (int i = 0; i < 100; ++i)
        halves[i] = i;
    meet.arrive();
}

static void right() {
    meet.arrive();
    long sum = 0;
    for (auto &h : halves)
        sum += h.second;
    
}

int main() {
    std::thread a(left), b(right);
    a.join();
    b.join();
}
