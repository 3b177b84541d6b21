// CASE: contexts-jthread-stop-without-join-ok
// SOURCE: written for this suite
// EXPECT: Poller::status_ OK
// STD: c++20
// PROVES: design, thread entries
// WHY: report() is reached after join()

#include <chrono>
#include <cstdio>
#include <map>
#include <stop_token>
#include <string>
#include <thread>

class Poller {
public:
    Poller() : thread_([this](std::stop_token st) { poll(st); }) {}

    void finish() {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        thread_.request_stop();
        thread_.join();
        report();
    }

private:
    void poll(std::stop_token st) {
        for (int i = 0; !st.stop_requested(); ++i)
            status_["node" + std::to_string(i % 300)] = i;
    }
    void report() const {
        long sum = 0;
        for (const auto& [node, value] : status_)
            sum += value;
        std::printf("%ld\n", sum);
    }

    std::map<std::string, int> status_;
    std::jthread thread_;
};

int main() {
    auto* p = new Poller;
    p->finish();
    delete p;
}
