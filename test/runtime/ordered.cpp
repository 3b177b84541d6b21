// A program without a race that orders its threads by every means that the runtime says it sees.
#include <maprace/map.h>
#include <maprace/unordered_map.h>

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <pthread.h>
#include <queue>
#include <semaphore.h>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

using Map = maprace::map<int, int>;
using Table = maprace::unordered_map<int, std::string>;

void mutexes() {
  Table T;
  std::mutex Plain;
  std::timed_mutex Timed;
  std::recursive_mutex Recursive;
  Map OfTimed, OfRecursive;
  std::vector<std::thread> All;
  for (int N = 0; N < 4; ++N)
    All.emplace_back([&, N] {
      for (int I = 0; I < 300; ++I) {
        {
          const std::lock_guard<std::mutex> L(Plain);
          T[I % 50] = std::to_string(N);
          if (I % 10 == 0)
            T.erase(I % 50);
          for (const auto &E : T)
            (void)E;
        }
        if (Timed.try_lock_for(std::chrono::seconds(5))) {
          OfTimed[I % 7] = N;
          Timed.unlock();
        }
        const std::lock_guard<std::recursive_mutex> L(Recursive);
        const std::lock_guard<std::recursive_mutex> Again(Recursive);
        OfRecursive[I % 7] = N;
      }
    });
  for (std::thread &A : All)
    A.join();
  T.clear();
}

void readWriteLocks() {
  Map M;
  std::shared_mutex Mu;
  std::vector<std::thread> All;
  for (int N = 0; N < 4; ++N)
    All.emplace_back([&] {
      for (int I = 0; I < 300; ++I)
        if (I % 20 == 0) {
          const std::unique_lock<std::shared_mutex> L(Mu);
          M[I] = I;
        } else {
          const std::shared_lock<std::shared_mutex> L(Mu);
          for (const auto &E : M)
            (void)E;
        }
    });
  for (std::thread &A : All)
    A.join();
}

void handedThroughAQueue() {
  std::mutex Mu;
  std::condition_variable Ready;
  std::queue<std::unique_ptr<Map>> Q;
  std::thread Producer([&] {
    for (int I = 0; I < 100; ++I) {
      auto M = std::make_unique<Map>();
      (*M)[I] = I;
      {
        const std::lock_guard<std::mutex> L(Mu);
        Q.push(std::move(M));
      }
      Ready.notify_one();
    }
  });
  for (int I = 0; I < 100; ++I) {
    std::unique_lock<std::mutex> L(Mu);
    Ready.wait(L, [&] { return !Q.empty(); });
    const auto M = std::move(Q.front());
    Q.pop();
    L.unlock();
    (*M)[1000] = 1;
  }
  Producer.join();
}

void semaphoresAndBarriers() {
  Map M, N;
  sem_t S;
  sem_init(&S, 0, 0);
  pthread_barrier_t B;
  pthread_barrier_init(&B, nullptr, 2);
  pthread_spinlock_t Spin;
  pthread_spin_init(&Spin, 0);
  Map O;
  const auto Spinning = [&] {
    pthread_spin_lock(&Spin);
    ++O[1];
    pthread_spin_unlock(&Spin);
  };
  std::thread First([&] {
    M[1] = 1;
    sem_post(&S);
    N[1] = 1;
    Spinning();
    pthread_barrier_wait(&B);
  });
  std::thread Second([&] {
    sem_wait(&S);
    M[2] = 2;
    Spinning();
    pthread_barrier_wait(&B);
    N[2] = 2;
  });
  First.join();
  Second.join();
  sem_destroy(&S);
  pthread_barrier_destroy(&B);
  pthread_spin_destroy(&Spin);
}

const Map &table() {
  static const Map T = [] {
    Map M;
    for (int I = 0; I < 20; ++I)
      M[I] = I;
    return M;
  }();
  return T;
}

void onceAndFutures() {
  Map M;
  std::once_flag Once;
  std::vector<std::thread> All;
  for (int N = 0; N < 4; ++N)
    All.emplace_back([&] {
      std::call_once(Once, [&] { M[1] = 1; });
      (void)M.find(1);
      (void)table().find(3);
    });
  for (std::thread &A : All)
    A.join();
  std::promise<std::shared_ptr<Map>> P;
  auto F = P.get_future();
  std::thread Filler([&] {
    auto New = std::make_shared<Map>();
    (*New)[1] = 1;
    P.set_value(std::move(New));
  });
  (*F.get())[2] = 2;
  Filler.join();
  auto G = std::async(std::launch::async, [] {
    Map R;
    R[1] = 1;
    return R;
  });
  Map R = G.get();
  R[2] = 2;
}

// Destroyed by whoever is last: the count of references orders that.
void sharedOwners() {
  for (int I = 0; I < 30; ++I) {
    auto M = std::make_shared<Map>();
    (*M)[1] = 1;
    std::thread A([M] { (void)M->find(1); }), B([M] { (void)M->find(2); });
    M.reset();
    A.join();
    B.join();
  }
}

} // namespace

int main() {
  mutexes();
  readWriteLocks();
  handedThroughAQueue();
  semaphoresAndBarriers();
  onceAndFutures();
  sharedOwners();
}
