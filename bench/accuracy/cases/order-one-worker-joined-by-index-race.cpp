// CASE: order-one-worker-joined-by-index-race
// SOURCE: written for this suite
// EXPECT: render::Farm::tiles_ RACE
// STD: c++17
// PROVES: checklist, boundary: written, threads joined, then read by the starter
// WHY: the map is cleared when only the first of the two workers has been joined

#include <array>
#include <map>
#include <mutex>
#include <thread>

namespace render {

class Farm {
public:
    void start() {
        workers_[0] = std::thread([this] { paint(0); });
        workers_[1] = std::thread([this] { paint(1); });
    }

    void stop() {
        workers_[0].join();
        tiles_.clear();
        workers_[1].join();
    }

private:
    void paint(int half) {
        for (int i = half; i < 500; i += 2) {
            std::lock_guard<std::mutex> g(mu_);
            tiles_[i] = half;
        }
    }

    std::mutex mu_;
    std::map<int, int> tiles_;
    std::array<std::thread, 2> workers_;
};

}  // namespace render

int main() {
    render::Farm farm;
    farm.start();
    farm.stop();
}
