// CASE: locks-flag-parameter-inner-lock-ok
// SOURCE: reduced from Apache Traffic Server, RecSetRecord with its flag for locking
// EXPECT: records OK
// STD: c++17
// PROVES: issue 3, locks: lock only under a condition
// WHY: threads leave the flag at its default; the one that passes false has the lock itself, and the record's own lock beside it

#include <pthread.h>
#include <string>
#include <unordered_map>

struct Record {
    int type;
    int data;
    pthread_mutex_t lock;
};

std::unordered_map<std::string, Record*> records;
pthread_rwlock_t recordsLock = PTHREAD_RWLOCK_INITIALIZER;

int setRecord(int type, const char* name, int data, bool lock = true) {
    int error = 0;
    if (lock)
        pthread_rwlock_wrlock(&recordsLock);
    if (auto it = records.find(name); it != records.end()) {
        Record* record = it->second;
        pthread_mutex_lock(&record->lock);
        if (record->data != data)
            record->data = data;
        pthread_mutex_unlock(&record->lock);
    } else {
        if (type == 0) {
            error = 1;
            goto done;
        }
        records.emplace(name, new Record{type, data, PTHREAD_MUTEX_INITIALIZER});
    }
done:
    if (lock)
        pthread_rwlock_unlock(&recordsLock);
    return error;
}

int setInt(const char* name, int value, bool lock = true) { return setRecord(0, name, value, lock); }

void reload() {
    pthread_rwlock_wrlock(&recordsLock);
    records.erase("old");
    for (int i = 0; i < 9; ++i)
        setRecord(1, "stat", i, false);
    pthread_rwlock_unlock(&recordsLock);
}

void* syncing(void*) {
    for (;;) {
        setInt("reconfigure", 1);
        reload();
    }
}

void* updating(void*) {
    for (;;)
        setInt("restart", 1);
}

int main() {
    pthread_t a, b;
    pthread_create(&a, nullptr, syncing, nullptr);
    pthread_create(&b, nullptr, updating, nullptr);
    pthread_join(a, nullptr);
    pthread_join(b, nullptr);
}
