// CASE: order-jthread-member-before-map-race
// SOURCE: written for this suite
// EXPECT: Monitor::alarms_ RACE
// STD: c++20
// PROVES: issue 3, order: constructor/destructor phases
// WHY: members die in reverse order: the map is destroyed before the jthread, declared above it, is joined

#include <chrono>
#include <map>
#include <stop_token>
#include <thread>

class Monitor {
public:
    void run() {
        thread_ = std::jthread([this](std::stop_token stop) {
            for (int i = 0; !stop.stop_requested(); ++i)
                alarms_[i % 100] = i;
        });
    }

private:
    std::jthread thread_;
    std::map<int, int> alarms_;
};

int main() {
    Monitor m;
    m.run();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}
