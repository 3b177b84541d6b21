// CASE: locks-guard-mode-by-enum-race
// SOURCE: written for this suite
// EXPECT: names RACE
// STD: c++17
// PROVES: issue 3, locks: RAII classes of the code base itself; MR03
// WHY: the mode asks for the reader lock

#include <map>
#include <pthread.h>
#include <string>

class RwScope {
public:
    enum Mode { Read, Write };
    RwScope(pthread_rwlock_t *l, Mode mode) : l_(l) {
        if (mode == Write)
            pthread_rwlock_wrlock(l_);
        else
            pthread_rwlock_rdlock(l_);
    }
    ~RwScope() { pthread_rwlock_unlock(l_); }

private:
    pthread_rwlock_t *l_;
};

static pthread_rwlock_t names_lock = PTHREAD_RWLOCK_INITIALIZER;
static std::map<int, std::string> names;

static void rename(int id, const std::string &name) {
    RwScope scope(&names_lock, RwScope::Read);
    names[id] = name;
}

static size_t lookup(int id) {
    RwScope scope(&names_lock, RwScope::Read);
    auto it = names.find(id);
    return it == names.end() ? 0 : it->second.size();
}

static void *writer(void *) {
    for (int i = 0; i < 1000; ++i)
        rename(i, "n");
    return nullptr;
}

static void *reader(void *) {
    size_t n = 0;
    for (int i = 0; i < 1000; ++i)
        n += lookup(i);
    return reinterpret_cast<void *>(n);
}

int main() {
    pthread_t a, b, c;
    pthread_create(&a, nullptr, writer, nullptr);
    pthread_create(&b, nullptr, reader, nullptr);
    pthread_create(&c, nullptr, writer, nullptr);
    pthread_join(a, nullptr);
    pthread_join(b, nullptr);
    pthread_join(c, nullptr);
}
