// CASE: alias-this-registered-before-filled-race
// SOURCE: written for this suite
// EXPECT: Feature::options_ RACE
// STD: c++17
// PROVES: design, order: owned-until-escaped objects; constructor before publication
// WHY: the constructor registers the object with a running server first and fills its map afterwards

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class Feature;

class FeatureServer {
public:
    FeatureServer() : thread_([this] { serve(); }) {}
    ~FeatureServer() {
        stop_ = true;
        thread_.join();
    }
    void add(const Feature *f) {
        std::lock_guard<std::mutex> lock(mutex_);
        features_.push_back(f);
    }
    void serve();

private:
    std::mutex mutex_;
    std::vector<const Feature *> features_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

class Feature {
public:
    Feature(FeatureServer &server, int n) {
        server.add(this);
        for (int i = 0; i < n; ++i)
            options_.emplace("option" + std::to_string(i), i);
    }
    bool has(const std::string &option) const { return options_.find(option) != options_.end(); }

private:
    std::unordered_map<std::string, int> options_;
};

void FeatureServer::serve() {
    while (!stop_) {
        std::lock_guard<std::mutex> lock(mutex_);
        for (const Feature *f : features_)
            f->has("option7");
    }
}

int main() {
    std::vector<Feature *> features;
    FeatureServer server;
    for (int i = 0; i < 50; ++i)
        features.push_back(new Feature(server, 100));
}
