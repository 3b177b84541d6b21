//===- lowering.h - one function's body as an event graph --------*- C++ -*-===//
//
// Walks Clang's CFG of a function and keeps what the analysis needs. Split over
//   values.cpp      expressions as symbolic values
//   reaching.cpp    what a local pointer was last set to
//   lowering.cpp    statements as events
//   calls.cpp       calls by vocabulary
//   capabilities.cpp  locks known by attributes or by their shape
//   entries.cpp     what libraries are given to run
//   exits.cpp       what runs at the end of the program, a thread or an owner
//   executors.cpp   queues of callables
//   monitors.cpp    locks made of condition variables
//   synchronized.cpp  values with a lock of their own, upgrades of guards
//   statics.cpp     initialisers of globals, members and statics of functions
//   assumptions.cpp  flags that decide about locking
//   conditions.cpp  what a branch tells about locks, threads and pointers
//   decisions.cpp   which result of a lookup or call a branch depends on
//   owners.cpp      locks that know which thread has them
//   sweeps.cpp      loops that lock each element
//   copies.cpp      objects that are copied as a whole
//   views.cpp       references, pointers, iterators and copies that lead into maps
//   coroutines.cpp  what runs after co_await
//   handed.cpp      callables that unknown code is given
//   openmp.cpp      directives and the statements behind them
//   edits.cpp       where a fix can change the text
//   nameless.cpp    guards that guard nothing
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_EXTRACT_LOWERING_H
#define MAPRACE_EXTRACT_LOWERING_H

#include "checker/extract/names.h"
#include "checker/extract/types.h"
#include "checker/vocabulary/vocabulary.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/AST/StmtOpenMP.h"
#include "clang/Analysis/CFG.h"
#include "llvm/ADT/DenseSet.h"
#include <map>

namespace maprace {

/// What the parts of the extraction of one unit share.
struct UnitLowering {
  UnitFacts &Facts;
  Names &N;
  Types &T;
  const Vocabulary &V;
  llvm::DenseSet<Str> KnownGlobals;
  llvm::DenseSet<Str> KnownClasses;

  void noteGlobal(const clang::VarDecl *D);
  void noteClass(const clang::CXXRecordDecl *R);
  /// The initialiser of a global as a function that runs before main.
  void lowerGlobal(const clang::VarDecl *D);
  /// The function that a member's default initialiser is; 0 where it does nothing.
  Str fieldInit(const clang::FieldDecl *D);
  /// Maps, locks, threads, callables, and objects of the program that may hold some.
  bool interesting(clang::QualType T);
  bool destructorRunsCode(const clang::CXXRecordDecl *R);
  Entity entity(const clang::ValueDecl *D);
  llvm::DenseMap<const clang::FieldDecl *, Str> FieldInits{};
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Destroying{};
};

class FunctionLowering {
public:
  /// How one object becomes what another is.
  struct CopyKind {
    bool Moves = false;
    bool Assigns = false;       ///< to an object that was there before
    bool FromTemporary = false; ///< that nobody else has seen
  };

  FunctionLowering(UnitLowering &U, const clang::FunctionDecl *F);
  /// The initialiser of a global or of a member.
  FunctionLowering(UnitLowering &U, const clang::ValueDecl *Initialised);
  /// The statement behind a directive in the body that Outer lowers (openmp.cpp).
  FunctionLowering(FunctionLowering &Outer, const clang::OMPExecutableDirective *D, const clang::Stmt *Body,
                   bool Clauses, bool Task);
  /// False when the body gives no control flow graph (dependent, or too broken).
  bool run();
  bool saysSomething() const;
  FunctionFacts take() { return std::move(Out); }

private:
  UnitLowering &U;
  Names &N;
  Types &T;
  const Vocabulary &V;
  const clang::FunctionDecl *F;                  ///< null: an initialiser
  const clang::ValueDecl *Initialised = nullptr; ///< of what
  const clang::Stmt *Body = nullptr;
  const clang::CXXMethodDecl *LambdaCall = nullptr; ///< F, if it is a lambda's body
  FunctionFacts Out;
  void start();

