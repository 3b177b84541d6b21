#pragma once
#include <functional>
#include <thread>
#include <vector>

class Bus {
public:
    ~Bus();
    void subscribe(std::function<void(int)> subscriber);
    void start(int events);

private:
    std::vector<std::function<void(int)>> subscribers_;
    std::thread thread_;
};
