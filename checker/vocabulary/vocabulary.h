//===- vocabulary.h - what library names mean --------------------*- C++ -*-===//
//
// The only place that knows the names of libraries. The tables are the .def files
// beside this header; Settings add to them. Names are qualified, without inline
// namespaces and template arguments. Look-ups are constant time and thread safe.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_VOCABULARY_VOCABULARY_H
#define MAPRACE_VOCABULARY_VOCABULARY_H

#include "maprace/checker/facts.h"
#include "maprace/checker/settings.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace maprace {

enum class LockAction : std::uint8_t {
  Acquire,
  Release,
  Try,         ///< held when the result is true
  TryZero,     ///< held when the result is 0
  TryMinusOne, ///< held when the result is -1
  Assert,
  Upgrade,   ///< what is held shared is held alone from here
  Downgrade, ///< the other way round
  Drop,      ///< gives up the lock without unlocking it
  Test,      ///< true when held
};

struct LockOperation {
  LockAction Action;
  LockMode Mode;
  int Arg = 0; ///< argument of a free function; -1: all
};

struct SpawnOperation {
  int Callable; ///< argument; -2: every callable argument
  int Handle;   ///< argument; -1: the result
  unsigned Flags;
};

/// A function that has the library run what it is given (entries.def).
struct Registration {
  int Callable; ///< argument
  int Data;     ///< argument that becomes the callable's parameter Slot; -1: none
  int Slot;
  int Handle; ///< argument; -1: the result; -2: none
  unsigned Flags;
  bool Table; ///< the argument is a struct of callables
};

/// A method that starts an entry of an object.
struct StartOperation {
  int Object; ///< argument; -1: the receiver
  llvm::StringRef Entry;
  bool Service; ///< Entry is the class of the first parameter of each entry
};

/// A function that says what is to run at the end of the program or of a thread.
enum class ExitAction : std::uint8_t { Handler, Key, Value };
struct ExitOperation {
  ExitAction What;
  int First;  ///< argument: the callable, or the key
  int Second; ///< argument: its data, the callable of the key, or the value; -1: none
};

/// What a method of a value with a lock of its own does.
enum class SynchronizedAction : std::uint8_t { Pointer, TryPointer, With, Copy, Assign, Value };
struct SynchronizedOperation {
  SynchronizedAction Action;
  LockMode Mode;
};

enum class ExecutorKind : std::uint8_t { None, Loop, Pool, Handle, Strand };

/// A function that queues a callable (executors.def).
struct PostOperation {
  int Executor; ///< argument; -1: the default loop
  int Callable; ///< argument; -2: every callable argument
  int Data;
  int Slot;
  bool Via; ///< the argument was linked to its executor
};

/// What a function or class of holders.def does; a name may do several.
enum Holder : unsigned {
  HolderSmartPointer = 1,
  HolderSequence = 2,
  HolderPassThrough = 4,
  HolderMaker = 8,
  HolderInPlace = 16,
  HolderStoring = 32,
  HolderElement = 64,
  HolderSoleOwner = 128,
  HolderPart = 256,
};

/// A word in the name of an unknown function that is given a callable.
enum class HandOver : std::uint8_t { None, Registers, Sets, Callback };

class Vocabulary {
public:
  explicit Vocabulary(const Settings &S);

  /// Map, ConcurrentMap, Mutex, Guard, Thread, ... or Other.
  Category classCategory(llvm::StringRef Class) const;
  /// EntityStable, EntityOrdered: what stays valid when elements are added.
  std::uint16_t stability(llvm::StringRef Class) const;
  /// Its destructor joins.
  bool joins(llvm::StringRef Class) const;
  LockMode guardMode(llvm::StringRef Class) const;

