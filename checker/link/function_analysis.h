//===- function_analysis.h - dataflow over one event graph -------*- C++ -*-===//
//
// Two passes. The first finds, for the start of each block, the locks held on every
// path (must), the threads that may run (may) and the handles waited for on every
// path (must), until nothing changes. The second walks each block once more and
// writes down what happens there, with what held when it happened.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_LINK_FUNCTION_ANALYSIS_H
#define MAPRACE_LINK_FUNCTION_ANALYSIS_H

#include "checker/link/analyzer.h"
#include "llvm/ADT/BitVector.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include <bitset>
#include <map>
#include <set>
#include <unordered_map>

namespace maprace {

/// A small set as a sorted vector.
template <class T> void addSorted(std::vector<T> &V, const T &X) {
  auto It = llvm::lower_bound(V, X);
  if (It == V.end() || *It != X)
    V.insert(It, X);
}

class FunctionAnalysis {
public:
  FunctionAnalysis(Analyzer &A, FuncId F);
  Summary run();

private:
  /// More than this of a kind in one summary tells a reader nothing new.
  static constexpr size_t MaxAccesses = 3000, MaxInvokes = 400, MaxSpawns = 200, MaxStores = 2000, MaxChanges = 32,
                          MaxSignalled = 128, MaxReleased = 64, MaxRunning = 128;
  /// Of the functions that a virtual call may reach, so many say what holds after it.
  static constexpr size_t MaxReturning = 12;

  struct State {
    std::vector<Held> Locks;
    std::vector<TermId> Released;
    std::vector<LiveThread> Live;
    std::vector<TermId> Joined;
    std::vector<std::pair<std::uint32_t, Held>> Tries;    ///< taken if call N succeeded
    std::vector<std::pair<TermId, Held>> Deferred;        ///< guard -> lock it would take
    std::vector<TermId> Signalled;                        ///< may already have been signalled
    std::vector<TermId> Owned;                            ///< objects that only this frame has seen yet
    std::vector<std::pair<TermId, std::uint32_t>> Phases; ///< barrier, wait that may have been the last (0: none yet)
    std::vector<TermId> Empty;                            ///< pointers seen to be empty on every path
    std::vector<Place> Discarded;                         ///< guards that died at once on some path
    std::vector<Assumption> Known;                        ///< what flags are on every path
    std::vector<std::pair<TermId, TermId>> Views;         ///< local that leads into a map, lock let go since (0: made)
    bool operator==(const State &) const = default;
  };

  /// A callee's summary in this frame's terms; computed once per call event.
  struct Instance {
    FuncId Callee = 0;
    std::vector<Held> ExitLocks;
    std::vector<TermId> ExitReleased, ExitJoined;
    std::vector<LiveThread> ExitLive;
    std::vector<TermId> Barriers;
    std::vector<std::pair<TermId, TermId>> Shown; ///< where it stores what
    Environment Env;
    std::vector<ExitWay> Ways; ///< instead of ExitLocks and ExitReleased: a flag decides
    bool Returning = true;
  };

  Analyzer &A;
  Program &P;
  FuncId F;
  const FunctionInfo &Info;
  const FunctionFacts &Facts;
  Summary Out;
  bool Recording = false;
  const State *Now = nullptr; ///< while recording: the state at the event at hand
  bool InLoop = false;        ///< the block at hand lies on a cycle
  /// What holds where a block begins: one state for each set of locks that a flag tells
  /// from the others (assumptions.h).
  using States = llvm::SmallVector<State, 1>;
  std::vector<States> In; ///< by block; empty: not reached

  // --- function_analysis.cpp: the two passes, and what each event does to a state ---
  TermId term(ValueId V) { return A.term(F, V); }
  bool merge(State &Into, const State &From);
  void step(State &S, std::uint32_t Index);
  void store(State &S, const Event &E);
  void endOfLife(State &S, const Event &E, std::uint32_t Index);
  void recordEarlyDeath(const State &S, const Event &E, TermId Object);
  Situation situation(const State &S);
  /// What a pointer member of an object of this frame was set to: a guard class of the
  /// program keeps its lock in one.
  llvm::DenseMap<TermId, TermId> Alias;
  TermId canonical(TermId T);
  void noteAlias(TermId Dest, TermId Source);
  llvm::DenseMap<TermId, TermId> CameFrom; ///< place in a local -> place it was filled from
  TermId origin(TermId T);