  // --- prepared before the walk (prepare.cpp) ---
  llvm::DenseMap<const clang::VarDecl *, unsigned> LocalSlots;
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<const clang::Expr *, 2>> Assigned;
  llvm::DenseMap<const clang::VarDecl *, unsigned> LoopDepthOf;
  llvm::DenseSet<const clang::VarDecl *> EscapingVars, VaryingVars;
  llvm::DenseMap<const clang::Expr *, const clang::VarDecl *> InitOf; ///< initialiser -> variable
  llvm::DenseMap<const clang::Expr *, const clang::FieldDecl *> FieldInitOf;
  /// new and make_shared -> the pointer that is made with it.
  llvm::DenseMap<const clang::Expr *, const clang::VarDecl *> MadeFor;
  llvm::DenseSet<const clang::VarDecl *> ReturnedVars;
  llvm::DenseSet<const clang::Expr *> UnlockedResults; ///< guard.release() in guard.release()->unlock()
  llvm::DenseSet<const clang::Expr *> SelfInits;       ///< of bases, or by another constructor
  llvm::DenseSet<const clang::Expr *> Returned;
  llvm::DenseMap<const clang::Expr *, const clang::Expr *> NewOf;       ///< constructor call -> new expression
  llvm::DenseSet<const clang::Stmt *> OnlyRead;                         ///< operator[] whose result is only read
  llvm::DenseMap<const clang::Stmt *, const clang::CXXTryStmt *> TryOf; ///< innermost try body around
  llvm::DenseMap<const clang::CXXTryStmt *, const clang::CXXTryStmt *> OuterTry;
  llvm::DenseSet<const clang::VarDecl *> ArrayWalks;               ///< __begin of a range-for over an array
  llvm::DenseSet<const clang::ValueDecl *> Pushed;                 ///< containers that grow in a loop
  llvm::DenseSet<const clang::ValueDecl *> Popped;                 ///< containers that elements are taken out of
  llvm::DenseSet<const clang::Stmt *> RangeBegins;                 ///< begin() and ++ of range-for loops
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> LoopOf; ///< call -> innermost loop around it
  llvm::DenseMap<const clang::Stmt *, std::vector<ValueId>> JoinedAfterLoop;
  llvm::DenseMap<const clang::Stmt *, std::vector<Event>> LockedAfterLoop;
  ValueId ofEach(ValueId X);
  std::vector<Event> TakenHere; ///< the locks that some block takes
  void findTaken(llvm::ArrayRef<std::vector<Event>> Lists);
  bool namesThread(const clang::Expr *E);
  void noteSweep(const clang::CallExpr *E, size_t First);
  static bool startsLock(llvm::StringRef Method);
  llvm::DenseSet<const clang::Expr *> DroppedGuards;   ///< returned by a call that is a statement
  llvm::DenseSet<const clang::VarDecl *> LonelyGuards; ///< with nothing else in their scope
  void prepare();
  void noteNameless(const clang::Stmt *Scope);
  friend class Preparation;

