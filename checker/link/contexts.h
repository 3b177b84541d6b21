//===- contexts.h - which threads there are and what each touches -*- C++ -*-===//
//
// From summaries to a picture of the running program: each start of a thread that
// reaches a root (main, or a function nobody in view calls) becomes a context, and
// every access gets the context it runs in, in absolute terms.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_LINK_CONTEXTS_H
#define MAPRACE_LINK_CONTEXTS_H

#include "checker/link/analyzer.h"
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace maprace {

using ContextId = std::uint32_t;
inline constexpr ContextId NoContext = ~0u;

enum class ContextKind : std::uint8_t {
  Main,     ///< the initial thread of a program
  External, ///< a function that nobody in view calls
  Startup,  ///< what runs before main: the initialiser of a global
  Thread,   ///< a started thread, task or handler
  Posted,   ///< a callable stored for others to call: runs in its carriers' threads
};

struct Context {
  ContextKind Kind = ContextKind::Main;
  ContextId Parent = NoContext; ///< who started or posted it
  FuncId Entry = 0;
  SpawnId Spawn = 0;
  TermId Handle = 0;
  Situation Where; ///< of the start, in the parent's frame
  ChainId Chain = 0;
  bool Many = false;    ///< may run beside itself
  bool Repeats = false; ///< posted again and again
  std::vector<ContextId> Carriers;
  std::map<ContextId, TermId> Drained; ///< what each carrier takes callables from
};

struct ContextAccess {
  ContextId In = 0;
  AccessRecord Access;   ///< in absolute terms
  ChainId Prefix = 0;    ///< calls before those of Access.Chain, the innermost first
  SymId Member = 0;      ///< the pointer member by which the code reaches the map, where that leads to another name
  bool ByGlobal = false; ///< the object was found on a path that begins at a global
};

class Contexts {
public:
  explicit Contexts(Analyzer &A);

  Analyzer &A;
  Program &P;
  const TermId ThreadEnd; ///< what is stored there runs at the end of the thread
  std::vector<Context> All;
  std::vector<ContextAccess> Accesses;

  /// May the two accesses happen at the same time? Map: the object, to tell
  /// instances apart.
  bool parallel(const ContextAccess &X, const ContextAccess &Y) const;
  /// Strict: with nothing in view that orders or connects the two, only the outside's
  /// own handles (the object a method is called on) may be the same.
  bool mayAlias(TermId X, TermId Y, bool Strict = false, unsigned Depth = 0) const;
  bool anyOfSeveral(TermId Lock, TermId Map) const;
  /// Both terms name one lock, given that X's map and Y's are one object.
  bool sameLock(TermId LockX, TermId MapX, TermId LockY, TermId MapY) const;
  /// Each thread of the context works on an object of its own.
  /// What each of several instances of a thread has for itself.
  enum class Distinct : std::uint8_t {
    No,     ///< nothing
    Slot,   ///< an element of a container that all of them know
    Object, ///< the object
  };
  Distinct distinct(const ContextAccess &X) const;
  bool distinctPerInstance(const ContextAccess &X) const { return distinct(X) != Distinct::No; }
  /// Done to the object of Own's thread before it is started, by its starter (preparation.cpp).
  bool prepares(const ContextAccess &Early, const ContextAccess &Own) const;
  /// T is, or is part of, what the thread got when it was started.
  bool givenByStart(ContextId C, TermId T) const;
  /// The thread was given the object when it was started, or one that leads to it.
  bool knowsFromStart(ContextId C, TermId Object, unsigned Depth = 0) const;
  ContextId root(ContextId C) const;
  bool isRoot(ContextId C) const { return All[C].Parent == NoContext; }
  /// The context, or one that started it, is a callable that unknown code may run.
  bool onlyPossible(ContextId C) const;
  /// The map had come so far before the access, or before the thread of it was started.
  bool reached(const ContextAccess &X, const char *Milestone) const;
  /// Some map has been frozen before: what happens then, an earlier access does not show.
  bool isLate(const Situation &W) const;
  /// The two are at different sides of a barrier that all threads of the context pass.
  bool inStep(const Situation &X, const Situation &Y) const;
  /// The locks held at an access, without the halves of signal tokens.
  std::vector<Held> locks(const ContextAccess &X) const;
  /// The frame that Root lives in is outside of the context: its threads share it.
  /// A local of a function that the thread itself calls is the thread's own.
  bool frameIsShared(ContextId C, const Term &Root) const;
  /// Two threads work on one frame's object: one has made it and started the other with it,
  /// or one thread has started both.
  bool sameFrame(ContextId X, ContextId Y, const Term &Root) const {
    return X != Y && frameOwner(X, Root) == frameOwner(Y, Root);
  }
  /// The context in which the frame runs that the object of a context lives in.
  ContextId frameOwner(ContextId C, const Term &Root) const;

  /// Nobody but the context passes anything through the queue, flag or promise.
  bool isOnlySignaller(ContextId C, TermId Object) const;

private:
  std::map<TermId, std::set<ContextId>> Signallers; ///< object -> who signals it
  struct Pending {
    ContextId In;
    InvokeRecord Invoke;
    unsigned Depth;
  };
  struct Post {
    ContextId By;
    SpawnOccurrence Occurrence;
    bool Once; ///< runs a single time: queued once, in an executor that takes out what it runs
    bool Repeats;
  };
  std::map<TermId, std::set<TermId>> Holders; ///< value -> places that it is stored in
  /// What mayAlias has found out from Holders: object, place, Strict, Depth.
  mutable std::map<std::tuple<TermId, TermId, bool, unsigned>, bool> FoundThere;
  /// What knowsFromStart has: context, object, depth.
  mutable std::map<std::tuple<ContextId, TermId, unsigned>, bool> KnownFromStart;
  bool ownAllocation(TermId T) const;
  TermId underAnyKey(TermId T) const;
  bool foundByStore(const ContextAccess &X, TermId Root) const;
  bool leftRunning(ContextId Starter, const Context &Child) const;
  bool outlivesStarter(llvm::ArrayRef<ContextId> Path, const Situation &Now) const;
  bool onePerObject(TermId Made, const std::set<TermId> &Places) const;
  TermId soleHolder(TermId T) const;                  ///< the one member that holds it; 0 for none or several
  std::map<TermId, std::vector<TermId>> Stores;       ///< absolute place -> what is stored there
  std::map<TermId, std::vector<TermId>> StoresOfKeys; ///< place, under any key -> what is stored there under some
  std::map<TermId, std::vector<Post>> Posts;          ///< by container
  bool leadsToLock(SymId Pointer, SymId Lock) const;
  /// Pointer members, and the locks whose addresses they were given.
  mutable std::optional<std::set<std::pair<SymId, SymId>>> Lent;
  std::map<ContextId, std::set<std::pair<FuncId, Place>>> Sites; ///< starts below each root
  bool EndsThreads = false;                                      ///< something is
  std::vector<Pending> Invokes;
  std::set<std::tuple<ContextId, TermId, std::size_t, SetId, SetId, SetId>> SeenInvoke;
  std::map<std::tuple<ContextId, SpawnId, FuncId>, ContextId> Started;
  std::set<std::tuple<ContextId, TermId, FuncId>> Ran;
  std::map<std::pair<FuncId, Place>, unsigned> StartedAt; ///< contexts by entry and place of the start

  Environment rootEnvironment(FuncId F);
  void addRoot(FuncId F, ContextKind K);
  /// How a deferred call was reached.
  struct Way {
    ChainId Prefix = 0;
    SlotSet Private = 0, Fresh = 0;
    bool Late = false; ///< beyond the budget: only accesses count, nothing is started or called
  };
  void run(ContextId C, const Analyzer::Target &T, const Situation &Outer, FuncId Caller, Place At, unsigned Depth,
           const Way *Below = nullptr);
  void noteStores(const Summary &S, const Environment &Env);
  // --- calls that the summaries leave to us: descent.cpp ---
  struct Frame;
  struct Reach; ///< what lies behind deferred calls, by function
  std::shared_ptr<Reach> Behind;
  Reach &reach();
  bool enter(const DeferredCall &D, FuncId Caller, const Frame &From, Frame &To);
  struct Descent {
    ContextId C;
    Analyzer::Target T;
    Situation Outer;
    ChainId Prefix;
    unsigned Depth;
  };
  void descend(const Descent &From);
  void collectStores(const Analyzer::Target &T);
  /// Stored callables are descended into when all who run them are known.
  std::vector<Descent> Waiting;
  void descendLater();
  ContextId representative(ContextId C);
  ContextId shownBy(ContextId C, const AccessRecord &X);
  void start(ContextId Parent, const SpawnOccurrence &O, unsigned Depth);
  void resolveInvokes();
  TermId resolve(TermId T) const;
  TermId resolve(TermId T, unsigned Depth) const;
  mutable llvm::DenseMap<TermId, std::pair<TermId, std::uint32_t>> Resolved; ///< as of how many stores
  std::uint32_t StoreCount = 0;
  TermId postKey(TermId T) const;
  bool isQueue(TermId T) const;
  bool queuedOnce(TermId Queue, ContextId By, bool Again) const;
  /// Both lead into one queue, field or variable of callables.
  bool sameContainer(TermId X, TermId Y) const;
  void addAccess(ContextId C, AccessRecord R, ChainId Prefix = 0);
  TermId besideMap(TermId Lock, TermId Map, TermId Found) const;
  bool goesOver(const ContextAccess &X, const ContextAccess &Slot) const;
  SetId seenBy(const Context &C);
  bool excused(ContextId C, const Situation &W) const;
  bool farFromHandler(ContextId C, ChainId Chain, ChainId Prefix) const;
  mutable std::map<SetId, std::vector<LiveThread>> Stale;
  const std::vector<LiveThread> &staleIn(SetId Live) const; ///< starts of an earlier round of a loop
  /// Nothing that begins when main does, or later, runs beside it.
  bool endsBeforeMain(const llvm::SmallVectorImpl<ContextId> &Path) const;
  bool isLive(const Situation &W, const Context &C, TermId Map) const;
  /// Both are what one and the same thread of a team does.
  bool byOneThread(const Situation &X, const Situation &Y) const;
  bool isTeam(TermId T) const;
  bool ofTeam(const Context &C) const;
  bool carried(const Context &X, const Context &Y, bool &Decided) const;
  /// The ways to one access of one context, none of them more protected than another.
  llvm::DenseMap<std::tuple<ContextId, TermId, unsigned, FuncId, unsigned, unsigned>, llvm::SmallVector<Situation, 1>>
      WaysTo;
  /// X protects no more than Y.
  bool weaker(const Situation &X, const Situation &Y) const;
};

} // namespace maprace
#endif
