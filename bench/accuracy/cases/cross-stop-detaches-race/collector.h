#pragma once
#include <map>
#include <thread>

struct Collector {
    std::map<int, double> samples;
    std::thread thread;
    void start();
    void stop();
};
