//===- program.h - synthetic programs to measure the link on -----*- C++ -*-===//
//
// A program is made up from a few numbers and a seed, and written twice: as the facts
// that `maprace link` reads, so that 100,000 functions need no compiler, and as C++
// source, so that a test can check on a small one that extraction sees the same program.
//
// Its shape is that of a server. Units lie in layers, few at the top, many at the bottom.
// A unit holds classes that own each other (`part_`) and one global object, its service.
// Methods call their own class, their part, and services of lower layers, directly or
// through pointers that were wired at the start. From everywhere they call shared
// helpers, which take a map by reference, and tallies, which are global maps. Hubs call
// listeners virtually and buses call stored callables, both of which lead back up, so
// that much of the program is one cycle of calls. Some public methods have no caller.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_BENCH_SCALE_PROGRAM_H
#define MAPRACE_BENCH_SCALE_PROGRAM_H

#include "maprace/checker/facts.h"
#include <string>
#include <utility>
#include <vector>

namespace maprace::synthetic {

/// What the user chooses.
struct Shape {
  unsigned Functions = 1000; ///< about; the units follow from it
  unsigned Classes = 4;      ///< in a unit
  unsigned Methods = 5;      ///< of a class
  unsigned Depth = 8;        ///< layers of units
  unsigned FanOut = 3;       ///< calls in a method
  unsigned Entries = 8;      ///< threads
  unsigned Locked = 65;      ///< percent of classes with a map and a mutex, always locked
  unsigned Racy = 5;         ///< percent of classes that forget the mutex in one method
  unsigned Upward = 15;      ///< per thousand of calls that go through a hub or a bus
  unsigned Seed = 1;
};

enum class StepKind : std::uint8_t {
  Insert,      ///< entries_[k] = k;
  Erase,       ///< entries_.erase(k);
  Count,       ///< k += entries_.count(k);
  Config,      ///< k += config.count(k);            filled by setup(), then only read
  Lock,        ///< { std::lock_guard<std::mutex> lock(mu_);
  Unlock,      ///< }
  If,          ///< if (k > 0) {
  EndIf,       ///< }
  CallOwn,     ///< m<Method>(k);
  CallPart,    ///< part_.m<Method>(k);
  CallService, ///< u<Target>::service.m<Method>(k);
  CallWired,   ///< dep<Target>_->m<Method>(k);
  CallHelper,  ///< helper<Target>(entries_, k);
  CallTally,   ///< tally<Target>(k);
  Peek,        ///< peek<Target>(k);                 reads a tally without its lock
  Fire,        ///< hub<Target>.fire(k);
  Publish,     ///< bus<Target>.publish(k);
};

/// Lines are set by writeSource(), and the facts repeat them.
struct Step {
  StepKind Kind;
  unsigned Target = 0, Method = 0;
  unsigned Line = 0;
};

struct Method {
  std::vector<Step> Steps;
  unsigned Line = 0;
};

struct Class {
  bool HasMap = false;
  bool Racy = false;
  std::vector<Method> Methods;
  unsigned Line = 0, MutexLine = 0, MapLine = 0, PartLine = 0;
};

inline constexpr unsigned None = ~0u;

struct Unit {
  unsigned Layer = 0;
  std::vector<Class> Classes;      ///< the last one is the service's
  std::vector<unsigned> Uses;      ///< units whose services are called by name
  std::vector<unsigned> Wired;     ///< units whose services setup() hands over as pointers
  unsigned Hub = None, Bus = None; ///< the service listens there
  unsigned NotifyMethod = 0;       ///< what notify() and the callable run
  unsigned ServiceLine = 0, ConfigLine = 0, WireLine = 0, NotifyLine = 0, SetupLine = 0;
  std::vector<unsigned> DepLines, StoreLines; ///< by wired pointer: the field, its store
  unsigned FillLine = 0, WireCallLine = 0, AddLine = 0, SubscribeLine = 0, NotifyCallLine = 0;
};

/// An entry of a thread calls services of the top layer.
struct Entry {
  std::vector<Step> Steps;
  unsigned Line = 0, SpawnLine = 0, JoinLine = 0;
};

struct Program {
  explicit Program(const Shape &S);
  Shape S;
  std::vector<Unit> Units;
  unsigned Hubs = 0, Buses = 0, Helpers = 0, Tallies = 0;
  unsigned Peeked = 0; ///< tallies, the first ones, that are also read without their lock
  std::vector<Entry> Entries;
  Entry Main; ///< what main does itself while the threads run
  /// Maps that are touched without their lock in some method: "u3::C1::entries_".
  std::vector<std::string> racyMaps() const;
  unsigned functions() const;
};

/// The text of each file, by name: one header and one source a unit.
using Files = std::vector<std::pair<std::string, std::string>>;
Files writeSource(Program &P, const std::string &Folder);

/// What `maprace extract` says of these files, but for columns. Call after writeSource().
std::vector<UnitFacts> writeFacts(const Program &P, const std::string &Folder);

// Names that both writers use.
std::string nameSpace(unsigned Unit);
std::string className(unsigned Class);
inline constexpr unsigned SetupGroup = 40; ///< units that one setup function of main.cpp sets up

} // namespace maprace::synthetic
#endif