  // --- ways.cpp: states kept apart ---
  bool Dead = false;                                   ///< the state at hand cannot be: a flag would have two values
  States Forks;                                        ///< other states that the event at hand leads to
  std::set<std::pair<Assumption, TermId>> LockedUnder; ///< flags as they are where the lock is held
  llvm::DenseMap<TermId, unsigned> Asked;              ///< how often a flag decides
  bool flow(States &Into, const State &From);
  void stepAll(States &All, std::uint32_t Index);
  State joined(const States &All);
  void assume(State &S, const Event &E);
  void learn(State &S, const Assumption &X);
  void agree(State &S, TermId Flag, TermId Given);
  void attempted(State &S, const Event &E, TermId Tells);
  TermId flagOf(ValueId V);
  llvm::DenseSet<TermId> Reset; ///< flags that are set here and asked for
  void findResets(State &Start);
  bool isOf(TermId T, llvm::StringRef What) const;
  void findAnswer();
  std::vector<std::pair<TermId, TermId>> Agreeing; ///< member, parameter that it was set to
  void returns(State &S, const Event &E, TermId Subject);
  bool ruledOut(const Block &To, const State &S);
  void forgetFlags(State &S);
  /// Of a guard: it is locked or unlocked again.
  static void forgetFlag(State &S, TermId X) {
    llvm::erase_if(S.Known, [&](const Assumption &K) { return K.Selector == X; });
  }
  State leave(const State &Before, const Instance &I, const Event &E, bool Alone);
  /// Without some lock, because a flag says so.
  void markUnlocked(const State &S, std::vector<Held> &Locks);

  // --- lock_state.cpp ---
  /// The locks that locking this object takes: the object itself, or what lock() of a
  /// class of the program does; none for a class whose lock() does nothing.
  llvm::SmallVector<TermId, 2> locksOf(TermId Lock, bool Shared);
  void ownLock(State &S, const Event &E, FuncId Callee);
  bool isRecursive(SymId Class) const;
  void acquire(State &S, TermId Lock, bool Shared, TermId Guard, const Loc &At, bool Adopts = false);
  void moveGuards(State &S, TermId Dest, TermId Src);
  void succeeded(State &S, const Event &E);
  const Held *deferredBy(const State &S, TermId Guard) const;
  void release(State &S, TermId Lock);
  TermId ofEvery(TermId Lock);
  /// A lock or guard of the caller; of paths that recursion multiplies, only so many.
  static void giveUp(State &S, TermId Lock) {
    if (S.Released.size() < MaxReleased)
      addSorted(S.Released, Lock);
  }
  void releaseGuard(State &S, TermId Guard, bool Keep);
  bool holdsLock(const State &S) const;

  // --- thread_state.cpp ---
  std::vector<std::tuple<SpawnId, TermId, TermId>> Renamed; ///< thread, old handle, new one
  bool sameElements(TermId X, TermId Y) const;
  /// From here on the thread may be running.
  static void mayRun(State &S, const LiveThread &L) {
    if (S.Live.size() < MaxRunning)
      addSorted(S.Live, L);
  }
  bool forEachElement(TermId T) const;
  void join(State &S, TermId Handle, bool All);
  /// Each of several threads, by its index.
  void joinedOneByOne(State &S);
  void joinedBy(State &S, SpawnId Id);
  void start(State &S, SpawnRecord R, TermId Handle, std::uint16_t Flags);
  bool isCallable(TermId T) const;
  TermId rebase(TermId T, TermId From, TermId To);
  /// Threads whose handles lie in From are from now on waited for by way of To.
  bool moveHandles(State &S, TermId From, TermId To);
  llvm::DenseMap<TermId, TermId> PromiseOf; ///< future -> promise it was got from
  llvm::DenseMap<TermId, TermId> FutureOf;  ///< future -> callable whose result it waits for

