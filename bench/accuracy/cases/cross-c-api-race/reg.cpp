#include "reg.h"
#include <map>
#include <mutex>
#include <string>

struct registry {
    std::mutex mutex;
    std::map<std::string, int> entries;
};

registry *reg_new(void) { return new registry; }
void reg_free(registry *r) { delete r; }

void reg_set(registry *r, const char *key, int value)
{
    std::lock_guard<std::mutex> lock(r->mutex);
    r->entries[key] = value;
}

void reg_remove(registry *r, const char *key)
{
    r->entries.erase(key);
}
