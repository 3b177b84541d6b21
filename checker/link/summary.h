//===- summary.h - what a function does, seen from its callers ---*- C++ -*-===//
//
// Summaries are computed bottom-up over the call graph and instantiated at each
// call by substituting the frame's roots (RacerD's compositional scheme: Blackshear
// et al., OOPSLA 2018), with three things RacerD does not keep: which lock, which
// threads run, and which have been waited for.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_LINK_SUMMARY_H
#define MAPRACE_LINK_SUMMARY_H

#include "checker/link/assumptions.h"
#include <vector>

namespace maprace {

using SetId = std::uint32_t;   ///< interned set; 0: the empty one
using ChainId = std::uint32_t; ///< interned call chain; 0: in the function itself
using SpawnId = std::uint32_t;

/// On a SpawnRecord: the thread was given an object of an earlier round of a loop,
/// not the one of the same name that lives now.
inline constexpr std::uint16_t FlagStale = 0x8000;
/// On a SpawnRecord: stands in a loop, and its handle is added to a container.
inline constexpr std::uint16_t FlagRepeated = 0x4000;

// On an AccessRecord, beyond the flags of its event:
/// The pointer that holds the map was just seen to be empty (lazy initialisation).
inline constexpr std::uint16_t FlagLazy = 0x8000;
/// A reference into the map leaves the function that locked it: used later, without.
inline constexpr std::uint16_t FlagEscape = 0x4000;
/// A guard made for this access died at once, as an unnamed temporary.
inline constexpr std::uint16_t FlagDiscarded = 0x2000;
/// In its own critical section the map was looked at again.
inline constexpr std::uint16_t FlagRechecked = 256;

/// What several steps together do to a map that each of them alone does not. The access
/// that is marked is the last step; its locks are those held over all of them.
enum class MarkKind : std::uint8_t {
  CheckThenAct, ///< tested in one critical section, acted upon in the next
  LostUpdate,   ///< read in one critical section, written back, changed, in the next
  TornUpdate,   ///< the map in one section, the field that goes with it in another
  KeptView,     ///< a local that leads to an element is used when its lock is gone
  SharedCopy,   ///< what the values of a copy point to is changed
};
enum class Presence : std::uint8_t { Absent, Present, Unknown };

struct Mark {
  MarkKind Kind = MarkKind::CheckThenAct;
  Place At;            ///< of the step before: test, other half, view, copy
  SymId Operation = 0; ///< of the step before
  SymId Field = 0;     ///< TornUpdate: the companion
  Presence Seen = Presence::Unknown;
  bool Write = false; ///< TornUpdate: the companion is written
  auto operator<=>(const Mark &) const = default;
};
using MarkId = std::uint32_t; ///< into Analyzer::Marks; 0: none

/// A lock held on every path to a point.
struct Held {
  TermId Lock = 0;
  bool Shared = false;
  TermId Guard = 0;       ///< the RAII object that holds it; 0: locked by hand
  Place At;               ///< where it was taken
  std::uint8_t Again = 0; ///< how often more (recursive mutexes); counted up to 3
  bool operator==(const Held &) const = default;
};

/// A thread that may be running: which start, and how it can be waited for.
struct LiveThread {
  SpawnId Spawn = 0;
  TermId Handle = 0;
  auto operator<=>(const LiveThread &) const = default;
};

/// Where control went on its way to an event, outermost call first.
struct ChainNode {
  FuncId Caller = 0;
  Place At;
  FuncId Callee = 0;
  ChainId Next = 0;
};

/// What is true at an event, relative to the start of the frame.
struct Situation {
  SetId Locks = 0;    ///< held, taken in this frame or below
  SetId Released = 0; ///< locks of callers that were given up on the way
  SetId Live = 0;     ///< threads started in this frame or below that may run
  SetId Joined = 0;   ///< handles surely waited for since the frame began
  bool operator==(const Situation &) const = default;
};

struct AccessRecord {
  TermId Map = 0;
  Effect What = Effect::Read;
  std::uint16_t Flags = 0;
  SymId Operation = 0;
  FuncId Function = 0; ///< where the operation is written
  Place At;
  Situation Where;
  ChainId Chain = 0;
  bool Early = false; ///< before the frame has shown the object, which its caller gave, to anybody
  bool Init = false;  ///< in a constructor or destructor of the object that holds the map
  Place GuardAt;      ///< with FlagDiscarded: where the guard was made
  TermId Key = 0;     ///< of the element; 0: unknown
  MarkId Mark = 0;
};

/// A look at a map that the function's result tells the caller about.
struct LookupRecord {
  TermId Map = 0, Key = 0;
  Situation Where;
  SymId Operation = 0;
  Place At;
  Presence TrueMeans = Presence::Unknown; ///< what a result that is true, or something, says
  bool Insert = false;                    ///< insert(), whose result tells the same
};

/// A field beside a map is read or written.
struct TouchRecord {
  TermId Field = 0;
  bool Write = false;
  Situation Where;
  Place At;
  bool Map = false; ///< the field is another map
};

/// A call of a value that the frame cannot resolve.
struct InvokeRecord {
  TermId Callee = 0;
  std::vector<TermId> Args;
  FuncId Function = 0;
  Place At;
  Situation Where;
  ChainId Chain = 0;
};

/// What a function returns leads into a map.
struct ViewRecord {
  TermId Map = 0;
  bool Whole = false;
  std::vector<TermId> Left; ///< locks under which it was made, and that were given back since
};

/// What a function returns is what the call of a value gives that it cannot resolve.
struct ForwardedCall {
  TermId Callee = 0;
  std::vector<TermId> Args;
  std::vector<TermId> Locks; ///< of the function's own, held around the call
};

/// Identity of a start, independent of when it happens.
struct SpawnRecord {
  TermId Callee = 0;
  std::vector<TermId> Args;
  SymId Mechanism = 0;
  FuncId Function = 0;
  Place At;
  std::uint16_t Flags = 0;
  TermId Posted = 0; ///< for a callable that is stored: where; runs when somebody calls it
  bool operator==(const SpawnRecord &) const = default;
};

struct SpawnOccurrence {
  SpawnId Spawn = 0;
  TermId Handle = 0;
  Situation Where; ///< Live: what may already run when it starts
  ChainId Chain = 0;
};

struct StoreRecord {
  TermId Dest = 0;
  TermId Source = 0;
  bool Init = false;
  bool operator==(const StoreRecord &) const = default;
};

/// A call that is not lifted into the caller's summary: Contexts goes down it, once for
/// each way the callee's frame can look (deferral.cpp says when, descent.cpp how).
struct DeferredCall {
  FuncId Callee = 0;
  Environment Env; ///< the callee's roots in the caller's terms
  Situation Where; ///< in the caller, at the call
  Place At;
  SlotSet Private = 0; ///< slots whose object nobody else can see
  SlotSet Fresh = 0;   ///< slots whose object is being constructed or destroyed
};

/// One of several ways out of a function, where a flag of the caller's decides which.
struct ExitWay {
  std::vector<Assumption> When;
  std::vector<Held> Locks;
  std::vector<TermId> Released;
};

struct Summary {
  std::vector<AccessRecord> Accesses;
  std::vector<InvokeRecord> Invokes;
  std::vector<SpawnOccurrence> Spawns;
  std::vector<StoreRecord> Stores;
  std::vector<DeferredCall> Deferred;
  std::vector<LookupRecord> Lookups;
  std::vector<TouchRecord> Touches;
  std::vector<TermId> CopiesOut; ///< maps of which it returns a copy, made with a lock held
  std::vector<TermId> Signals;   ///< what it signals or publishes: lets others pass
  std::vector<TermId> Turns;     ///< of Signals: set, not counted: whoever had its turn has it no more
  std::vector<TermId> Returns;
  std::vector<ViewRecord> Views; ///< what it returns leads there
  std::vector<ForwardedCall> Forwards;
  std::vector<TermId> Made;         ///< of Returns: objects that nobody but the caller has
  std::vector<Held> ExitLocks;      ///< still held on return
  std::vector<TermId> ExitReleased; ///< locks of the caller given up
  std::vector<ExitWay> ExitWays;    ///< instead of these two, where there is more than one way
  std::vector<LiveThread> ExitLive; ///< started and not waited for
  std::vector<TermId> ExitJoined;   ///< handles waited for on every path
  std::vector<TermId> Barriers;     ///< passed on every path
  TermId Answer = 0;                ///< the member whose value it returns, as a getter does
  std::vector<SymId> Changes;       ///< flags that decide about locks somewhere, and that it may set
  bool Returning = true;            ///< some path reaches the exit
  bool Truncated = false;           ///< a limit was met
};

} // namespace maprace
#endif
