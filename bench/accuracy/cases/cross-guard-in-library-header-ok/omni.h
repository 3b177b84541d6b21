// As an installed library's header in /usr/include.
#pragma GCC system_header
#pragma once
#include <pthread.h>

class omni_mutex {
public:
  omni_mutex() { pthread_mutex_init(&posix_mutex, nullptr); }
  ~omni_mutex() { pthread_mutex_destroy(&posix_mutex); }
  inline void lock() { pthread_mutex_lock(&posix_mutex); }
  inline void unlock() { pthread_mutex_unlock(&posix_mutex); }
  inline void acquire() { lock(); }
  inline void release() { unlock(); }

private:
  omni_mutex(const omni_mutex&);
  omni_mutex& operator=(const omni_mutex&);
  pthread_mutex_t posix_mutex;
};

class omni_mutex_lock {
public:
  inline omni_mutex_lock(omni_mutex& m) : mutex(m) { mutex.lock(); }
  inline ~omni_mutex_lock() { mutex.unlock(); }

private:
  omni_mutex& mutex;
  omni_mutex_lock(const omni_mutex_lock&);
  omni_mutex_lock& operator=(const omni_mutex_lock&);
};
