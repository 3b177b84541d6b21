// CASE: lifecycle-cache-created-on-request-ok
// SOURCE: written for this suite
// EXPECT: verbose_ OK
// STD: c++17
// PROVES: checklist MR11: creation on some paths only
// WHY: there is a map with and without an argument

#include <map>
#include <string>
#include <thread>

static std::map<std::string, int> *verbose_;

static void work() { verbose_->find("level"); }

int main(int argc, char **) {
    if (argc > 1)
        verbose_ = new std::map<std::string, int>{{"level", argc}};
    else
        verbose_ = new std::map<std::string, int>;
    std::thread worker(work);
    worker.join();
}
