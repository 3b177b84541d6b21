#include "collector.h"

int main() {
    static Collector collector;
    collector.start();
    collector.stop();
    double sum = 0;
    for (auto& s : collector.samples)
        sum += s.second;
    return sum < 0;
}
