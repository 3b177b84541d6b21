// CASE: locks-try-guard-sets-flag-in-body-ok
// SOURCE: written for this suite
// EXPECT: Scores::best_ OK
// STD: c++17
// PROVES: issue 3, locks: try-lock conditions
// WHY: the guard notes in its body whether it has the lock, and whoever has none leaves

#include <map>
#include <pthread.h>
#include <thread>

class TryScope {
public:
    explicit TryScope(pthread_mutex_t& mutex) : mutex_(&mutex) {
        if (pthread_mutex_trylock(mutex_) == 0)
            owns_ = true;
    }
    ~TryScope() { giveBack(); }
    void giveBack() {
        if (owns_) {
            pthread_mutex_unlock(mutex_);
            owns_ = false;
        }
    }
    explicit operator bool() const { return owns_; }

private:
    pthread_mutex_t* mutex_;
    bool owns_ = false;
};

class Scores {
public:
    bool offer(int player, int score) {
        TryScope scope(mutex_);
        if (!scope)
            return false;
        best_[player] = score;
        return true;
    }
    int count() {
        pthread_mutex_lock(&mutex_);
        int result = static_cast<int>(best_.size());
        pthread_mutex_unlock(&mutex_);
        return result;
    }

private:
    pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
    std::map<int, int> best_;
};

int main() {
    Scores scores;
    std::thread player([&scores] {
        for (int i = 0; i < 1000; ++i)
            scores.offer(i, i);
    });
    for (int i = 0; i < 100; ++i)
        scores.count();
    player.join();
}