  // --- signals.cpp ---
  using SignalSet = std::bitset<MaxSignalled>; ///< indexes into Awaitable
  std::vector<TermId> Awaitable;               ///< sorted: what this function and its callees signal
  std::vector<SignalSet> Ahead;                ///< by block: signals that may follow its end
  SignalSet Coming;                            ///< while stepping: signals after the event at hand
  std::vector<char> PlainUnderLock;            ///< by event: a plain flag set with a lock held
  /// Counted in this very function: a wait for the end of the count has seen every
  /// round of its loop, not only the first.
  llvm::DenseSet<TermId> OwnCounters;
  TermId token(TermId Object, const char *Half) { return P.Terms.element(Object, 0, P.symbol(Half)); }
  std::unordered_map<std::uint32_t, std::vector<TermId>> SignalsAt[2]; ///< by event: all, or turns only
  const std::vector<TermId> &signalsOf(std::uint32_t Index, bool OnlyTurns = false);
  SignalSet signalSet(std::uint32_t Index);
  void findSignalsAhead();
  /// Those after each event of the block, and, last, after its end; none: nothing is signalled.
  std::vector<SignalSet> signalsAfter(unsigned Block);
  void awaited(State &S, TermId Object);
  void signalled(State &S, std::uint32_t Index);

  // --- ownership.cpp ---
  llvm::DenseMap<TermId, llvm::SmallVector<TermId, 2>> StoredIn; ///< object of this frame -> what it leads to
  llvm::DenseMap<TermId, TermId> MadeFor; ///< place -> the one object on the heap that is stored there; 0: others
  bool leadsToOwn(const State &S, TermId Pointer) const;
  /// Nobody but this frame has the object from here on.
  void own(State &S, TermId Object);
  /// Nobody else has seen the object that the map lies in.
  bool isOwned(const State &S, TermId Map) const;
  /// The owned object that the map is part of; 0: none.
  TermId ownedRoot(const State &S, TermId Map) const;
  /// It came from the caller: owned here only if it is owned there.
  bool isGiven(TermId T) const;
  /// T is where others can find it from now on.
  void publish(State &S, TermId T);
  /// Stored in an object that nobody else has seen, Source is as private as that.
  void storeIn(State &S, TermId Dest, TermId Source);
  void publishCall(State &S, const Event &E, const std::vector<Instance> &Called);

  // --- frames.cpp: calls ---
  std::vector<std::vector<Instance>> Instances; ///< by event index
  std::vector<char> Instantiated;
  std::set<std::tuple<TermId, unsigned, SetId, SetId, SetId, SetId>> SeenAccess;
  std::set<std::tuple<TermId, SetId, SetId>> SeenInvoke;
  std::set<std::tuple<SpawnId, TermId, SetId, SetId>> SeenSpawn;
  std::set<std::pair<TermId, TermId>> SeenStore;
  llvm::DenseSet<TermId> ReturnedShared; ///< returned when others could have it already
  const std::vector<Instance> &instances(const Event &E, std::uint32_t Index);
  template <class Fn> std::vector<ExitWay> waysOut(const Summary &S, Fn Map);
  void call(State &S, const Event &E, std::uint32_t Index);
  /// Before: as it was when the arguments were not yet handed over.
  void record(const Instance &I, const State &Before, const State &S, const Event &E);
  /// Decided: an inner frame has said whose an element is that it took out of a container.
  SetId eachChoice(SetId Locks);
  void recordAccess(AccessRecord R, bool Decided = false);
  bool takenOut(TermId Map) const;
  llvm::DenseMap<TermId, TermId> SetFrom; ///< place -> the one value that is stored there; 0: several
  TermId settled(TermId T, unsigned Pointers = 0);
  void settleAccesses();
  /// In no context, but perhaps what fills the map.
  void noteUnseen(const AccessRecord &R);
  Situation seenFromHere(Situation W, const State &S);
  bool leadsOut(TermId Map) const;
  TermId givenBack(TermId T);
  /// A call that is too much to lift: deferral.cpp.
  bool defers(FuncId Callee) const;
  void defer(FuncId Callee, const Environment &Env, const Situation &Where, const Event &E);

  // --- lifecycle.cpp: maps made and frozen ---
  void lifecycle(State &S, const Event &E);
  bool holdsMap(TermId T) const;
  void recordLazyObject(const State &S, const Event &E, TermId Pointer);
  bool setsOnce(const State &S, const Event &Publish);