  // --- values ---
  llvm::DenseMap<const clang::Expr *, ValueId> ValueCache;
  llvm::DenseMap<const clang::Stmt *, unsigned> CallIds;
  llvm::DenseMap<const clang::Expr *, unsigned> AllocSites;
  llvm::DenseSet<const clang::VarDecl *> Resolving;
  std::map<std::tuple<ValueKind, unsigned, Str, std::vector<ValueId>>, ValueId> Interned;
  ValueId make(ValueKind K, std::uint32_t A = 0, Str Name = 0, llvm::ArrayRef<ValueId> Kids = {});
  ValueId valueOf(const clang::Expr *E);
  ValueId computeValue(const clang::Expr *E);
  ValueId valueOfCall(const clang::CallExpr *E);
  std::optional<ValueId> valueOfPart(const clang::CallExpr *E, const clang::FunctionDecl *Asked);
  ValueId valueOfConstruct(const clang::CXXConstructExpr *E);
  ValueId valueOfVar(const clang::VarDecl *D, const clang::Expr *Use);
  const clang::Expr *handleSource(const clang::Expr *E);
  ValueId valueOfLambda(const clang::LambdaExpr *E);
  ValueId captureValue(const clang::VarDecl *D, bool This);
  ValueId thisValue();
  ValueId field(ValueId Base, const clang::FieldDecl *D);
  const clang::FieldDecl *mapOfIterator(const clang::FieldDecl *Iterator);
  llvm::DenseSet<ValueId> ConcurrentMaps; ///< that an operation has been seen on
  llvm::DenseSet<ValueId> MapElements;    ///< Element values whose container is a map
  ValueId element(ValueId Base, Str Token, bool OfMap = false);
  llvm::DenseMap<const clang::Expr *, std::uint32_t> Reaching; ///< use of a local -> which definitions reach it
  void findDefinitions(const clang::CFG &G);
  bool reaches(const clang::Expr *Use, unsigned Definition) const;
  bool copiesMap(const clang::Expr *Argument);
  ValueId promised(ValueId Future); ///< what a promise was given and its future gets
  ValueId alloc(const clang::Expr *Site, clang::QualType T);
  /// The local pointer that names the map made at this place; null for none.
  const clang::VarDecl *namesHeapMap(const clang::Expr *Site, clang::QualType T);
  ValueId localValue(const clang::VarDecl *D);
  Str indexToken(const clang::Expr *E);
  unsigned callId(const clang::Stmt *E);
  bool isElementOf(ValueId V, ValueId &Container) const;
  unsigned slot(const clang::VarDecl *D);
  ValueId destination(const clang::CXXConstructExpr *E);
  bool isCallable(const clang::Expr *E);

  // --- events ---
  std::vector<Event> Pending;
  Event &emit(EventKind K, clang::SourceLocation L);
  void setArgs(Event &E, llvm::ArrayRef<ValueId> Args);
  void lowerElement(const clang::CFGElement &E);
  void lowerStmt(const clang::Stmt *S);
  void lowerDecl(const clang::DeclStmt *S);
  void lowerVarInit(const clang::VarDecl *D);
  void lowerShadow(const clang::VarDecl *D);
  void lowerInitializer(const clang::CXXCtorInitializer *I);
  void lowerFieldFrom(const clang::FieldDecl *D, const clang::Expr *Init, clang::SourceLocation L);
  void setFlag(const clang::Expr *Flag, clang::SourceLocation L);
  bool sharedScalar(const clang::Expr *E);
  bool sharedPlace(const clang::Expr *E);
  void pushed(const clang::Expr *Container, llvm::StringRef Method, clang::SourceLocation L);
  void lowerAssign(const clang::Expr *L, const clang::Expr *R, const clang::Expr *At, bool Compound);
  void awaitedPredicate(const clang::Expr *Predicate);
  const clang::Expr *soleResult(const clang::Expr *Lambda) const;
  bool isGuardByShape(const clang::CXXRecordDecl *R);
  bool waits(const clang::CXXMethodDecl *M);
  std::optional<EventKind> entersMonitor(const clang::Expr *Object, const clang::CXXMethodDecl *Callee);
  bool isConditionVariable(const clang::CXXRecordDecl *R) const;
  bool HasFence = false; ///< atomic_thread_fence: relaxed operations order as well
  void lowerAggregate(ValueId Dest, const clang::Expr *Init);
  void copyObject(ValueId Dest, const clang::Expr *From, bool Assigns, clang::SourceLocation L);
  void copyParts(ValueId Dest, ValueId Src, const clang::CXXRecordDecl *R, CopyKind How, clang::SourceLocation L,
                 unsigned Depth = 0);
  void lowerReturn(const clang::ReturnStmt *S);
  void returnFlags(const clang::ReturnStmt *S);
  /// E is, or leads without a copy into, a map: sets the map and whether all of it.
  bool refersInto(const clang::Expr *E, bool Address, ValueId &Map, bool &Whole, unsigned Depth = 0);
  void lowerLambda(const clang::LambdaExpr *E);
  void lowerEndOfLife(ValueId V, clang::QualType T, clang::SourceLocation L);
  void store(ValueId Dest, ValueId Src, clang::SourceLocation L);
  bool interesting(clang::QualType T);
  void access(ValueId Map, Effect What, llvm::StringRef Op, clang::SourceLocation L, unsigned Flags = 0,
              ValueId Result = 0);
  void elementWrite(const clang::Expr *Target, clang::SourceLocation L, llvm::StringRef Op);

