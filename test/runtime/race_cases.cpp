// Programs with a race and the same programs without, one per command line: `race-cases NAME
// racy|fixed`. Go's tests of its map race detector, and what C++ adds. In the fixed form a
// mutex is held around both sides. `race-cases --list` prints the names with what the report
// has to say.
#include "gate.h"

#include <maprace/lifecycle.h>
#include <maprace/map.h>
#include <maprace/report.h>
#include <maprace/set.h>
#include <maprace/unordered_map.h>
#include <maprace/unordered_set.h>

#include <cstdio>
#include <cstring>
#include <functional>
#include <mutex>
#include <string>

namespace {

using Map = maprace::unordered_map<Key, int, Hash>;
using Tree = maprace::map<Key, int>;

bool Fixed = false;
std::mutex Mutex;

// Under the mutex in the fixed form.
template <class Body> void guarded(Body B) {
  std::unique_lock<std::mutex> L(Mutex, std::defer_lock);
  if (Fixed)
    L.lock();
  B();
}

// First stops in the middle of what it does; Second does its part meanwhile.
template <class First, class Second> void overlap(First F, Second S) {
  std::thread A([&] {
    guarded([&] {
      TheGate.closeForMe();
      F();
    });
  });
  std::thread B([&] {
    TheGate.awaitEntered();
    guarded(S);
    TheGate.pass();
  });
  A.join();
  B.join();
}

template <class M> M filled() {
  M Out;
  for (int I = 0; I < 8; ++I)
    Out.emplace(I, I);
  return Out;
}

void writeWrite() {
  Map M = filled<Map>();
  overlap([&] { M.insert({100, 1}); }, [&] { M.insert({101, 1}); });
}
void readWrite() {
  Map M = filled<Map>();
  overlap([&] { M.insert({100, 1}); }, [&] { (void)M.find(3); });
}
// The read is the one that stops, and sees the write behind it at its end.
void writeDuringRead() {
  Map M = filled<Map>();
  overlap([&] { (void)M.count(3); }, [&] { M[101] = 1; });
}
void rangeWrite() {
  Map M = filled<Map>();
  overlap([&] { M.insert({100, 1}); },
          [&] {
            int Sum = 0;
            for (const auto &[K, V] : M)
              Sum += V;
            (void)Sum;
          });
}
// A write starts and ends between two steps.
void rangeThenWrite() {
  Map M = filled<Map>();
  std::atomic<bool> InLoop{false}, Written{false};
  std::thread A([&] {
    guarded([&] {
      for (auto I = M.begin(); I != M.end(); ++I) {
        InLoop.store(true);
        for (int N = 0; N < (Fixed ? 150 : 30000) && !Written.load(); ++N)
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
  });
  std::thread B([&] {
    while (!InLoop.load())
      std::this_thread::yield();
    guarded([&] { M.insert({100, 1}); });
    Written.store(true);
  });
  A.join();
  B.join();
}
void eraseRead() {
  Map M = filled<Map>();
  overlap([&] { M.erase(Key(3)); }, [&] { (void)M.contains(4); });
}
void sizeWrite() {
  Map M = filled<Map>();
  overlap([&] { M.insert({100, 1}); }, [&] { (void)M.size(); });
}
void nestedMaps() {
  maprace::unordered_map<int, Map> Outer;
  Map &Inner = Outer[1];
  Inner = filled<Map>();
  overlap([&] { Inner.insert({100, 1}); }, [&] { (void)Outer.at(1).find(2); });
}
// A hash that cannot throw is computed again when the table grows.
struct NoexceptHash {
  std::size_t operator()(Key K) const noexcept { return Hash()(K); }
};
void rehash() {
  auto M = filled<maprace::unordered_map<Key, int, NoexceptHash>>();
  overlap([&] { M.rehash(1000); }, [&] { (void)M.find(3); });
}
void subscriptPresent() {
  Map M = filled<Map>();
  overlap([&] { M[3] = 4; }, [&] { (void)M.find(4); });
}
void assign() {
  Map M = filled<Map>();
  overlap([&] { M = {{1, 1}, {2, 2}}; }, [&] { (void)M.size(); });
}
void swapped() {
  Map M = filled<Map>(), N = filled<Map>();
  overlap([&] { M.insert({100, 1}); }, [&] { swap(M, N); });
}
void copied() {
  Map M = filled<Map>();
  overlap([&] { M.insert({100, 1}); }, [&] { Map N = M; });
}
void tree() {
  Tree M = filled<Tree>();
  overlap([&] { M.insert({100, 1}); }, [&] { (void)M.lower_bound(3); });
}
void set() {
  maprace::set<Key> S{1, 2, 3};
  overlap([&] { S.insert(4); }, [&] { S.erase(Key(2)); });
}
void unorderedSet() {
  maprace::unordered_set<Key, Hash> S{1, 2, 3};
  overlap([&] { S.insert(4); }, [&] { (void)S.count(2); });
}

// --- never a race ------------------------------------------------------------------------------
void twoMaps() {
  Map M = filled<Map>(), N = filled<Map>();
  Fixed = false;
  overlap([&] { M.insert({100, 1}); }, [&] { N.insert({100, 1}); });
}
void twoReaders() {
  Map M = filled<Map>();
  Fixed = false;
  overlap([&] { (void)M.find(3); }, [&] { (void)M.find(4), (void)M.size(); });
}
void distinctElements() {
  Map M = filled<Map>();
  Fixed = false;
  overlap([&] { M.at(3) = 1; }, [&] { M.at(4) = 2, M.find(5)->second = 3; });
}
void filledBeforeStart() {
  Map M = filled<Map>();
  std::thread A([&] { (void)M.find(1); });
  std::thread B([&] { (void)M.find(1); });
  A.join();
  B.join();
  M.insert({100, 1});
}
// A hash that uses another map, and a value that looks into the map it is inserted to.
void reentrant() {
  static maprace::map<int, int> Other;
  struct UsesOther {
    std::size_t operator()(int K) const { return static_cast<std::size_t>(Other[K]); }
  };
  maprace::unordered_map<int, int, UsesOther> M;
  for (int I = 0; I < 10; ++I)
    M[I] = I;
  struct Looks {
    explicit Looks(maprace::map<int, int> &M) : Seen(M.size()) {}
    std::size_t Seen;
  };
  maprace::map<int, Looks> N;
  N.emplace(1, Other);
}
void throwing() {
  struct Throws {
    std::size_t operator()(int K) const {
      if (K == 13)
        throw 13;
      return static_cast<std::size_t>(K);
    }
  };
  maprace::unordered_map<int, int, Throws> M;
  for (int Round = 0; Round < 2; ++Round) {
    try {
      M[13] = 1;
    } catch (int) {
    }
    try {
      (void)M.find(13);
    } catch (int) {
    }
  }
  // The marks are gone: another thread may follow.
  std::thread([&] { M[1] = 1, (void)M.find(1); }).join();
  M[2] = 2;
}

struct Case {
  const char *Name;
  const char *Kind; ///< what the racy form reports; nullptr: never a race
  void (*Run)();
};
constexpr Case Cases[] = {
    {"write-write", "concurrent map writes", writeWrite},
    {"read-write", "concurrent map read and map write", readWrite},
    {"write-during-read", "concurrent map read and map write", writeDuringRead},
    {"range-write", "concurrent map iteration and map write", rangeWrite},
    {"range-then-write", "concurrent map iteration and map write", rangeThenWrite},
    {"erase-read", "concurrent map read and map write", eraseRead},
    {"size-write", "concurrent map read and map write", sizeWrite},
    {"nested", "concurrent map read and map write", nestedMaps},
    {"rehash", "concurrent map read and map write", rehash},
    {"subscript-present", "concurrent map read and map write", subscriptPresent},
    {"assign", "concurrent map read and map write", assign},
    {"swap", "concurrent map writes", swapped},
    {"copy", "concurrent map read and map write", copied},
    {"tree", "concurrent map read and map write", tree},
    {"set", "concurrent map writes", set},
    {"unordered-set", "concurrent map read and map write", unorderedSet},
    {"two-maps", nullptr, twoMaps},
    {"two-readers", nullptr, twoReaders},
    {"distinct-elements", nullptr, distinctElements},
    {"filled-before-start", nullptr, filledBeforeStart},
    {"reentrant", nullptr, reentrant},
    {"throwing", nullptr, throwing},
};

} // namespace

int main(int Argc, char **Argv) {
  if (Argc == 2 && !std::strcmp(Argv[1], "--list")) {
    for (const Case &C : Cases)
      std::printf("%s\t%s\n", C.Name, C.Kind ? C.Kind : "");
    return 0;
  }
  if (Argc != 3 || (std::strcmp(Argv[2], "racy") != 0 && std::strcmp(Argv[2], "fixed") != 0)) {
    std::fprintf(stderr, "usage: race-cases NAME racy|fixed, or --list\n");
    return 2;
  }
  Fixed = !std::strcmp(Argv[2], "fixed");
  if (!Fixed)
    TheGate.patient();
  for (const Case &C : Cases)
    if (!std::strcmp(Argv[1], C.Name)) {
      C.Run();
      return 0;
    }
  std::fprintf(stderr, "race-cases: no case '%s'\n", Argv[1]);
  return 2;
}
