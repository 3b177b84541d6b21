// CASE: order-join-on-one-branch-race
// SOURCE: written for this suite
// EXPECT: Exporter::rows_ RACE
// STD: c++17
// PROVES: issue 3, order: fork/join along all paths
// WHY: finish(false) reads the rows without having joined

#include <map>
#include <string>
#include <thread>

class Exporter {
public:
    ~Exporter() {
        if (thread_.joinable())
            thread_.join();
    }
    void begin() {
        thread_ = std::thread([this] {
            for (int i = 0; i < 2000; ++i)
                rows_.emplace(i, "row" + std::to_string(i));
        });
    }
    std::size_t finish(bool complete) {
        if (complete)
            thread_.join();
        return rows_.size();
    }

private:
    std::map<int, std::string> rows_;
    std::thread thread_;
};

int main(int argc, char**) {
    Exporter e;
    e.begin();
    return e.finish(argc > 1) > 2000;
}
