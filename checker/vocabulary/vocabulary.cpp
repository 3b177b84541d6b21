//===- vocabulary.cpp -------------------------------------------------------===//
#include "checker/vocabulary/vocabulary.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"
#include <algorithm>
#include <cstring>
#include <string>

namespace maprace {

namespace {
std::string member(llvm::StringRef Class, llvm::StringRef Method) { return (llvm::Twine(Class) + "::" + Method).str(); }

template <class T> std::optional<T> lookUp(const llvm::StringMap<T> &Map, llvm::StringRef Key) {
  auto It = Map.find(Key);
  if (It == Map.end())
    return std::nullopt;
  return It->second;
}

void splitList(llvm::StringRef List, llvm::SmallVectorImpl<llvm::StringRef> &Out) {
  List.split(Out, ';', -1, /*KeepEmpty=*/false);
}
/// The name, and what standalone Asio calls it.
llvm::SmallVector<llvm::StringRef, 2> spellings(llvm::StringRef Name) {
  llvm::SmallVector<llvm::StringRef, 2> Result{Name};
  if (Name.starts_with("boost::asio::"))
    Result.push_back(Name.drop_front(strlen("boost::")));
  return Result;
}
} // namespace

Vocabulary::Vocabulary(const Settings &S) {
#define MAP_CLASS(NAME) Classes[NAME] = Category::Map;
#define NODE_MAP_CLASS(NAME)                                                                                           \
  MAP_CLASS(NAME)                                                                                                      \
  Stability[NAME] |= EntityStable;
#define TREE_MAP_CLASS(NAME)                                                                                           \
  NODE_MAP_CLASS(NAME)                                                                                                 \
  Stability[NAME] |= EntityOrdered;
#define CONCURRENT_MAP_CLASS(NAME) Classes[NAME] = Category::ConcurrentMap;
#define CONCURRENT_NODE_MAP_CLASS(NAME)                                                                                \
  CONCURRENT_MAP_CLASS(NAME)                                                                                           \
  Stability[NAME] |= EntityStable;
#define MAP_METHOD(NAME, EFFECT) MapMethods[NAME] = Effect::EFFECT;
#define CONCURRENT_METHOD(NAME, EFFECT) ConcurrentMethods[NAME] = Effect::EFFECT;
#include "checker/vocabulary/maps.def"
#define LOCK_CLASS(NAME) Classes[NAME] = Category::Mutex;
#define LOCK_METHOD(NAME, ACTION, MODE) LockMethods[NAME] = {LockAction::ACTION, LockMode::MODE, 0};
#define GUARD_CLASS(NAME, MODE)                                                                                        \
  Classes[NAME] = Category::Guard;                                                                                     \
  GuardModes[NAME] = LockMode::MODE;
#define GUARD_METHOD(NAME, ACTION, MODE) GuardMethods[NAME] = {LockAction::ACTION, LockMode::MODE, 0};
#define GUARD_TAG(NAME, POLICY) Tags[NAME] = GuardPolicy::POLICY;
#define LOCK_FUNCTION(NAME, ACTION, ARG, MODE) LockFunctions[NAME] = {LockAction::ACTION, LockMode::MODE, ARG};
#define UPGRADE_CLASS(NAME) UpgradeClasses[NAME] = 1;
#define SYNCHRONIZED_CLASS(NAME)                                                                                       \
  SynchronizedClasses[NAME] = 1;                                                                                       \
  LibraryClasses[NAME] = 1;
#define LOCKED_POINTER(NAME)                                                                                           \
  Classes[NAME] = Category::Guard;                                                                                     \
  LockedPointers[NAME] = 1;
#define SYNCHRONIZED_METHOD(NAME, HOW, MODE) SynchronizedMethods[NAME] = {SynchronizedAction::HOW, LockMode::MODE};
#include "checker/vocabulary/locks.def"
#define THREAD_CLASS(NAME, JOINS)                                                                                      \
  Classes[NAME] = Category::Thread;                                                                                    \
  Joining[NAME] = JOINS;
#define HANDLE_CLASS(NAME, JOINS)                                                                                      \
  Classes[NAME] = Category::Thread;                                                                                    \
  Joining[NAME] = JOINS;
#define SPAWN_FUNCTION(NAME, CALLABLE, HANDLE, FLAGS) Spawns[NAME] = {CALLABLE, HANDLE, FLAGS};
#define SPAWN_METHOD(CLASS, METHOD, CALLABLE, FLAGS) Spawns[CLASS "::" METHOD] = {CALLABLE, -1, FLAGS};
#define JOIN_METHOD(CLASS, METHOD) JoinMethods[CLASS "::" METHOD] = 1;
#define JOIN_FUNCTION(NAME, ARG) JoinFunctions[NAME] = ARG;
#define DETACH_METHOD(CLASS, METHOD) DetachMethods[CLASS "::" METHOD] = 1;
#define ONCE_FUNCTION(NAME) OnceFunctions[NAME] = 1;
#define SIGNAL_METHOD(CLASS, METHOD)                                                                                   \
  SignalMethods[CLASS "::" METHOD] = 1;                                                                                \
  Classes[CLASS] = Category::Signal;
#define BARRIER_CLASS(NAME) Barriers[NAME] = 1;
#define AWAIT_METHOD(CLASS, METHOD)                                                                                    \
  AwaitMethods[CLASS "::" METHOD] = 1;                                                                                 \
  Classes[CLASS] = Category::Signal;
#define SIGNAL_FUNCTION(NAME, ARG) SignalFunctions[NAME] = ARG;
#define AWAIT_FUNCTION(NAME, ARG) AwaitFunctions[NAME] = ARG;
#define THREAD_ID(NAME) ThreadIds[NAME] = 1;
#include "checker/vocabulary/threads.def"
#define REGISTRAR(FUNCTION, CALLABLE, DATA, SLOT, HANDLE, FLAGS)                                                       \
  Registrations[FUNCTION].push_back({CALLABLE, DATA, SLOT, HANDLE, FLAGS, false});
#define REGISTRAR_TABLE(FUNCTION, ARGUMENT, FLAGS)                                                                     \
  Registrations[FUNCTION].push_back({ARGUMENT, -1, 0, -2, FLAGS, true});
#define EXIT_HANDLER(FUNCTION, CALLABLE, DATA) ExitFunctions[FUNCTION] = {ExitAction::Handler, CALLABLE, DATA};
#define EXIT_KEY(FUNCTION, KEY, CALLABLE) ExitFunctions[FUNCTION] = {ExitAction::Key, KEY, CALLABLE};
#define EXIT_VALUE(FUNCTION, KEY, VALUE) ExitFunctions[FUNCTION] = {ExitAction::Value, KEY, VALUE};
#define FLOW_NODE(CLASS)                                                                                               \
  FlowNodes[CLASS] = 1;                                                                                                \
  LibraryClasses[CLASS] = 1;
#define REGISTER_WORD(WORD, KIND) HandOvers[WORD] = HandOver::KIND;
#define START_METHOD(CLASS, METHOD, OBJECT, ENTRY)                                                                     \
  StartMethods[CLASS "::" METHOD] = {OBJECT, ENTRY, false};                                                            \
  LibraryClasses[CLASS] = 1;
#define SERVICE_METHOD(CLASS, METHOD, ARGUMENT, PARAMETER)                                                             \
  StartMethods[CLASS "::" METHOD] = {ARGUMENT, PARAMETER, true};                                                       \
  LibraryClasses[CLASS] = 1;
#include "checker/vocabulary/entries.def"
#define EXECUTOR_CLASS(NAME, KIND)                                                                                     \
  for (llvm::StringRef Spelling : spellings(NAME)) {                                                                   \
    Classes[Spelling] = Category::Executor;                                                                            \
    Executors[Spelling] = ExecutorKind::KIND;                                                                          \
  }
#define POST_METHOD(METHOD) PostMethods[METHOD] = 1;
#define POST_FUNCTION(NAME, EXECUTOR, CALLABLE, DATA, SLOT, VIA)                                                       \
  for (llvm::StringRef Spelling : spellings(NAME))                                                                     \
    (Spelling.ends_with("*") ? PostPrefixes[Spelling.drop_back()] : Posts[Spelling])                                   \
        .push_back({EXECUTOR, CALLABLE, DATA, SLOT, VIA});
#define DRAIN_METHOD(METHOD) DrainMethods[METHOD] = 1;
#define DRAIN_FUNCTION(NAME, EXECUTOR) DrainFunctions[NAME] = EXECUTOR;
#define LINK_FUNCTION(NAME, HANDLE, EXECUTOR) Links[NAME] = {HANDLE, EXECUTOR};
#define LINK_RESULT(NAME, ARGUMENT)                                                                                    \
  for (llvm::StringRef Spelling : spellings(NAME))                                                                     \
    LinkResults[Spelling] = ARGUMENT;
#define SINGLETON_FUNCTION(NAME) Singletons[NAME] = 1;
#define SERVE_METHOD(CLASS, METHOD, THREAD)                                                                            \
  ServeMethods[CLASS "::" METHOD] = THREAD;                                                                            \
  LibraryClasses[CLASS] = 1;
#include "checker/vocabulary/executors.def"
#define SMART_POINTER_CLASS(NAME) Holders[NAME] |= HolderSmartPointer;
#define SOLE_OWNER_CLASS(NAME) Holders[NAME] |= HolderSmartPointer | HolderSoleOwner;
#define SEQUENCE_CLASS(NAME) Holders[NAME] |= HolderSequence;
#define PASS_THROUGH(NAME) Holders[NAME] |= HolderPassThrough;
#define PART(NAME) Holders[NAME] |= HolderPart;
#define MAKER(NAME) Holders[NAME] |= HolderMaker;
#define IN_PLACE_METHOD(NAME) Holders[NAME] |= HolderInPlace;
#define STORING_METHOD(NAME) Holders[NAME] |= HolderStoring;
#define ELEMENT_METHOD(NAME) Holders[NAME] |= HolderElement;
#include "checker/vocabulary/holders.def"
  Classes["std::once_flag"] = Classes["boost::once_flag"] = Classes["pthread_once_t"] = Category::Once;
  Classes["std::coroutine_handle"] = Category::Callable;
  Classes["std::function"] = Classes["std::move_only_function"] = Classes["boost::function"] = Category::Callable;
  Classes["std::packaged_task"] = Classes["folly::Function"] = Classes["absl::AnyInvocable"] = Category::Callable;
  Classes["std::atomic"] = Classes["std::atomic_flag"] = Category::Atomic;

  addSettings(S);
}

void Vocabulary::addSettings(const Settings &S) {
  auto Each = [](llvm::StringRef Text, auto Add) {
    llvm::SmallVector<llvm::StringRef, 8> List;
    splitList(Text, List);
    for (llvm::StringRef Row : List) {
      auto [Name, Rest] = Row.split('=');
      llvm::SmallVector<llvm::StringRef, 4> Columns;
      Rest.split(Columns, ',', -1, /*KeepEmpty=*/false);
      for (llvm::StringRef &C : Columns)
        C = C.trim();
      Add(Name.trim(), Columns);
    }
  };
  auto Number = [](llvm::ArrayRef<llvm::StringRef> Columns, size_t I, int Default) {
    int Result = Default;
    if (I < Columns.size() && Columns[I].getAsInteger(10, Result))
      return Default;
    return Result;
  };
  using Row = llvm::ArrayRef<llvm::StringRef>;
  Each(S.MapClasses, [&](llvm::StringRef Name, Row) { Classes[Name] = Category::Map; });
  Each(S.ConcurrentMapClasses, [&](llvm::StringRef Name, Row) { Classes[Name] = Category::ConcurrentMap; });
  Each(S.LockClasses, [&](llvm::StringRef Name, Row) { Classes[Name] = Category::Mutex; });
  Each(S.GuardClasses, [&](llvm::StringRef Name, Row Columns) {
    Classes[Name] = Category::Guard;
    GuardModes[Name] = llvm::is_contained(Columns, "shared") ? LockMode::Shared : LockMode::Exclusive;
  });
  Each(S.SpawnFunctions, [&](llvm::StringRef Name, Row Columns) {
    Spawns[Name] = {Number(Columns, 0, 0), -1, llvm::is_contained(Columns, "many") ? unsigned(FlagMany) : 0u};
  });
  Each(S.CallbackFunctions, [&](llvm::StringRef Name, Row Columns) {
    Registrations[Name].push_back(
        {Number(Columns, 0, 0), Number(Columns, 1, -1), std::max(Number(Columns, 2, 0), 0), -1, FlagMany, false});
  });
  Each(S.LockFunctions, [&](llvm::StringRef Acquire, Row Columns) {
    LockFunctions[Acquire] = {LockAction::Acquire, LockMode::Exclusive, 0};
    if (!Columns.empty())
      LockFunctions[Columns[0]] = {LockAction::Release, LockMode::Exclusive, 0};
  });
}

Category Vocabulary::classCategory(llvm::StringRef Class) const {
  if (auto C = lookUp(Classes, Class))
    return *C;
  return lockedPointer(Class) ? Category::Guard : Category::Other;
}
std::uint16_t Vocabulary::stability(llvm::StringRef Class) const { return lookUp(Stability, Class).value_or(0); }
bool Vocabulary::joins(llvm::StringRef Class) const { return lookUp(Joining, Class).value_or(false); }
LockMode Vocabulary::guardMode(llvm::StringRef Class) const {
  return lookUp(GuardModes, Class).value_or(LockMode::Exclusive);
}
std::optional<Effect> Vocabulary::mapMethod(llvm::StringRef Method) const { return lookUp(MapMethods, Method); }
Effect Vocabulary::concurrentMethod(llvm::StringRef Class, llvm::StringRef Method) const {
  if (auto Own = lookUp(ConcurrentMethods, (Class + "::" + Method).str()))
    return *Own;
  return lookUp(ConcurrentMethods, Method).value_or(Effect::SafeOp);
}
std::optional<LockOperation> Vocabulary::lockMethod(llvm::StringRef Method) const {
  return lookUp(LockMethods, Method);
}
std::optional<LockOperation> Vocabulary::guardMethod(llvm::StringRef Method) const {
  return lookUp(GuardMethods, Method);
}
std::optional<GuardPolicy> Vocabulary::guardTag(llvm::StringRef Class) const { return lookUp(Tags, Class); }
std::optional<LockOperation> Vocabulary::lockFunction(llvm::StringRef Function) const {
  return lookUp(LockFunctions, Function);
}
const ExitOperation *Vocabulary::exitFunction(llvm::StringRef Function) const {
  auto It = ExitFunctions.find(Function);
  return It == ExitFunctions.end() ? nullptr : &It->second;
}

bool Vocabulary::threadId(llvm::StringRef Function) const { return ThreadIds.contains(Function); }

bool Vocabulary::flowNode(llvm::StringRef Class) const { return FlowNodes.contains(Class); }

std::optional<SpawnOperation> Vocabulary::spawnFunction(llvm::StringRef Function) const {
  return lookUp(Spawns, Function);
}
std::optional<SpawnOperation> Vocabulary::spawnMethod(llvm::StringRef Class, llvm::StringRef Method) const {
  return lookUp(Spawns, member(Class, Method));
}
bool Vocabulary::joinMethod(llvm::StringRef Class, llvm::StringRef Method) const {
  return JoinMethods.count(member(Class, Method));
}
bool Vocabulary::detachMethod(llvm::StringRef Class, llvm::StringRef Method) const {
  return DetachMethods.count(member(Class, Method));
}
bool Vocabulary::signalMethod(llvm::StringRef Class, llvm::StringRef Method) const {
  return SignalMethods.count(member(Class, Method));
}
bool Vocabulary::awaitMethod(llvm::StringRef Class, llvm::StringRef Method) const {
  return AwaitMethods.count(member(Class, Method));
}
std::optional<int> Vocabulary::signalFunction(llvm::StringRef Function) const {
  return lookUp(SignalFunctions, Function);
}
std::optional<int> Vocabulary::awaitFunction(llvm::StringRef Function) const {
  return lookUp(AwaitFunctions, Function);
}
bool Vocabulary::isBarrier(llvm::StringRef Class) const { return Barriers.count(Class); }
std::optional<int> Vocabulary::joinFunction(llvm::StringRef Function) const { return lookUp(JoinFunctions, Function); }
bool Vocabulary::onceFunction(llvm::StringRef Function) const { return OnceFunctions.count(Function); }
HandOver Vocabulary::handOver(llvm::StringRef Word) const { return HandOvers.lookup(Word); }

llvm::ArrayRef<Registration> Vocabulary::registrations(llvm::StringRef Function) const {
  auto It = Registrations.find(Function);
  return It == Registrations.end() ? llvm::ArrayRef<Registration>() : llvm::ArrayRef<Registration>(It->second);
}
std::optional<StartOperation> Vocabulary::startMethod(llvm::StringRef Class, llvm::StringRef Method) const {
  return lookUp(StartMethods, member(Class, Method));
}
bool Vocabulary::upgradeClass(llvm::StringRef Class) const { return UpgradeClasses.count(Class); }
bool Vocabulary::synchronizedClass(llvm::StringRef Class) const { return SynchronizedClasses.count(Class); }
bool Vocabulary::lockedPointer(llvm::StringRef Class) const {
  if (LockedPointers.count(Class))
    return true;
  // A pointer class of the synchronized class's own.
  auto [Outer, Inner] = Class.rsplit("::");
  return !Inner.empty() && synchronizedClass(Outer) &&
         (Inner.contains_insensitive("ptr") || Inner.contains_insensitive("lock") || Inner.contains("deref"));
}
std::optional<SynchronizedOperation> Vocabulary::synchronizedMethod(llvm::StringRef Method) const {
  return lookUp(SynchronizedMethods, Method);
}
ExecutorKind Vocabulary::executorKind(llvm::StringRef Class) const {
  return lookUp(Executors, Class).value_or(ExecutorKind::None);
}
llvm::ArrayRef<PostOperation> Vocabulary::posts(llvm::StringRef Function) const {
  if (auto It = Posts.find(Function); It != Posts.end())
    return It->second;
  // Prefixes end within the last part of the name.
  size_t Last = Function.rfind("::");
  if (Last == llvm::StringRef::npos)
    return {};
  size_t Bar = Function.find('_', Last);
  if (Bar == llvm::StringRef::npos)
    return {};
  auto It = PostPrefixes.find(Function.take_front(Bar + 1));
  return It == PostPrefixes.end() ? llvm::ArrayRef<PostOperation>() : llvm::ArrayRef<PostOperation>(It->second);
}
bool Vocabulary::postMethod(llvm::StringRef Method) const {
  size_t Bar = Method.find('_');
  return PostMethods.count(Method) ||
         (Bar != llvm::StringRef::npos && PostMethods.count((Method.take_front(Bar + 1) + "*").str()));
}
bool Vocabulary::drainMethod(llvm::StringRef Method) const { return DrainMethods.count(Method); }
std::optional<int> Vocabulary::drainFunction(llvm::StringRef Function) const {
  return lookUp(DrainFunctions, Function);
}
std::optional<std::pair<int, int>> Vocabulary::linkFunction(llvm::StringRef Function) const {
  return lookUp(Links, Function);
}
std::optional<int> Vocabulary::linkResult(llvm::StringRef Function) const { return lookUp(LinkResults, Function); }
bool Vocabulary::singletonFunction(llvm::StringRef Function) const { return Singletons.count(Function); }
std::optional<int> Vocabulary::serveMethod(llvm::StringRef Class, llvm::StringRef Method) const {
  return lookUp(ServeMethods, member(Class, Method));
}
bool Vocabulary::knowsClass(llvm::StringRef Class) const {
  return Classes.count(Class) || LibraryClasses.count(Class) || (holder(Class) & (HolderSmartPointer | HolderSequence));
}
bool Vocabulary::knowsFunction(llvm::StringRef Function) const {
  return Registrations.count(Function) || Spawns.count(Function) || LockFunctions.count(Function) ||
         JoinFunctions.count(Function) || OnceFunctions.count(Function) || !posts(Function).empty() ||
         DrainFunctions.count(Function) || Links.count(Function) || LinkResults.count(Function) ||
         Singletons.count(Function) || SignalFunctions.count(Function) || AwaitFunctions.count(Function) ||
         (holder(Function) & (HolderPassThrough | HolderPart | HolderMaker));
}
unsigned Vocabulary::holder(llvm::StringRef Name) const { return lookUp(Holders, Name).value_or(0); }

} // namespace maprace
