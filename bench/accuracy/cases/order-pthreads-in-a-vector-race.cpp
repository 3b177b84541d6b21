// CASE: order-pthreads-in-a-vector-race
// SOURCE: written for this suite
// EXPECT: adapters_by_id RACE
// STD: c++17
// PROVES: issue 3, order: fork/join
// WHY: worker threads are detached, main clears the table of adapters as soon as run_loop is 0

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <vector>

struct adapter { int id; std::string name; };

static std::map<int, adapter> adapters_by_id;
static std::mutex adapters_mutex;
static std::atomic<int> run_loop{1};

static int describe_adapter(int id) {
    std::lock_guard<std::mutex> lock(adapters_mutex);
    auto it = adapters_by_id.find(id);
    return it == adapters_by_id.end() ? 0 : (int)it->second.name.size();
}

static void *select_and_execute(void *arg) {
    int id = *static_cast<int *>(arg);
    while (run_loop)
        describe_adapter(id);
    return NULL;
}

static void start_new_thread(int *id) {
    pthread_t tid;
    if (pthread_create(&tid, NULL, select_and_execute, id) != 0)
        return;
    pthread_detach(tid);
}


static void free_all() { adapters_by_id.clear(); }

int main() {
    static int ids[4] = {0, 1, 2, 3};
    for (int i = 0; i < 4; i++)
        adapters_by_id[i] = adapter{i, "adapter" + std::to_string(i)};
    for (int i = 0; i < 4; i++)
        start_new_thread(&ids[i]);
    usleep(1000);
    run_loop = 0;
    free_all();
    return 0;
}