  std::optional<Effect> mapMethod(llvm::StringRef Method) const;
  /// Of a concurrent map: what its class says, or what all do.
  Effect concurrentMethod(llvm::StringRef Class, llvm::StringRef Method) const;
  std::optional<LockOperation> lockMethod(llvm::StringRef Method) const;
  std::optional<LockOperation> guardMethod(llvm::StringRef Method) const;
  std::optional<GuardPolicy> guardTag(llvm::StringRef Class) const;
  std::optional<LockOperation> lockFunction(llvm::StringRef Function) const;
  std::optional<SpawnOperation> spawnFunction(llvm::StringRef Function) const;
  /// All rows of the function, in the order of the table.
  llvm::ArrayRef<Registration> registrations(llvm::StringRef Function) const;
  /// Null for none.
  const ExitOperation *exitFunction(llvm::StringRef Function) const;
  /// Its constructor is given what it runs.
  bool flowNode(llvm::StringRef Class) const;
  /// It says which thread calls it.
  bool threadId(llvm::StringRef Function) const;
  /// Of a word in lower case.
  HandOver handOver(llvm::StringRef Word) const;
  std::optional<StartOperation> startMethod(llvm::StringRef Class, llvm::StringRef Method) const;
  bool upgradeClass(llvm::StringRef Class) const;
  bool synchronizedClass(llvm::StringRef Class) const;
  bool lockedPointer(llvm::StringRef Class) const;
  std::optional<SynchronizedOperation> synchronizedMethod(llvm::StringRef Method) const;
  ExecutorKind executorKind(llvm::StringRef Class) const;
  llvm::ArrayRef<PostOperation> posts(llvm::StringRef Function) const;
  bool postMethod(llvm::StringRef Method) const;
  bool drainMethod(llvm::StringRef Method) const;
  /// Argument that is drained; -1: the default loop.
  std::optional<int> drainFunction(llvm::StringRef Function) const;
  /// Handle and executor among the arguments.
  std::optional<std::pair<int, int>> linkFunction(llvm::StringRef Function) const;
  std::optional<int> linkResult(llvm::StringRef Function) const;
  bool singletonFunction(llvm::StringRef Function) const;
  std::optional<int> serveMethod(llvm::StringRef Class, llvm::StringRef Method) const;
  std::optional<SpawnOperation> spawnMethod(llvm::StringRef Class, llvm::StringRef Method) const;
  bool joinMethod(llvm::StringRef Class, llvm::StringRef Method) const;
  bool detachMethod(llvm::StringRef Class, llvm::StringRef Method) const;
  bool signalMethod(llvm::StringRef Class, llvm::StringRef Method) const;
  bool awaitMethod(llvm::StringRef Class, llvm::StringRef Method) const;
  /// Index of the object among the arguments.
  std::optional<int> signalFunction(llvm::StringRef Function) const;
  std::optional<int> awaitFunction(llvm::StringRef Function) const;
  /// All parties pass it again and again.
  bool isBarrier(llvm::StringRef Class) const;
  /// Index of the handle among the arguments.
  std::optional<int> joinFunction(llvm::StringRef Function) const;
  bool onceFunction(llvm::StringRef Function) const;
  /// The class is part of a library: what its members do, the tables say.
  bool knowsClass(llvm::StringRef Class) const;
  bool knowsFunction(llvm::StringRef Function) const;
  /// Holder bits of a class, function or method name.
  unsigned holder(llvm::StringRef Name) const;

private:
  void addSettings(const Settings &S);
  llvm::StringMap<Category> Classes;
  llvm::StringMap<LockMode> GuardModes;
  llvm::StringMap<bool> Joining;
  llvm::StringMap<std::uint16_t> Stability;
  llvm::StringMap<Effect> MapMethods, ConcurrentMethods;
  llvm::StringMap<LockOperation> LockMethods, GuardMethods, LockFunctions;
  llvm::StringMap<GuardPolicy> Tags;
  llvm::StringMap<SpawnOperation> Spawns;
  llvm::StringMap<llvm::SmallVector<Registration, 1>> Registrations;
  llvm::StringMap<ExitOperation> ExitFunctions;
  llvm::StringMap<char> FlowNodes, ThreadIds;
  llvm::StringMap<StartOperation> StartMethods;
  llvm::StringMap<SynchronizedOperation> SynchronizedMethods;
  llvm::StringMap<char> UpgradeClasses, SynchronizedClasses, LockedPointers;
  llvm::StringMap<HandOver> HandOvers;
  llvm::StringMap<ExecutorKind> Executors;
  llvm::StringMap<llvm::SmallVector<PostOperation, 1>> Posts, PostPrefixes;
  llvm::StringMap<std::pair<int, int>> Links;
  llvm::StringMap<int> DrainFunctions, LinkResults, ServeMethods, SignalFunctions, AwaitFunctions;
  llvm::StringMap<char> PostMethods, DrainMethods, Singletons;
  llvm::StringMap<int> JoinFunctions;
  llvm::StringMap<char> JoinMethods, DetachMethods, SignalMethods, AwaitMethods, OnceFunctions, Barriers;
  llvm::StringMap<unsigned> Holders;
  llvm::StringMap<char> LibraryClasses; ///< that are nothing but members of the tables
};

} // namespace maprace
#endif
