// CASE: order-jthread-member-after-map-ok
// SOURCE: written for this suite
// EXPECT: Monitor::alarms_ OK
// STD: c++20
// PROVES: issue 3, order: constructor/destructor phases
// WHY: members die in reverse order: the jthread is joined before the map is destroyed

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
    std::map<int, int> alarms_;
    std::jthread thread_;
};

int main() {
    Monitor m;
    m.run();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
}
