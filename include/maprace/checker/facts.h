//===- facts.h - what one translation unit says ------------------*- C++ -*-===//
//
// The facts are what `extract` writes and `link` reads: plain values that copy,
// compare and serialise, and that know no Clang type. A function is kept as an
// *event graph*: its control flow graph with every statement dropped that says
// nothing about locks, maps, threads, calls or the values these work on. Locksets
// are not in the facts: what a call does to them is known only after linking, so
// the dataflow runs in `link` (docs/decisions/0002-event-graphs.md).
//
// All names are interned in UnitFacts::Strings. Index 0 is the empty string.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_CHECKER_FACTS_H
#define MAPRACE_CHECKER_FACTS_H

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace maprace {

/// Index into UnitFacts::Strings; 0 is the empty string.
using Str = std::uint32_t;
/// Index into FunctionFacts::Values; 0 is always the unknown value.
using ValueId = std::uint32_t;

/// A place in a source file. Line and column count from 1; line 0 means "none".
struct Loc {
  Str File = 0;
  std::uint32_t Line = 0;
  std::uint32_t Col = 0;
  auto operator<=>(const Loc &) const = default;
};

/// Half-open range of indices into one of the flat vectors of FunctionFacts.
struct Range {
  std::uint32_t Begin = 0;
  std::uint32_t End = 0;
  std::uint32_t size() const { return End - Begin; }
  auto operator<=>(const Range &) const = default;
};

/// What a symbolic value is made of. References, pointers, smart pointers and
/// iterators are transparent: `p`, `*p` and `&x` are the value they lead to.
enum class ValueKind : std::uint8_t {
  Unknown,  ///< nothing is known
  This,     ///< the object the function is called on
  Param,    ///< A = index of the parameter
  Capture,  ///< A = index of the capture, in the body of a lambda
  Local,    ///< A = index into FunctionFacts::Locals
  Global,   ///< Name = USR of the variable (also static members and static locals)
  Alloc,    ///< a new object; A = number of the site in the function, Name = USR of its class
  Field,    ///< A = value of the object, Name = USR of the field
  Element,  ///< A = value of the container, Name = token of the index (see IndexToken)
  Result,   ///< A = CallId of the call that gave it
  Function, ///< Name = USR; Kids = the bound object, if there is one
  Closure,  ///< Name = USR of the lambda's body; Kids = captured values
  Bind,     ///< A = callee; Kids = bound arguments (Unknown for a placeholder)
  OneOf,    ///< any of Kids
  Literal,  ///< a constant; Name = its spelling, where it is a number, a truth value or null
};

/// Tokens of Element values. Two elements with equal tokens in one function are
/// the same element; a token that starts with '*' is a loop variable's and stands
/// for all elements in turn; the empty token is an unknown element.
struct Value {
  ValueKind Kind = ValueKind::Unknown;
  std::uint32_t A = 0;
  Str Name = 0;
  Range Kids; ///< into FunctionFacts::Kids
  auto operator<=>(const Value &) const = default;
};

/// What a map operation does, by [container.requirements.dataraces].
enum class Effect : std::uint8_t {
  Read,         ///< find, at, count, size, a non-const begin()
  Iterate,      ///< range-for, begin() of a loop, copy of the whole map
  ElementRead,  ///< reads a mapped value through a reference or iterator
  ElementWrite, ///< assigns or calls a non-const member on a mapped value
  Insert,       ///< structural: insert, emplace, operator[]
  Erase,        ///< structural: erase, extract, clear
  Assign,       ///< structural: =, swap, move, merge, rehash, reserve
  SafeOp,       ///< an operation a concurrent map promises to be safe
  UnsafeOp,     ///< an operation a concurrent map promises nothing about
  PointerRead,  ///< loads the pointer, optional or smart pointer that holds the map
  PointerWrite, ///< stores it, or emplaces or resets the optional
};
inline constexpr unsigned NumEffects = 11;

enum class LockMode : std::uint8_t { Exclusive, Shared };

/// How a guard object starts its life.
enum class GuardPolicy : std::uint8_t { Lock, Defer, Adopt, Try };

enum class EventKind : std::uint8_t {
  Access,       ///< Subject = map; Detail = Effect; Name = operation; Args = the key, where it is known
  Acquire,      ///< Subject = lock; Detail = LockMode
  Release,      ///< Subject = lock
  GuardInit,    ///< Subject = guard; Args = locks; Detail = GuardPolicy; FlagShared
  GuardAcquire, ///< Subject = guard (lock() on it); FlagShared
  GuardRelease, ///< Subject = guard (unlock() on it)
  GuardDrop,    ///< Subject = guard gives up its lock without unlocking (release())
  GuardMove,    ///< Other -> Subject
  GuardAssert,  ///< Subject = guard or lock; held from here (owns_lock() is true, assert_held)
  EndOfLife,    ///< Subject = a local or temporary whose destructor runs here
  Fresh,        ///< Subject = a local or allocation that begins its life here
  Call,         ///< see CallId, Callee, Subject (receiver), Args; Name = name as printed
  Spawn,        ///< Other = callable, Args = its arguments, Subject = handle; Name = mechanism; FlagPossible
  Join,         ///< Subject = handle; Name = operation
  Store,        ///< Other (pointer, callable, handle) is stored in Subject
  Return,       ///< Other = value
  CvWait,       ///< Subject = guard or lock given back and taken again
  OnceCall,     ///< Subject = once_flag; Other = callable, Args
  Publish,      ///< Subject = atomic, stored with release; Other = value; Detail = Setting
  Observe,      ///< Subject = atomic, loaded with acquire
  Signal,       ///< Subject = promise, latch, semaphore or barrier that lets others pass
  Await,        ///< Subject = the same, waited for
  Escape,       ///< Other = element reference that leaves; Name = how; Subject = where to
  Test,         ///< Subject = pointer, optional or flag that is tested; Detail = 1: empty or false on this edge
  Decide,       ///< what follows depends on the result of CallId, a map operation or a call; Detail = Answer
  View,         ///< Other, a local reference, pointer or iterator, leads from here into the map Subject, or
                ///< where the result Subject of a call leads; without Other: is returned; FlagWhole
  Use,          ///< the element of Subject that the local Other leads to; Detail = Effect; FlagAlive
  Copy,         ///< the map Subject, whose values are pointers to what can change, is copied to Other (0: returned)
  Mutate,       ///< what an element of the copy Subject points to is changed; Name = how
  Touch,        ///< a field beside a map, Subject; Detail = 1: written, 0: read
  Assume,       ///< what a flag, mode or pointer, Subject, is compared with the constant Name; Detail = Knowledge
};
inline constexpr unsigned NumEventKinds = 31;

/// What an Assume event says. Constants are spelt in decimal, true as 1 and null as 0.
enum class Knowledge : std::uint8_t {
  IsNot,   ///< on this edge it is another
  Is,      ///< on this edge it is this one
  Becomes, ///< from here on; an empty name: what the parameter Other is, or nobody knows what
  Follows, ///< Subject is null where Other is false or null, and only there; FlagClears: where it is not
  Returns, ///< the function returns the constant, or what Subject is, or whether the attempt CallId has locked it
};

/// How a Publish event sets a flag or counter.
enum class Setting : std::uint8_t {
  True,  ///< or to a value that is not known
  False, ///< the flag is taken back
  Step,  ///< counted on or back by one
};

/// What a Decide event knows of the result, or what the function makes of it.
enum class Answer : std::uint8_t {
  No,           ///< on this edge there is none
  Yes,          ///< on this edge there is one
  Some,         ///< the branch depends on it in some other way
  Returned,     ///< the function's own result depends on it
  ReturnedYes,  ///< the function returns true, or something, where there is one
  ReturnedNo,   ///< the function returns true, or something, where there is none
  Gives,        ///< returns true or something, where the branches that lead here say why; no CallId
  GivesNothing, ///< returns false, null or nothing, likewise
  Stored,       ///< the value that is stored or given to a function here was made of it
};

enum EventFlags : std::uint16_t {
  FlagShared = 1,        ///< reader side of a lock
  FlagVirtual = 2,       ///< dynamic dispatch
  FlagHeld = 1,          ///< of an Escape: from what guards elements of a concurrent map
  FlagGiven = 1,         ///< of an Access: stores a value that the function was given
  FlagComputed = 2,      ///< of an Access: stores a value that its key determines
  FlagTemporary = 4,     ///< the guard is an unnamed temporary, or nothing is in its scope
  FlagOverwrite = 8,     ///< of an Access: the value that was there is lost (m[k] = v)
  FlagResultUsed = 16,   ///< of an Access: what it returns is looked at
  FlagUnchecked = 32,    ///< of an Access: the element is used without a look whether there is one
  FlagCompound = 4096,   ///< of an Access to a concurrent map: an element is read, changed and written back
  FlagChoice = 64,       ///< of a GuardInit: what the function was given decides which of the locks
  FlagChanges = 128,     ///< of an Access to a concurrent map: what is in it changes
  FlagSnapshot = 4,      ///< of an Access: by a copy of the shared pointer that was made before
  FlagDetached = 8,      ///< the thread is detached or its handle is lost
  FlagMany = 16,         ///< starts several threads by itself (a pool, parallel algorithm)
  FlagAll = 32,          ///< a join in a loop over all handles of a container
  FlagConstRead = 64,    ///< operator[] whose result is only read
  FlagDeferred = 128,    ///< may run later or in this thread (async without a policy)
  FlagTry = 256,         ///< only on the branch where it succeeded
  FlagClears = 512,      ///< of a PointerWrite: leaves the pointer empty
  FlagSynchronous = 512, ///< the callable runs before the call returns
  FlagLoaded = 1024,     ///< of an Access: by a pointer that was loaded from an atomic
  FlagSerialized = 1024, ///< runs one at a time with others of the same Subject (strand)
  FlagWhole = 4096,      ///< an Escape of the map itself or of an iterator, not of an element
  FlagPlain = 8192,      ///< a flag that is no atomic: orders only under a lock
  FlagPossible = 8192,   ///< of a Spawn: unknown code (Callee) may start it
  FlagCount = 16384,     ///< a Publish by counting: each of several parties does it; an Observe by the last of them
  FlagAlive = 2048,      ///< of a Use: asks only that the element is still there
  FlagInit = 2048,       ///< initialises Subject once, before anyone else can see it
};

/// One step of a function that matters. A plain record, so that any list of
/// them compares and serialises as memory.
struct Event {
  EventKind Kind = EventKind::Access;
  std::uint8_t Detail = 0;
  std::uint16_t Flags = 0;
  ValueId Subject = 0;
  ValueId Other = 0;
  Str Name = 0;
  Str Callee = 0;           ///< USR of the function named by a call; 0: call of a value (Other)
  std::uint32_t CallId = 0; ///< unique in the function; 0: none
  Range Args;               ///< into FunctionFacts::Kids
  Loc At;
  auto operator<=>(const Event &) const = default;
};

enum BlockFlags : std::uint8_t {
  BlockInLoop = 1, ///< lies on a cycle
  BlockCatch = 2,  ///< entry of a handler: entered by unwinding
};

struct Block {
  Range Events; ///< into FunctionFacts::Events
  Range Succs;  ///< into FunctionFacts::Succs
  std::uint8_t Flags = 0;
  auto operator<=>(const Block &) const = default;
};

/// What a variable, field or parameter is to the analysis.
enum class Category : std::uint8_t {
  Other,
  Map,           ///< associative container of the vocabulary
  ConcurrentMap, ///< container with a promise of its own
  Mutex,         ///< anything that can be locked
  Guard,         ///< RAII holder of locks
  Thread,        ///< handle that can be joined (thread, jthread, pthread_t, future)
  Callable,      ///< std::function and alike
  Atomic,
  Once,     ///< once_flag
  Signal,   ///< promise, latch, barrier, semaphore
  Executor, ///< has, or leads to, a queue of callables
};

enum EntityFlags : std::uint16_t {
  EntityPointer = 1, ///< held by pointer, reference, smart pointer or optional
  EntityConst = 2,
  EntityThreadLocal = 4,
  EntityStatic = 8,     ///< static member, static local or namespace scope with internal linkage
  EntityArray = 16,     ///< inside a sequence container or array
  EntityJoins = 32,     ///< its destructor joins (jthread, future of async)
  EntityReference = 64, ///< bound once, never reseated
  EntityAtomic = 128,   ///< the pointer itself is atomic
  EntityFunctionLocal = 256,
  EntityHeap = 512,     ///< a local pointer that stands for the map it was made with
  EntityStable = 1024,  ///< a map whose references stay valid when elements are added
  EntityOrdered = 2048, ///< and whose iterators do, too
  EntityMutable = 4096, ///< also const methods may change it
  EntityInMacro = 8192, ///< its name comes from a macro: nothing can be written beside it
  EntityInit = 16384,   ///< its declaration says what it begins with, and that is not empty
  EntityOwner = 32768,  ///< the smart pointer owns its object alone
};

/// A field or a variable with static storage.
struct Entity {
  Str Usr = 0;
  Str Name = 0; ///< qualified, without template arguments: ns::Class::field
  Loc At;
  Str Type = 0; ///< USR of the class it is or leads to; 0 for others
  Str TypeName = 0;
  Category What = Category::Other;
  std::uint16_t Flags = 0;
  Str GuardedBy = 0;   ///< expression of a GUARDED_BY attribute, as a field or variable USR
  Str Confined = 0;    ///< NAME of the annotation "maprace::confined:NAME"
  Str FrozenAfter = 0; ///< NAME of the annotation "maprace::frozen_after:NAME"
  auto operator<=>(const Entity &) const = default;
};

struct Local {
  Str Name = 0;
  Str Type = 0;
  Category What = Category::Other;
  std::uint16_t Flags = 0;
  std::uint8_t InLoop = 0;  ///< declared inside a loop: a new object each time round
  std::uint8_t Escapes = 0; ///< its address is stored, captured or handed to unknown code
  Loc At;
  auto operator<=>(const Local &) const = default;
};

struct Param {
  Str Name = 0;
  Str Type = 0; ///< USR of the class it is or leads to (also by a cast of a void pointer)
  Category What = Category::Other;
  std::uint16_t Flags = 0;
  std::uint8_t ByValue = 0; ///< a copy, not the caller's object
  auto operator<=>(const Param &) const = default;
};

struct Capture {
  Str Name = 0;
  Str Type = 0;
  Category What = Category::Other;
  std::uint16_t Flags = 0;
  std::uint8_t ByRef = 0;
  Loc At; ///< of the captured variable
  auto operator<=>(const Capture &) const = default;
};

/// A capability clause on a declaration.
enum class ClauseKind : std::uint8_t {
  Requires,
  RequiresShared,
  Acquire,
  AcquireShared,
  Release,
  TryAcquire,
  Excludes,
  Assert,
  ReturnsLock,
  Confined,
  NoAnalysis
};
struct Clause {
  ClauseKind Kind = ClauseKind::Requires;
  ValueId Lock = 0;
  Str Text = 0;
  auto operator<=>(const Clause &) const = default;
};

/// What can be changed in the text of a function, for fixes.
enum class EditKind : std::uint8_t {
  Statement, ///< of an Access: [At, End) from its statement to the end of the block; Text = its indentation
  Lookup,    ///< of an Access by operator[]: as a whole; Text = the value without insertion
  Emplace,   ///< of an Access by operator[] that is assigned to: the statement; Text = as try_emplace
  GuardType, ///< of a GuardInit: the last name of the type; Text = the whole type as written
  GuardLock, ///< of a GuardInit: its arguments; Text = as written
  GuardName, ///< of a GuardInit: where the name of the variable is missing
  Create,    ///< of a PointerWrite: `if (!p) p = ...;` as a whole; Text = its assignment
  Attribute, ///< where an attribute of the function goes, at its first declaration
  OnceFlag,  ///< of a PointerWrite to a member: where its declaration begins; Text = a std::once_flag beside it
};

/// A place in the text, known by the event that it belongs to. Nothing that a macro
/// wrote is kept.
struct Edit {
  EditKind What = EditKind::Statement;
  Loc Of; ///< Event::At
  Loc At, End;
  std::uint32_t Length = 0; ///< in bytes, from At to End
  Str Text = 0;
  auto operator<=>(const Edit &) const = default;
};

enum FunctionFlags : std::uint32_t {
  FuncConstructor = 1,
  FuncDestructor = 2,
  FuncVirtual = 4,
  FuncStatic = 8, ///< no object: static member or free function
  FuncLambda = 16,
  FuncPublic = 32, ///< public member, or a free function with external linkage
  FuncNoReturn = 64,
  FuncMain = 128,
  FuncAddressTaken = 256,
  FuncMoveOrCopy = 512, ///< copy/move constructor or assignment
  FuncConst = 1024,
  FuncCoroutine = 2048,
  FuncSignalHandler = 4096,
  FuncReturnsHandle = 8192, ///< returns a future or thread
  FuncInternal = 16384,     ///< internal linkage
  FuncReturnsView = 32768,  ///< returns a reference, pointer or iterator
  FuncDefinedInHeader = 65536,
  FuncStartup = 131072, ///< runs before main: the initialiser of a global, __attribute__((constructor))
  FuncRegion = 262144,  ///< the statement behind an OpenMP directive in Parent
};

struct FunctionFacts {
  Str Usr = 0;
  Str Name = 0;   ///< qualified, without template arguments
  Str Class = 0;  ///< USR of the class it belongs to; of `this` in a lambda
  Str Parent = 0; ///< USR of the function a lambda is written in
  Loc At;
  std::uint32_t Flags = 0;
  std::vector<Param> Params;
  std::vector<Capture> Captures;
  std::vector<Local> Locals;
  std::vector<Value> Values; ///< [0] is the unknown value
  std::vector<ValueId> Kids;
  std::vector<Event> Events;
  std::vector<std::uint32_t> Succs;
  std::vector<Block> Blocks; ///< [0] is the entry
  std::uint32_t Exit = 0;    ///< index of the exit block
  std::vector<Clause> Clauses;
  std::vector<Str> Overrides; ///< USRs of the methods it overrides
  std::vector<Edit> Edits;
  bool operator==(const FunctionFacts &) const = default;
};

enum ClassFlags : std::uint32_t {
  ClassInMacro = 1, ///< its name comes from a macro
};

struct ClassFacts {
  Str Usr = 0;
  Str Name = 0;
  Loc At; ///< of the name
  std::vector<Str> Bases;
  std::vector<Entity> Fields;
  std::uint32_t Flags = 0;
  std::uint32_t Size = 0; ///< in bytes; 0: not known
  std::uint32_t Align = 0;
  bool operator==(const ClassFacts &) const = default;
};

/// How well a unit was understood.
enum class UnitState : std::uint8_t {
  Clean,
  Degraded, ///< the front end reported errors; the facts of what it understood are kept
};

/// The facts of one translation unit.
struct UnitFacts {
  std::string MainFile; ///< absolute
  UnitState State = UnitState::Clean;
  std::string Reason; ///< first error of a degraded unit, "file:line:col: text"
  std::vector<std::string> Strings{std::string()};
  std::vector<FunctionFacts> Functions;
  std::vector<ClassFacts> Classes;
  std::vector<Entity> Globals;
  bool operator==(const UnitFacts &) const = default;
};

} // namespace maprace
#endif
