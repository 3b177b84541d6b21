// CASE: locks-pthread-recursive-ok
// SOURCE: valgrind helgrind/tests/tc10_rec_lock.c
// EXPECT: rec::Menu::items_ OK
// STD: c++17
// PROVES: issue 3, locks: recursive mutexes
// WHY: the inner unlock of the recursive mutex leaves the outer one in force for the rest of the function

#include <pthread.h>

#include <map>
#include <string>
#include <thread>

namespace rec {

class Menu {
public:
    Menu() {
        pthread_mutexattr_t a;
        pthread_mutexattr_init(&a);
        pthread_mutexattr_settype(&a, PTHREAD_MUTEX_RECURSIVE);
        pthread_mutex_init(&mu_, &a);
        pthread_mutexattr_destroy(&a);
    }
    ~Menu() { pthread_mutex_destroy(&mu_); }

    void add(const std::string& name, int price) {
        pthread_mutex_lock(&mu_);
        items_[name] = price;
        pthread_mutex_unlock(&mu_);
    }

    void addCombo(const std::string& a, const std::string& b) {
        pthread_mutex_lock(&mu_);
        add(a, 3);
        add(b, 4);
        items_[a + "+" + b] = 6;
        pthread_mutex_unlock(&mu_);
    }

    bool drop(const std::string& name) {
        pthread_mutex_lock(&mu_);
        pthread_mutex_lock(&mu_);
        bool known = items_.count(name) != 0;
        pthread_mutex_unlock(&mu_);
        if (known)
            items_.erase(name);
        pthread_mutex_unlock(&mu_);
        return known;
    }

private:
    pthread_mutex_t mu_;
    std::map<std::string, int> items_;
};

}  // namespace rec

int main() {
    rec::Menu menu;
    std::thread chef([&menu] {
        for (int i = 0; i < 200; ++i)
            menu.addCombo("a" + std::to_string(i % 10), "b");
    });
    std::thread waiter([&menu] {
        for (int i = 0; i < 200; ++i)
            menu.drop("a" + std::to_string(i % 10) + "+b");
    });
    chef.join();
    waiter.join();
}
