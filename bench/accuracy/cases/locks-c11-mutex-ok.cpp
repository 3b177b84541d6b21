// CASE: locks-c11-mutex-ok
// SOURCE: written for this suite
// EXPECT: symbols OK
// STD: c++17
// TSAN: blind mtx_lock is not intercepted
// PROVES: design, locks: C11 mtx; thread entries: C11
// WHY: intern() takes the mutex for the check and the insertion

#include <string>
#include <threads.h>
#include <unordered_map>

static std::unordered_map<std::string, int> symbols;
static mtx_t symbols_mutex;

static int intern(const std::string &name)
{
    mtx_lock(&symbols_mutex);
    int id = symbols.emplace(name, (int)symbols.size()).first->second;
    mtx_unlock(&symbols_mutex);
    return id;
}

static int compile_unit(void *arg)
{
    for (int i = 0; i < 600; i++)
        intern(static_cast<const char *>(arg) + std::to_string(i));
    return 0;
}

int main()
{
    mtx_init(&symbols_mutex, mtx_plain);
    char first[] = "a", second[] = "b";
    thrd_t one, two;
    thrd_create(&one, compile_unit, first);
    thrd_create(&two, compile_unit, second);
    thrd_join(one, nullptr);
    thrd_join(two, nullptr);
    mtx_destroy(&symbols_mutex);
}
