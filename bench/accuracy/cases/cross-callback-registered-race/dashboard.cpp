#include "bus.h"
#include <unordered_map>

class Dashboard {
public:
    explicit Dashboard(Bus& bus) {
        bus.subscribe([this](int event) { widgets_[event % 100] = event; });
    }
    int draw() const {
        int n = 0;
        for (auto& w : widgets_)
            n += w.second;
        return n;
    }

private:
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
