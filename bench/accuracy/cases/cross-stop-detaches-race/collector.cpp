#include "collector.h"

void Collector::start() {
    thread = std::thread([this] {
        for (int i = 0; i < 3000; ++i)
            samples[i] = i * 0.1;
    });
}

void Collector::stop() { thread.detach(); }
