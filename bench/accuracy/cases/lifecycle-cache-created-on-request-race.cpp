// CASE: lifecycle-cache-created-on-request-race
// SOURCE: written for this suite
// EXPECT: verbose_ RACE uninitialized-map
// STD: c++17
// TSAN: blind without an argument the program ends in a null pointer
// PROVES: checklist MR11: creation on some paths only
// WHY: only with an argument is there a map to use

#include <map>
#include <string>
#include <thread>

static std::map<std::string, int> *verbose_;

static void work() { verbose_->find("level"); }

int main(int argc, char **) {
    if (argc > 1)
        verbose_ = new std::map<std::string, int>;
    std::thread worker(work);
    worker.join();
}