  // --- calls ---
  void lowerCall(const clang::CallExpr *E);
  void lowerConstruct(const clang::CXXConstructExpr *E);
  bool bySharedCopy(const clang::Expr *E);
  bool loadedAtomically(const clang::Expr *E, unsigned Depth = 0);
  bool isNull(const clang::Expr *E) const;
  bool lowerMapCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  bool lowerLockCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  bool lowerThreadCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  bool lowerRegistration(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  /// A function without a body that may keep what it is given to call.
  bool looksLikeRegistration(const clang::FunctionDecl *Callee);
  void lowerHanded(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  llvm::DenseSet<const clang::VarDecl *> EndsWithThread; ///< thread_local, used here
  bool lowerExitCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  void noteThreadLocal(const clang::VarDecl *D, clang::SourceLocation L);
  void lowerProgramEnd(std::vector<Event> &Last);
  void lowerDeleter(const clang::CXXRecordDecl *R, llvm::ArrayRef<const clang::Expr *> Args, clang::SourceLocation L);
  void lowerFlowNode(const clang::CXXRecordDecl *R, llvm::ArrayRef<const clang::Expr *> Args, clang::SourceLocation L);
  bool lowerStart(const clang::CallExpr *E, const clang::CXXMethodDecl *Callee);
  enum class Stub { Call, Drain, Serialized };
  Str stub(const clang::Expr *At, llvm::StringRef Name, Stub What);
  void registerTable(const clang::CallExpr *E, ValueId Table, const clang::RecordDecl *R, unsigned Flags);
  void startMethod(const clang::CallExpr *E, ValueId Object, const clang::CXXMethodDecl *Entry, ValueId Handle,
                   unsigned Flags);
  /// Guards that give back what another guard held: upgrades, and scopes without the lock.
  struct Restored {
    ValueId Guard = 0, Lock = 0;
  };
  llvm::DenseMap<ValueId, Restored> RestoredAtEnd;
  /// The count that a semaphore starts with, where it is in view.
  std::optional<long> permits(const clang::Expr *Semaphore);
  ValueId dataOf(const clang::Expr *E, unsigned Depth = 0);
  ValueId lockOf(const clang::Expr *Guard, unsigned Depth = 0);
  bool lowerSynchronizedCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  bool lowerUpgrade(const clang::Expr *Site, ValueId Dest, const clang::CXXRecordDecl *R,
                    llvm::ArrayRef<const clang::Expr *> Args);
  void initGuard(clang::SourceLocation L, ValueId Guard, ValueId Lock, bool Shared,
                 GuardPolicy Policy = GuardPolicy::Lock);
  std::optional<ValueId> valueOfSynchronizedCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  ExecutorKind executorKind(clang::QualType Ty);
  llvm::DenseMap<ValueId, ValueId> ContextOf; ///< strand made in this function -> its executor
  ValueId executorOf(const clang::Expr *E);
  ValueId queueOf(ValueId Executor);
  ValueId boundHandler(const clang::Expr *Handler, ValueId Executor);
  ValueId serialized(const clang::Expr *At, ValueId Strand, ValueId Handler);
  void post(const clang::Expr *At, const clang::Expr *Executor, ValueId Handler);
  void makeExecutor(const clang::Expr *Site, ValueId Dest, clang::QualType Made,
                    llvm::ArrayRef<const clang::Expr *> Args);
  void linkStrand(ValueId Strand, const clang::Expr *Source, clang::SourceLocation L);
  bool lowerExecutorCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  bool lowerPost(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  /// What an executor library's call leads to; nothing when it is none.
  std::optional<ValueId> valueOfExecutorCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  bool lowerAtomicCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  bool lowerContainerCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  void exchangesGuards(const clang::CallExpr *Swap, const clang::Expr *L, const clang::Expr *R);
  bool exchangesPointers(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  const clang::Expr *resultsGoTo(const clang::CallExpr *E);
  bool exchangesCallables(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  void lowerUnknownCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  void lowerUserCall(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  void lowerValueCall(const clang::Expr *E, ValueId Callee, llvm::ArrayRef<ValueId> Args);
  void spawn(clang::SourceLocation L, llvm::StringRef Mechanism, ValueId Handle, ValueId Callable,
             llvm::ArrayRef<ValueId> Args, unsigned Flags);
  void makeObject(const clang::Expr *Site, ValueId Dest, clang::QualType Made,
                  llvm::ArrayRef<const clang::Expr *> Args);
  ValueId capabilityAt(const clang::Expr *Cap, ValueId Receiver, const clang::FunctionDecl *Callee,
                       llvm::ArrayRef<ValueId> Args);
  void lowerCapabilities(const clang::FunctionDecl *Callee, ValueId Receiver, llvm::ArrayRef<ValueId> Args,
                         const clang::Expr *At);
  void lowerByShape(const clang::FunctionDecl *Callee, ValueId Receiver, llvm::ArrayRef<ValueId> Args,
                    clang::SourceLocation L);
  /// What a thread gets for this argument: a copy of its own, unless it is a pointer,
  /// a reference wrapper or a temporary.
  ValueId copiedArgument(const clang::Expr *A);
  const clang::Expr *receiver(const clang::CallExpr *E) const;

  // --- statics and what the compiler writes ---
  static constexpr unsigned NoResult = 1000000; ///< call ids from here on: of calls without a value
  void callSpecial(const clang::FunctionDecl *Callee, Str Usr, ValueId Object, clang::SourceLocation L,
                   llvm::ArrayRef<ValueId> Args);
  void lowerFieldInit(ValueId Object, const clang::FieldDecl *D, clang::SourceLocation L);
  void lowerDefault(ValueId Object, const clang::CXXRecordDecl *R, clang::SourceLocation L, unsigned Depth = 0);
  void lowerDefaultMembers(ValueId Object, const clang::CXXRecordDecl *R, clang::SourceLocation L, unsigned Depth = 0);
  void lowerMembersEnd(ValueId Object, const clang::CXXRecordDecl *R, clang::SourceLocation L);
  ValueId onceToken(const clang::DeclStmt *S);
  void onceDone(const clang::DeclStmt *S);
  void describeInitialiser();

  // --- conditions ---
  struct EdgeEvents {
    std::vector<Event> OnTrue, OnFalse;
  };
  void ownerSeen(const clang::Expr *E, bool Sense, EdgeEvents &Edges);
  EdgeEvents conditions(const clang::CFGBlock &B, const clang::Expr *E);
  const clang::BinaryOperator *operatorDecides(const clang::CFGBlock &B) const;
  EdgeEvents onceEdges(const clang::DeclStmt *S);
  bool Awaiting = false;        ///< the condition is that of a loop, a wait or a question: counters matter
  bool PredicateOfWait = false; ///< the condition at hand is asked by a condition variable, which holds the lock
  void condition(const clang::Expr *E, bool Sense, EdgeEvents &Out, unsigned Depth);
  bool firstToCome(const clang::Expr *E, clang::BinaryOperatorKind Op, std::int64_t Limit, bool Sense, EdgeEvents &Out);
  const clang::Expr *keptResult(const clang::Expr *E) const;
  bool isAtomic(const clang::Expr *Object);
  bool ownNumber(const clang::Expr *E);
  const clang::Expr *countedHere(const clang::Expr *E);
  void compareCounter(const clang::BinaryOperator *B, bool Sense, EdgeEvents &Out);

  // --- assumptions ---
  bool Guessing = false; ///< the condition may be that of an earlier value of a variable
  Str constantOf(const clang::Expr *E);
  ValueId selector(const clang::Expr *E);
  void assumption(std::vector<Event> &On, ValueId Selector, Str Constant, Knowledge What, clang::SourceLocation L);
  void assume(const clang::Expr *E, bool Sense, EdgeEvents &Out);
  std::vector<Event> caseEdge(const clang::SwitchStmt *S, const clang::Stmt *Label);
  void heldOrNot(const clang::Expr *Guard, std::vector<Event> &Held, std::vector<Event> &Not);
  bool tried(const clang::Expr *E, bool Zero, std::vector<Event> &On);
  void becomes(const clang::Expr *Target, const clang::Expr *Value, clang::SourceLocation L);
  void becomes(ValueId Flag, const clang::Expr *Value, clang::SourceLocation L);
  static bool isFlag(clang::QualType Ty);
  void attempt(const clang::Expr *E, Event &Ev);
  void follows(ValueId Pointer, const clang::Expr *Init, clang::SourceLocation L);
  void returnedConstant(const clang::ReturnStmt *S);
  void returnedGuard(const clang::ReturnStmt *S);
  void forgetAssumptions();

  // --- decisions ---
  llvm::DenseMap<const clang::Stmt *, const clang::Expr *> Overwritten; ///< operator[] that is assigned to -> what
  llvm::DenseSet<const clang::Stmt *> Unused;                           ///< statements: what they give is dropped
  llvm::DenseSet<const clang::Stmt *> Unchecked;                        ///< a lookup that is dereferenced at once
  void decisions(const clang::CFGBlock &B, EdgeEvents &Out);
  void decision(const clang::Expr *E, bool Sense, EdgeEvents &Out, unsigned Depth);
  void decidedBy(const clang::Expr *E, EdgeEvents &Out, unsigned Depth);
  void returnDecision(const clang::ReturnStmt *S);
  void madeOf(const clang::Expr *E, llvm::SmallPtrSetImpl<const clang::Expr *> &Seen,
              llvm::SmallVectorImpl<const clang::CallExpr *> &Calls);
  void storedFrom(const clang::Expr *Value, llvm::ArrayRef<ValueId> Keys, clang::SourceLocation L);
  void storedByCall(const clang::CallExpr *E);
  bool isLookup(const clang::CallExpr *C);
  void forgetUndecided();
  bool Branches = false, Looks = false; ///< the body has a branch, a lookup or call
  bool isNamed(ValueId V) const;
  ValueId keyOf(const clang::CallExpr *E, llvm::StringRef Method);
  struct Derivation;
  unsigned storedValue(const clang::CallExpr *E, llvm::StringRef Method);
  unsigned accessFlags(const clang::CallExpr *E, llvm::StringRef Method);

  // --- views ---
  llvm::DenseMap<const clang::VarDecl *, std::pair<ValueId, bool>> Views; ///< local -> map, whether all of it
  std::map<Str, std::vector<std::pair<ValueId, bool>>> CapturedViews;     ///< by the lambda's body
  const clang::VarDecl *viewBehind(const clang::Expr *E);
  void useView(const clang::Expr *E, Effect What, llvm::StringRef Op, clang::SourceLocation L, unsigned Flags = 0);
  void escape(ValueId Map, bool Whole, llvm::StringRef How, clang::SourceLocation L, ValueId Into = 0);
  void storedView(const clang::Expr *Target, const clang::Expr *Source, clang::SourceLocation L);
  void noteView(const clang::VarDecl *D, const clang::Expr *From);
  void noteSoleView(const clang::Expr *Target, const clang::Expr *Source);
  ValueId resultThatLeads(const clang::Expr *E);
  /// The element that a local leads to is looked at as a whole or in part.
  void readView(const clang::Expr *E, llvm::StringRef Op, clang::SourceLocation L);
  void readArguments(llvm::ArrayRef<const clang::Expr *> Args, const clang::FunctionDecl *Callee, llvm::StringRef Op,
                     clang::SourceLocation L);
  void capturedViews(const clang::LambdaExpr *E);
  void handedViews(ValueId Callable, llvm::StringRef How, clang::SourceLocation L);
  bool sharesWhatChanges(clang::QualType Map);
  void copied(const clang::VarDecl *D, const clang::Expr *Source, clang::SourceLocation L);
  void mutated(const clang::Expr *Object, llvm::StringRef Op, clang::SourceLocation L);
  void pushedView(const clang::Expr *Container, const clang::Expr *Element, clang::SourceLocation L);
  bool keepsMapAndLock(const clang::CXXRecordDecl *R);
  void touchedObjects(const clang::CallExpr *E, const clang::FunctionDecl *Callee);
  const clang::FieldDecl *companion(const clang::Expr *E);
  void touch(const clang::Expr *E, bool Write, clang::SourceLocation L);
  llvm::DenseMap<const clang::RecordDecl *, bool> HasCompanions;

  // --- elements of concurrent maps ---
  struct Outlived {
    const clang::Expr *Map = nullptr;
    llvm::StringRef How;
    clang::SourceLocation At;
  };
  class ElementWatch;
  llvm::DenseMap<const clang::Stmt *, Outlived> Outliving; ///< by the statement that lets the element go
  bool HasConcurrent = false;
  void watchElements();
  void outlives(const clang::Stmt *S);

  // --- OpenMP ---
  /// A piece of F that is a function of its own.
  struct Piece {
    const clang::OMPExecutableDirective *Directive = nullptr;
    const clang::Stmt *Body = nullptr;
    FunctionLowering *Outer = nullptr;
    Str Usr = 0;
    unsigned Resumption = 0;                                ///< instead: the rest of a coroutine
    bool Task = false;                                      ///< runs later, with copies made now
    llvm::DenseSet<const clang::VarDecl *> Private, Copied; ///< its own; Copied: with the value from outside
    llvm::SmallVector<const clang::VarDecl *, 8> Captured;  ///< in the order of use; null: this
  };
  std::unique_ptr<Piece> Part;
  unsigned PieceCount = 0;
  llvm::DenseSet<const clang::VarDecl *> OwnIndices;   ///< variables of loops that a team shares out
  llvm::DenseSet<const clang::Stmt *> OwnBegins;       ///< where these loops begin
  llvm::DenseSet<const clang::Stmt *> Outlined;        ///< in the body of a piece: lowered there
  llvm::DenseSet<const clang::VarDecl *> OutlinedVars; ///< declared there
  /// The statement that is to be a piece; null where the directive leaves it in place.
  static const clang::Stmt *outlinedBody(const clang::Stmt *Directive);
  void readClauses(const clang::OMPExecutableDirective *D);
  ValueId outerVar(const clang::VarDecl *D);
  std::optional<ValueId> valueInPiece(const clang::VarDecl *D);
  bool isThreadNumber(const clang::Expr *E, unsigned Depth = 0);
  bool isOwnIndex(const clang::Expr *E, unsigned Depth = 0);
  void describePiece();
  void describeCaptures();
  ValueId closureOf(const clang::OMPExecutableDirective *D, const clang::Stmt *Body, bool Clauses, bool Task);
  ValueId team();
  ValueId onlyOne(llvm::StringRef Which);
  ValueId runtimeLock(llvm::StringRef Kind, llvm::StringRef Name);
  void joinTasks(clang::SourceLocation L);
  void teamBarrier(clang::SourceLocation L);
  void lowerDepend(const clang::OMPExecutableDirective *D);
  void lowerSections(const clang::OMPExecutableDirective *D, const clang::Stmt *Body, bool Clauses);
  void callPiece(const clang::Stmt *At, ValueId Run, ValueId Lock, clang::SourceLocation L);
  void lowerDirective(const clang::OMPExecutableDirective *D);
  bool lowerAsSections();
  bool isOutlined(const clang::CFGElement &E) const;

  // --- coroutines ---
  std::vector<const clang::CoawaitExpr *> Resumptions;        ///< those whose rest others run
  llvm::DenseMap<const clang::Stmt *, unsigned> ResumedAfter; ///< call of await_suspend -> number
  llvm::DenseMap<const clang::Expr *, unsigned> ResumedBy;    ///< handle given to it -> number
  llvm::DenseSet<const clang::CallExpr *> CalledLater;        ///< coroutines that an executor starts
  FunctionLowering(FunctionLowering &Outer, unsigned Resumption);
  void noteAwait(const clang::CoawaitExpr *E);
  void noteSpawned(const clang::CallExpr *E);
  llvm::SmallVector<const clang::VarDecl *, 8> frameVariables() const;
  Str resumptionUsr(unsigned Index);
  ValueId resumption(unsigned Index);
  void lowerResumptions();
  ValueId calledLater(const clang::CallExpr *E);

  // --- graph ---
  void buildGraph(const clang::CFG &G);
  void markLoops();
  void findEdits();
  void describe();
  void clauses();
};

/// Drops what does not change the value: parentheses, casts, temporaries, cleanups.
const clang::Expr *stripped(const clang::Expr *E);
/// The variable or field that E names last; null for anything else.
const clang::ValueDecl *namedBy(const clang::Expr *E);

} // namespace maprace
#endif