  // --- paths.cpp: what may follow what in one run ---
  using Blocks = std::vector<unsigned>;
  /// What may come after the block without passing the place Around (none: anything).
  const llvm::BitVector &reachable(unsigned From, const Place &Around);
  std::map<std::pair<unsigned, Place>, llvm::BitVector> ReachableFrom;
  /// Where the access, or a call that leads to it, stands.
  Blocks blocksOf(const AccessRecord &R) const;
  /// Some run comes to both, without passing Around in between. EitherOr: of what is done in
  /// one block, by one call, only one happens.
  bool inOneRun(const Blocks &X, const Blocks &Y, const Place &Around, bool EitherOr = false);

  // --- several steps of one function: sections.cpp, companions.cpp, views.cpp ---
  using Decision = std::pair<std::uint32_t, std::uint8_t>;  ///< call, Answer
  std::vector<std::vector<Decision>> Decided;               ///< by block: on every way to it
  llvm::DenseMap<std::uint32_t, std::uint32_t> EventOfCall; ///< call -> index of its event
  llvm::DenseMap<std::uint32_t, Situation> SituationAt;     ///< event -> what held there
  bool wantsSituation(const Event &E, std::uint32_t Index);
  void findDecisions();
  void findCompounds();
  void findLookups();
  void recheck(std::uint32_t Index, unsigned Block);
  void actsAt(std::uint32_t Index, unsigned Block);
  void storesAt(std::uint32_t Index, unsigned Block, std::uint32_t Lookup);
  bool looksAgain(const AccessRecord &Act, unsigned Block);
  void addStep(const AccessRecord &Act, const LookupRecord &First, MarkId Mark);
  std::map<std::uint32_t, std::vector<LookupRecord>> LookupsOf; ///< by call
  const std::vector<LookupRecord> &lookups(std::uint32_t Call);
  void accessesBehind(TermId Callable, llvm::ArrayRef<TermId> Args, const Situation &Where, Place At,
                      llvm::SmallVectorImpl<AccessRecord> &Result);
  llvm::SmallVector<AccessRecord, 4> accessesAt(std::uint32_t Index);
  bool sameSection(const Situation &X, const Situation &Y) const;
  std::vector<Held> heldOver(const Situation &X, const Situation &Y) const;
  bool lockedAgain(const Situation &X, const Situation &Y) const;
  void findCompanions();
  void lookThrough(State &S, const Event &E);
  void recordSharing(const State &S, const Event &E, TermId Map, MarkId Mark);
  void forwarded(const State &S, const Event &E, llvm::ArrayRef<Instance> Called);
  /// The view's lock is not held any more; of an iterator that moves on, also: has been let
  /// go in the meantime.
  MarkId outlived(const State &S, const Event &E, ValueId View);
  struct ViewOrigin {
    /// Where a flag decides about the lock, it was made with and without it.
    struct Way {
      std::vector<Assumption> Known;
      std::vector<TermId> Locks;
    };
    std::vector<Way> Ways;
    llvm::SmallVector<TermId, 1> Maps;
    Place At;
  };
  llvm::DenseMap<TermId, ViewOrigin> ViewsOf;
  void look(State &S, const Event &E);
  /// What the event at hand has let go of the locks that were held before it.
  void letGo(State &S, llvm::ArrayRef<Held> Before);
  void letGo(State &S, TermId Lock);
  bool isHeld(const State &S, TermId Lock) const {
    return llvm::any_of(S.Locks, [&](const Held &H) { return H.Lock == Lock; });
  }
  std::vector<ViewRecord> viewsOf(const Event &View);
  std::vector<ViewRecord> viewsFromCall(std::uint32_t Call);
  void recordEscape(const State &S, const Event &E, TermId Map, bool Whole);
  llvm::SmallVector<std::pair<std::uint32_t, ForwardedCall>, 1> Forwarding; ///< calls of values, by number
  void findForwards();
  struct CopyOrigin {
    TermId Map = 0;
    Place At;
  };
  llvm::DenseMap<TermId, llvm::SmallVector<CopyOrigin, 1>> CopiesOf; ///< local -> maps it is a copy of
  llvm::SmallVector<CopyOrigin, 1> copiesIn(ValueId Container);
};

} // namespace maprace
#endif
