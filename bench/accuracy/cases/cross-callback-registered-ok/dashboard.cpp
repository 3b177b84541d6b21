#include "bus.h"
#include <mutex>
#include <unordered_map>

class Dashboard {
public:
    explicit Dashboard(Bus& bus) {
        bus.subscribe([this](int event) { set(event); });
    }
    int draw() const {
        std::lock_guard<std::mutex> lock(mutex_);
        int n = 0;
        for (auto& w : widgets_)
            n += w.second;
        return n;
    }

private:
    void set(int event) {
        std::lock_guard<std::mutex> lock(mutex_);
        widgets_[event % 100] = event;
    }
    mutable std::mutex mutex_;
    std::unordered_map<int, int> widgets_;
};

int main() {
    Bus* bus = new Bus;
    Dashboard dashboard(*bus);
    bus->start(3000);
    int n = 0;
    for (int i = 0; i < 100; ++i)
        n = dashboard.draw();
    delete bus;
    return n == 1;
}
