// CASE: lifecycle-pointer-never-made-ok
// SOURCE: written for this suite
// EXPECT: Audit::log_ OK
// STD: c++20
// PROVES: checklist MR11
// WHY: the constructor creates the map before the thread starts

#include <map>
#include <memory>
#include <string>
#include <thread>

class Audit {
public:
    Audit() : log_(std::make_unique<std::map<int, std::string>>()) {}
    void start() { thread_ = std::thread(&Audit::run, this); }
    void stop() { thread_.join(); }

private:
    void run() {
        for (int i = 0; i < 100; ++i)
            (*log_)[i] = "event";
    }
    std::unique_ptr<std::map<int, std::string>> log_;
    std::thread thread_;
};

int main() {
    Audit a;
    a.start();
    a.stop();
}
