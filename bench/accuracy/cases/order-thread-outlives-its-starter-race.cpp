// CASE: order-thread-outlives-its-starter-race
// SOURCE: goblint/analyzer 10-synch/18-join_other_rc.c
// EXPECT: joinother::progress RACE
// STD: c++17
// PROVES: issue 3, order: joining some threads ends nothing for the others
// WHY: main joins the first thread, which has started a second one and left it running

#include <pthread.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <string>

namespace joinother {

std::map<std::string, int> progress;

extern "C" void* upload(void*) {
    for (int i = 0; i < 200; ++i)
        progress["chunk" + std::to_string(i)] = i;
    return nullptr;
}

extern "C" void* prepare(void*) {
    progress["prepared"] = 1;
    pthread_t t2;
    if (pthread_create(&t2, nullptr, upload, nullptr) == 0)
        pthread_detach(t2);
    return nullptr;
}

std::size_t backup() {
    progress["start"] = 0;
    pthread_t t1;
    pthread_create(&t1, nullptr, prepare, nullptr);
    pthread_join(t1, nullptr);
    progress["joined"] = 1;
    return progress.size();
}

}  // namespace joinother

int main() {
    const std::size_t n = joinother::backup();
    usleep(50000);  // let the upload finish
    std::printf("%zu entries\n", n);
    return 0;
}
