// CASE: contexts-this-captured-by-pointer-race
// SOURCE: written for this suite
// EXPECT: Job::options_ RACE
// STD: c++17
// PROVES: design, callables: lambdas (what they capture)
// WHY: the threads work on the object itself

#include <map>
#include <string>
#include <thread>

class Job {
public:
    void option(const std::string& key, int value) { options_[key] = value; }
    std::thread launch() {
        return std::thread([this]() {
            options_["started"] = 1;
            for (const auto& option : options_)
                sum_ += option.second;
        });
    }

private:
    std::map<std::string, int> options_;
    long sum_ = 0;
};

int main() {
    Job job;
    job.option("dpi", 300);
    std::thread first = job.launch();
    job.option("dpi", 600);
    std::thread second = job.launch();
    first.join();
    second.join();
}
