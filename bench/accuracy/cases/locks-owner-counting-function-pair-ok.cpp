// CASE: locks-owner-counting-function-pair-ok
// SOURCE: reduced from Apache Traffic Server, rec_mutex_acquire and the callbacks of a record
// EXPECT: records OK
// STD: c++17
// PROVES: issue 3, locks: recursive mutexes
// WHY: the map is only looked up, with the reader's lock; what a record leads to has the record's own mutex, which counts its owner's visits

#include <pthread.h>
#include <string>
#include <unordered_map>

struct RecordMutex {
    unsigned holding;
    pthread_t holder;
    pthread_mutex_t inner;
};

void acquire(RecordMutex* mutex) {
    pthread_t self = pthread_self();
    if (mutex->holder != self) {
        pthread_mutex_lock(&mutex->inner);
        mutex->holder = self;
    }
    mutex->holding++;
}

void release(RecordMutex* mutex) {
    if (mutex->holding != 0) {
        mutex->holding--;
        if (mutex->holding == 0) {
            mutex->holder = 0;
            pthread_mutex_unlock(&mutex->inner);
        }
    }
}

struct Callback {
    int id;
    Callback* next;
};

struct Record {
    RecordMutex lock;
    Callback* callbacks;
};

std::unordered_map<std::string, Record*> records;
pthread_rwlock_t recordsLock = PTHREAD_RWLOCK_INITIALIZER;

void add(const char* name, int id) {
    pthread_rwlock_rdlock(&recordsLock);
    if (auto it = records.find(name); it != records.end()) {
        Record* record = it->second;
        acquire(&record->lock);
        record->callbacks = new Callback{id, record->callbacks};
        release(&record->lock);
    }
    pthread_rwlock_unlock(&recordsLock);
}

int count(const char* name) {
    int n = 0;
    pthread_rwlock_rdlock(&recordsLock);
    if (auto it = records.find(name); it != records.end()) {
        Record* record = it->second;
        acquire(&record->lock);
        for (Callback* c = record->callbacks; c; c = c->next)
            ++n;
        release(&record->lock);
    }
    pthread_rwlock_unlock(&recordsLock);
    return n;
}

void* counting(void*) {
    for (;;)
        count("a");
}

void* adding(void*) {
    for (int i = 0;; ++i)
        add("a", i);
}

int main() {
    records.emplace("a", new Record{{0, 0, PTHREAD_MUTEX_INITIALIZER}, nullptr});
    pthread_t a, b;
    pthread_create(&a, nullptr, counting, nullptr);
    pthread_create(&b, nullptr, adding, nullptr);
    pthread_join(a, nullptr);
    pthread_join(b, nullptr);
}
