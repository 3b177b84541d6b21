// CASE: contexts-pthread-key-destructor-ok
// SOURCE: written for this suite
// EXPECT: live OK
// STD: c++17
// PROVES: design, thread entries; registrars
// WHY: a thread that ends takes the lock to sign off

#include <pthread.h>
#include <unordered_map>

struct Session { int id; };

static pthread_key_t session_key;
static pthread_mutex_t live_lock = PTHREAD_MUTEX_INITIALIZER;
static std::unordered_map<int, Session *> live;

static void session_ended(void *p) {
    Session *s = static_cast<Session *>(p);
    pthread_mutex_lock(&live_lock);
    live.erase(s->id);
    pthread_mutex_unlock(&live_lock);
    delete s;
}

static void *client(void *arg) {
    Session *s = new Session{static_cast<int>(reinterpret_cast<long>(arg))};
    pthread_setspecific(session_key, s);
    pthread_mutex_lock(&live_lock);
    live[s->id] = s;
    pthread_mutex_unlock(&live_lock);
    return nullptr;
}

int main() {
    pthread_key_create(&session_key, session_ended);
    pthread_t threads[8];
    for (long i = 0; i < 8; ++i)
        pthread_create(&threads[i], nullptr, client, reinterpret_cast<void *>(i));
    for (int i = 0; i < 8; ++i)
        pthread_join(threads[i], nullptr);
}
