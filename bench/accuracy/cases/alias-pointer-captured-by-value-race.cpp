// CASE: alias-pointer-captured-by-value-race
// SOURCE: written for this suite
// EXPECT: Inspector::objects_ RACE
// STD: c++17
// PROVES: issue 3, aliases: pointers; design, callables: what lambdas capture
// WHY: the closure captures the address of the map, though by value

#include <map>
#include <mutex>
#include <string>
#include <thread>

class Inspector {
public:
    ~Inspector() {
        if (dump_.joinable())
            dump_.join();
    }
    void track(int id, std::string type) { objects_.emplace(id, std::move(type)); }
    void dumpInBackground() {
        dump_ = std::thread([objects = &objects_, this] {
            for (auto& o : *objects)
                bytes_ += o.second.size();
        });
    }

private:
    std::map<int, std::string> objects_;
    std::size_t bytes_ = 0;
    std::thread dump_;
};

int main() {
    Inspector inspector;
    for (int i = 0; i < 2000; ++i)
        inspector.track(i, "widget");
    inspector.dumpInBackground();
    for (int i = 2000; i < 2500; ++i)
        inspector.track(i, "widget");
}
