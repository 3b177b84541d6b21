//===- analyzer.h - summaries of all functions -------------------*- C++ -*-===//
#ifndef MAPRACE_LINK_ANALYZER_H
#define MAPRACE_LINK_ANALYZER_H

#include "checker/link/assumptions.h"
#include "checker/link/dispatch.h"
#include "checker/link/gates.h"
#include "checker/link/summary.h"
#include "checker/link/turnstiles.h"
#include "maprace/checker/settings.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include <map>
#include <set>

namespace maprace {

/// Interns vectors, so that situations compare as numbers.
template <class T> class SetTable {
public:
  SetTable() { Sets.emplace_back(); }
  SetId intern(std::vector<T> V) {
    if (V.empty())
      return 0;
    std::size_t H = V.size();
    for (const T &X : V)
      H = llvm::hash_combine(H, hashOf(X));
    auto [Id, New] = Index.findOrAdd(H, Sets.size(), [&](SetId I) { return Sets[I] == V; });
    if (New)
      Sets.push_back(std::move(V));
    return Id;
  }
  const std::vector<T> &operator[](SetId I) const { return Sets[I]; }

private:
  std::vector<std::vector<T>> Sets;
  HashIndex Index;
  static std::size_t hashOf(TermId X) { return X; }
  static std::size_t hashOf(const LiveThread &X) { return llvm::hash_combine(X.Spawn, X.Handle); }
  static std::size_t hashOf(const Held &X) {
    return llvm::hash_combine(X.Lock, X.Shared, X.Guard, X.At.Line, X.At.Col);
  }
};

class Analyzer {
public:
  Analyzer(Program &P, const Settings &S);
  /// Computes every summary: callees first, cycles until nothing changes.
  void run();

  Program &P;
  const Settings &S;
  SetTable<Held> LockSets;
  SetTable<TermId> TermSets;
  SetTable<LiveThread> LiveSets;
  std::vector<SpawnRecord> Spawns; ///< [0] is unused
  /// Signals still to come are kept up to so many locks and tokens: in a program with
  /// hundreds of counters, each place would hold hundreds of them.
  static constexpr size_t MaxHeld = 32;
  std::vector<ChainNode> Chains;   ///< [0]: none
  std::vector<Mark> Marks{Mark()}; ///< [0]: none
  MarkId mark(const Mark &M);
  /// Critical sections, by where the lock was taken, in which a map and a field beside it
  /// are written; and those that write the field.
  std::map<std::pair<SymId, SymId>, std::set<Place>> WrittenTogether;
  std::map<SymId, std::set<Place>> WrittenField;
  /// Sections that look into two maps of an object.
  std::map<std::pair<SymId, SymId>, std::set<Place>> ReadTogether;
  /// Two places of a function of which no run comes to both, the first one first.
  std::set<std::pair<Place, Place>> EitherOr;
  /// Writes to maps whose object nobody else had seen yet: the map, and where.
  std::set<std::pair<TermId, Place>> WrittenUnseen;
  /// Where a field beside a map is read, and whether some caller holds a lock there.
  std::map<SymId, std::map<Place, bool>> ReadUnderLock;
  std::vector<Summary> Summaries;        ///< by FuncId
  std::vector<char> HasCaller;           ///< by FuncId: called, spawned or stored somewhere in view
  std::vector<std::uint32_t> LargeCycle; ///< by FuncId: which large cycle of calls it is on; 0: none

  SpawnId spawn(const SpawnRecord &R);
  ChainId chain(FuncId Caller, Place At, FuncId Callee, ChainId Next);
  /// Puts one call in front of a chain.
  ChainId prepend(FuncId Caller, Place At, FuncId Callee, ChainId Rest) { return chain(Caller, At, Callee, Rest); }
  /// Term of a value of F's facts, in F's frame.
  TermId term(FuncId F, ValueId V);
  /// The handles were added to the end of a container, one by one, and as many of its
  /// elements have been waited for, each by a constant index.
  bool allJoined(TermId Handle, llvm::ArrayRef<LiveThread> Live, llvm::ArrayRef<TermId> Joined) const;
  /// The bodies that a callable term runs, with the frames they run in.
  struct Target {
    FuncId Function = 0;
    Environment Env;
  };
  llvm::SmallVector<Target, 2> targets(TermId Callable, llvm::ArrayRef<TermId> Args);
  /// Bodies of a direct call event.
  llvm::SmallVector<FuncId, 2> callees(FuncId F, const Event &E);
  /// Composes a situation of a callee with the caller's at the call.
  Situation compose(const Situation &Outer, const Situation &Inner);
  Situation substitute(const Situation &W, const Environment &E, llvm::DenseMap<TermId, TermId> &Memo);
  ForwardedCall substitute(const ForwardedCall &W, const Environment &E);
  SpawnId substitute(SpawnId S, const Environment &E, llvm::DenseMap<TermId, TermId> &Memo);
  /// Some lock, nobody knows which: enough to keep silent about what it may guard.
  TermId unknownLock() { return P.Terms.make(TermKind::Global, 0, P.symbol("?")); }
  /// A local pointer that stands for the map on the heap that it was made with.
  bool isHeapLocal(TermId T) const;
  /// Paths that only this frame can reach: nobody else can see the object.
  bool isPrivate(FuncId F, TermId T) const;
  /// The map lies in the object that the function is called on, not behind a pointer.
  bool isPartOfThis(TermId Map) const {
    return P.Terms[P.Terms.root(Map)].Kind == TermKind::This && !throughPointer(P.Terms.base(Map));
  }
  /// A path goes through a pointer after its root.
  bool throughPointer(TermId T) const;
  SymId classOfTerm(TermId T) const;
  /// The same, where roots of F's frame may occur.
  SymId classOf(FuncId F, TermId T) const;
  /// The body of lock() or lock_shared() of a class of the program; 0: none in view.
  FuncId lockMethod(SymId Class, bool Shared) const;
  /// Object occurs in T: as a prefix, a capture or a bound argument.
  bool mentions(TermId T, TermId Object) const;
  /// Somebody looks at the flag or counter: without that, setting it signals nothing.
  bool isObserved(TermId Flag) const;
  Gates Running;
  Dispatch Virtual;
  Assumptions Flags;
  Turnstiles Rounds;
  /// What a caller's flags, Known, rule out does not happen: Assumptions::never() is among
  /// its locks then. What they agree to is marked no more.
  SetId decide(SetId Locks, llvm::ArrayRef<Assumption> Known);
  bool neverHappens(const Situation &W) const;
  bool HasBarriers = false; ///< some function waits at one
  /// Objects that begin their life in a loop: one for each round.
  llvm::DenseSet<TermId> FreshInLoop;

private:
  std::vector<std::vector<TermId>> TermCache;
  std::vector<std::vector<std::uint32_t>> EventOfCall; ///< by FuncId, by CallId: index of the event + 1
  std::unordered_multimap<std::size_t, SpawnId> SpawnIndex;
  HashIndex ChainIndex;
  std::map<Mark, MarkId> MarkIndex;
  TermId resultOf(FuncId F, std::uint32_t CallId);
  TermId thisOf(const FunctionInfo &I);
  std::vector<char> ResolvingResult;                    ///< by FuncId: calls whose result is being resolved
  std::set<std::pair<FuncId, std::uint32_t>> Resolving; ///< function, call: those themselves
  llvm::DenseSet<SymId> Observed;                       ///< fields and variables with an Observe event somewhere
  llvm::DenseMap<TermId, SymId> AllocClass;
  void analyze(FuncId F);
  friend class FunctionAnalysis;
};

} // namespace maprace
#endif
