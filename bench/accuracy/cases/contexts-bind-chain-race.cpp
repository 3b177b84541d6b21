// CASE: contexts-bind-chain-race
// SOURCE: written for this suite
// EXPECT: Uploader::progress_ RACE
// STD: c++17
// PROVES: issue 3, contexts: std::function and std::bind chains
// WHY: std::bind wrapped in a std::function wrapped in a thread ends in a method that does not lock

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class Uploader {
public:
    void start(int parts) {
        using std::placeholders::_1;
        std::function<void(int)> one = std::bind(&Uploader::sendPart, this, _1, std::string("POST"));
        for (int p = 0; p < parts; ++p) {
            std::function<void()> job = std::bind(one, p);
            senders_.push_back(std::thread(job));
        }
    }
    void finish() {
        for (auto& s : senders_)
            s.join();
    }

private:
    void sendPart(int part, const std::string& verb) {
        for (int chunk = 0; chunk < 400; ++chunk) {
            progress_[part * 1000 + chunk] = static_cast<int>(verb.size());
        }
    }
    std::vector<std::thread> senders_;
    std::mutex progress_mutex_;
    std::unordered_map<int, int> progress_;
};

int main() {
    Uploader up;
    up.start(3);
    up.finish();
}
