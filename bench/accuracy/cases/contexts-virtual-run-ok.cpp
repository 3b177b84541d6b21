// CASE: contexts-virtual-run-ok
// SOURCE: written for this suite
// EXPECT: Inbox::mails OK
// STD: c++17
// PROVES: issue 3, contexts: virtual `run()` overrides
// WHY: two subclasses override run(); both lock the inbox

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct Inbox {
    std::mutex lock;
    std::map<int, std::string> mails;
};

class Runnable {
public:
    virtual ~Runnable() = default;
    void start() {
        thread_ = std::thread([this] { this->run(); });
    }
    void wait() { thread_.join(); }

protected:
    virtual void run() = 0;

private:
    std::thread thread_;
};

class Fetcher final : public Runnable {
public:
    explicit Fetcher(Inbox &inbox) : inbox_(inbox) {}
    void run() override {
        for (int i = 0; i < 1000; ++i) {
            std::lock_guard<std::mutex> l(inbox_.lock);
            inbox_.mails.emplace(i, "subject");
        }
    }

private:
    Inbox &inbox_;
};

class SpamFilter final : public Runnable {
public:
    explicit SpamFilter(Inbox &inbox) : inbox_(inbox) {}
    void run() override {
        for (int i = 0; i < 1000; i += 2) {
            std::lock_guard<std::mutex> l(inbox_.lock);
            inbox_.mails.erase(i);
        }
    }

private:
    Inbox &inbox_;
};

int main() {
    Inbox inbox;
    std::vector<std::unique_ptr<Runnable>> jobs;
    jobs.push_back(std::make_unique<Fetcher>(inbox));
    jobs.push_back(std::make_unique<SpamFilter>(inbox));
    for (auto &j : jobs)
        j->start();
    for (auto &j : jobs)
        j->wait();
}
