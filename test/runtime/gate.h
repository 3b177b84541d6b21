// Makes overlaps happen for certain. A thread that has closed the gate for itself stops in the
// middle of the container's operation, where its hash or comparison is called, until the other
// thread says that it is through with its own part. Where the other thread is kept out, by a
// lock for instance, the gate opens by itself after a while: nothing is asserted on that time.
// Where it is not, patient() makes the gate wait for however long a busy machine takes.
#pragma once
#include <atomic>
#include <chrono>
#include <thread>

class Gate {
public:
  /// The next call of stop() by this thread stops.
  void closeForMe() { Mine = this; }
  void patient() { Milliseconds = 30000; }
  void stop() {
    if (Mine != this)
      return;
    Mine = nullptr;
    Entered.store(true);
    for (int I = 0; I < Milliseconds && !Passed.load(); ++I)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  void awaitEntered() {
    while (!Entered.load())
      std::this_thread::yield();
  }
  void pass() { Passed.store(true); }
  void reset() {
    Entered.store(false);
    Passed.store(false);
  }

private:
  static inline thread_local Gate *Mine = nullptr;
  std::atomic<bool> Entered{false}, Passed{false};
  int Milliseconds = 150;
};
inline Gate TheGate;

struct Key {
  int Value = 0;
  Key() = default;
  Key(int V) : Value(V) {}
  friend bool operator==(Key A, Key B) { return A.Value == B.Value; }
  friend bool operator<(Key A, Key B) {
    TheGate.stop();
    return A.Value < B.Value;
  }
};
struct Hash {
  std::size_t operator()(Key K) const {
    TheGate.stop();
    return static_cast<std::size_t>(K.Value);
  }
};
