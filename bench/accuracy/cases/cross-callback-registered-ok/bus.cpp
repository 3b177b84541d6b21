#include "bus.h"

Bus::~Bus() {
    if (thread_.joinable())
        thread_.join();
}

void Bus::subscribe(std::function<void(int)> subscriber) { subscribers_.push_back(std::move(subscriber)); }

void Bus::start(int events) {
    thread_ = std::thread([this, events] {
        for (int e = 0; e < events; ++e)
            for (auto& s : subscribers_)
                s(e);
    });
}
