// CASE: locks-guard-of-unknown-owner-ok
// SOURCE: written for this suite
// EXPECT: Context::endpoints_ OK
// STD: c++17
// PROVES: issue 3, aliases: another instance's lock does not guard, its own does
// WHY: map and mutex are members of one object: whoever touches the same map holds the same mutex, whatever the object's origin
#include <map>
#include <mutex>
#include <thread>
#include <vector>
class Context {
public:
    void remove(int who) {
        std::lock_guard<std::mutex> guard(sync_);
        endpoints_.erase(who);
    }
private:
    std::mutex sync_;
    std::map<int, int> endpoints_;
};
struct Events { Context* context; void in_event() { context->remove(1); } };
struct Raw { void* ptr; };
int wait_for(Raw* raw);
void loop() {
    Raw raw;
    while (wait_for(&raw) == 0)
        static_cast<Events*>(raw.ptr)->in_event();
}
void start_all() {
    for (int i = 0; i < 3; ++i)
        std::thread(loop).detach();
}
