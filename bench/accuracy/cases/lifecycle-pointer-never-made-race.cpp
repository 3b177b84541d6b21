// CASE: lifecycle-pointer-never-made-race
// SOURCE: written for this suite
// EXPECT: Audit::log_ RACE
// STD: c++20
// TSAN: blind no data race by the memory model
// PROVES: checklist MR11
// WHY: the thread writes through a map pointer that nothing on this path has created

#include <map>
#include <memory>
#include <string>
#include <thread>

class Audit {
public:
    Audit() = default;
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
