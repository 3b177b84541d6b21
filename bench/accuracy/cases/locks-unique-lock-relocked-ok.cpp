// CASE: locks-unique-lock-relocked-ok
// SOURCE: written for this suite
// EXPECT: Mailer::bounced_ OK
// STD: c++17
// PROVES: issue 3, locks: unlock and relock of a guard
// WHY: the lock is given up for the slow send and taken again before the map is touched

#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

class Mailer {
public:
    bool deliver(const std::string &to) {
        if (send(to))
            return true;
        std::unique_lock<std::mutex> lk(mu_);
        ++bounced_[to];
        lk.unlock();
        bool again = send(to + "@fallback");
        lk.lock();
        if (again)
            bounced_.erase(to);
        return again;
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
