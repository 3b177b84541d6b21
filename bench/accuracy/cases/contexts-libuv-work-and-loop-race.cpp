// CASE: contexts-libuv-work-and-loop-race
// SOURCE: written for this suite
// EXPECT: cache RACE
// STD: c++17
// TSAN: blind the library is only declared
// PROVES: issue 3, contexts: a table of known registrars (libuv)
// WHY: the work callback runs in a thread of the pool and fills the map that the loop's timer prunes

#include <string>
#include <unordered_map>

// As declared by uv.h.
extern "C" {
struct uv_loop_t;
struct uv_work_t {
    void *data;
};
struct uv_timer_t {
    void *data;
};
typedef void (*uv_work_cb)(uv_work_t *req);
typedef void (*uv_after_work_cb)(uv_work_t *req, int status);
typedef void (*uv_timer_cb)(uv_timer_t *handle);
uv_loop_t *uv_default_loop();
int uv_queue_work(uv_loop_t *loop, uv_work_t *req, uv_work_cb work, uv_after_work_cb after);
int uv_timer_init(uv_loop_t *loop, uv_timer_t *handle);
int uv_timer_start(uv_timer_t *handle, uv_timer_cb cb, unsigned long timeout, unsigned long repeat);
int uv_run(uv_loop_t *loop, int mode);
}

static std::unordered_map<std::string, int> cache;

static void work(uv_work_t *) {
    cache.emplace("page", 1);
}
static void done(uv_work_t *, int) {
}
static void prune(uv_timer_t *) { cache.clear(); }

int main() {
    uv_work_t request;
    uv_timer_t timer;
    uv_timer_init(uv_default_loop(), &timer);
    uv_timer_start(&timer, prune, 1000, 1000);
    uv_queue_work(uv_default_loop(), &request, work, done);
    return uv_run(uv_default_loop(), 0);
}
