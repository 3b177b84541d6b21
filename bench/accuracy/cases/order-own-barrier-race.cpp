// CASE: order-own-barrier-race
// SOURCE: written for this suite
// EXPECT: halves RACE
// STD: c++17
// PROVES: issue 3, order: barrier
// WHY: the reader reads before it comes to the barrier

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
    
    long sum = 0;
    for (auto &h : halves)
        sum += h.second;
    meet.arrive();
}

int main() {
    std::thread a(left), b(right);
    a.join();
    b.join();
}
