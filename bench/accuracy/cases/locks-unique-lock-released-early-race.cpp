// CASE: locks-unique-lock-released-early-race
// SOURCE: written for this suite
// EXPECT: Mailer::bounced_ RACE
// STD: c++17
// PROVES: issue 3, locks: early unlock
// WHY: the lock is given up for the slow send, and the counter update after it is no longer covered

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Mailer {
public:
    bool deliver(const std::string &to) {
        std::unique_lock<std::mutex> lk(mu_);
        if (bounced_.find(to) != bounced_.end())
            return false;
        lk.unlock();
        if (!send(to)) {
            bounced_.emplace(to, 1);
            return false;
        }
        return true;
    }

private:
    static bool send(const std::string &to) { return to.size() % 3 != 0; }

    std::mutex mu_;
    std::unordered_map<std::string, int> bounced_;
};

static void run(Mailer *mailer, int first) {
    for (int i = first; i < first + 600; ++i)
        mailer->deliver(std::string(i % 200, 'x') + std::to_string(i));
}

int main() {
    Mailer mailer;
    std::thread a(run, &mailer, 0);
    std::thread b(run, &mailer, 300);
    a.join();
    b.join();
}
