//===- dump.cpp - facts as text, one a line ---------------------------------===//
//
// Read by people and by FileCheck. Lines of one function look like
//
//   function Cache::put c:@S@Cache@F@put#I# at a.cpp:10:6 [public]
//     block 0 -> 2 1
//       insert this.m_ operator[] at a.cpp:11:3
//
// Files are named without their folders, so that a dump does not depend on where the
// sources lie; the unit's line has the full path.
//
//===----------------------------------------------------------------------===//
#include "checker/facts/serial.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"
#include <tuple>

namespace maprace {
namespace {

// --- names of kinds ------------------------------------------------------------

const char *name(Effect E) {
  switch (E) {
  case Effect::Read: return "read";
  case Effect::Iterate: return "iterate";
  case Effect::ElementRead: return "element-read";
  case Effect::ElementWrite: return "element-write";
  case Effect::Insert: return "insert";
  case Effect::Erase: return "erase";
  case Effect::Assign: return "assign";
  case Effect::SafeOp: return "safe-op";
  case Effect::UnsafeOp: return "unsafe-op";
  case Effect::PointerRead: return "pointer-read";
  case Effect::PointerWrite: return "pointer-write";
  }
  return "?";
}

const char *name(EventKind K) {
  switch (K) {
  case EventKind::Access: return "access";
  case EventKind::Acquire: return "acquire";
  case EventKind::Release: return "release";
  case EventKind::GuardInit: return "guard-init";
  case EventKind::GuardAcquire: return "guard-acquire";
  case EventKind::GuardRelease: return "guard-release";
  case EventKind::GuardDrop: return "guard-drop";
  case EventKind::GuardMove: return "guard-move";
  case EventKind::GuardAssert: return "guard-assert";
  case EventKind::EndOfLife: return "end-of-life";
  case EventKind::Fresh: return "fresh";
  case EventKind::Call: return "call";
  case EventKind::Spawn: return "spawn";
  case EventKind::Join: return "join";
  case EventKind::Store: return "store";
  case EventKind::Return: return "return";
  case EventKind::CvWait: return "cv-wait";
  case EventKind::OnceCall: return "once-call";
  case EventKind::Publish: return "publish";
  case EventKind::Observe: return "observe";
  case EventKind::Signal: return "signal";
  case EventKind::Await: return "await";
  case EventKind::Escape: return "escape";
  case EventKind::Test: return "test";
  case EventKind::Decide: return "decide";
  case EventKind::View: return "view";
  case EventKind::Use: return "use";
  case EventKind::Copy: return "copy";
  case EventKind::Mutate: return "mutate";
  case EventKind::Touch: return "touch";
  case EventKind::Assume: return "assume";
  }
  return "?";
}

const char *name(Knowledge K) {
  switch (K) {
  case Knowledge::IsNot: return "is not";
  case Knowledge::Is: return "is";
  case Knowledge::Becomes: return "becomes";
  case Knowledge::Follows: return "follows";
  case Knowledge::Returns: return "is returned";
  }
  return "?";
}

const char *name(Answer A) {
  switch (A) {
  case Answer::No: return "no";
  case Answer::Yes: return "yes";
  case Answer::Some: return "some";
  case Answer::Returned: return "returned";
  case Answer::ReturnedYes: return "returned-yes";
  case Answer::ReturnedNo: return "returned-no";
  case Answer::Gives: return "gives";
  case Answer::GivesNothing: return "gives-nothing";
  case Answer::Stored: return "stored";
  }
  return "?";
}

const char *name(Category C) {
  switch (C) {
  case Category::Other: return "other";
  case Category::Map: return "map";
  case Category::ConcurrentMap: return "concurrent-map";
  case Category::Mutex: return "mutex";
  case Category::Guard: return "guard";
  case Category::Thread: return "thread";
  case Category::Callable: return "callable";
  case Category::Atomic: return "atomic";
  case Category::Once: return "once";
  case Category::Signal: return "signal";
  case Category::Executor: return "executor";
  }
  return "?";
}

const char *name(GuardPolicy P) {
  switch (P) {
  case GuardPolicy::Lock: return "lock";
  case GuardPolicy::Defer: return "defer";
  case GuardPolicy::Adopt: return "adopt";
  case GuardPolicy::Try: return "try";
  }
  return "?";
}

const char *name(ClauseKind K) {
  switch (K) {
  case ClauseKind::Requires: return "requires";
  case ClauseKind::RequiresShared: return "requires-shared";
  case ClauseKind::Acquire: return "acquire";
  case ClauseKind::AcquireShared: return "acquire-shared";
  case ClauseKind::Release: return "release";
  case ClauseKind::TryAcquire: return "try-acquire";
  case ClauseKind::Excludes: return "excludes";
  case ClauseKind::Assert: return "assert";
  case ClauseKind::ReturnsLock: return "returns-lock";
  case ClauseKind::Confined: return "confined";
  case ClauseKind::NoAnalysis: return "no-analysis";
  }
  return "?";
}

const char *name(EditKind K) {
  switch (K) {
  case EditKind::Statement: return "statement";
  case EditKind::Lookup: return "lookup";
  case EditKind::Emplace: return "emplace";
  case EditKind::GuardType: return "guard-type";
  case EditKind::GuardLock: return "guard-lock";
  case EditKind::GuardName: return "guard-name";
  case EditKind::Create: return "create";
  case EditKind::Attribute: return "attribute";
  case EditKind::OnceFlag: return "once-flag";
  }
  return "?";
}

// --- names of flags ----------------------------------------------------------------

struct FlagName {
  std::uint32_t Bit;
  const char *Name;
};

constexpr FlagName EventFlagNames[] = {
    {FlagShared, "shared"},
    {FlagVirtual, "virtual"},
    {FlagTemporary, "temporary"},
    {FlagDetached, "detached"},
    {FlagMany, "many"},
    {FlagAll, "all"},
    {FlagConstRead, "const-read"},
    {FlagDeferred, "deferred"},
    {FlagTry, "try"},
    {FlagSynchronous, "synchronous"},
    {FlagSerialized, "serialized"},
};
constexpr FlagName AccessFlagNames[] = {
    {FlagSnapshot, "snapshot"},   {FlagOverwrite, "overwrite"},  {FlagResultUsed, "result-used"},
    {FlagUnchecked, "unchecked"}, {FlagConstRead, "const-read"}, {FlagChanges, "changes"},
    {FlagLoaded, "loaded"},       {FlagClears, "clears"},        {FlagCompound, "compound"},
    {FlagComputed, "computed"},   {FlagGiven, "given"},
};
constexpr FlagName EntityFlagNames[] = {
    {EntityPointer, "pointer"},     {EntityConst, "const"},     {EntityThreadLocal, "thread-local"},
    {EntityStatic, "static"},       {EntityArray, "array"},     {EntityJoins, "joins"},
    {EntityReference, "reference"}, {EntityAtomic, "atomic"},   {EntityFunctionLocal, "function-local"},
    {EntityHeap, "heap"},           {EntityMutable, "mutable"}, {EntityInMacro, "in-macro"},
    {EntityInit, "initialised"},    {EntityOwner, "owner"},
    // Of the type, which is printed: EntityStable, EntityOrdered.
};
constexpr FlagName FunctionFlagNames[] = {
    {FuncConstructor, "constructor"},
    {FuncDestructor, "destructor"},
    {FuncVirtual, "virtual"},
    {FuncStatic, "static"},
    {FuncLambda, "lambda"},
    {FuncPublic, "public"},
    {FuncNoReturn, "noreturn"},
    {FuncMain, "main"},
    {FuncAddressTaken, "address-taken"},
    {FuncMoveOrCopy, "move-or-copy"},
    {FuncConst, "const"},
    {FuncCoroutine, "coroutine"},
    {FuncSignalHandler, "signal-handler"},
    {FuncReturnsHandle, "returns-handle"},
    {FuncInternal, "internal"},
    {FuncReturnsView, "returns-view"},
    {FuncDefinedInHeader, "defined-in-header"},
    {FuncStartup, "startup"},
    {FuncRegion, "region"},
};
constexpr FlagName BlockFlagNames[] = {{BlockInLoop, "in-loop"}, {BlockCatch, "catch"}};

// --- the dump -------------------------------------------------------------------------

class Dumper {
  llvm::raw_ostream &OS;
  const UnitFacts &U;
  llvm::DenseMap<Str, Str> NameOf; ///< USR of a field, variable, class or function -> its name

  llvm::StringRef str(Str S) const { return U.Strings[S]; }
  llvm::StringRef nameOf(Str Usr) const {
    auto It = NameOf.find(Usr);
    return It == NameOf.end() || It->second == 0 ? str(Usr) : str(It->second);
  }
  /// `m_` of `ns::Cache::m_`: inside a path the object says the rest.
  llvm::StringRef shortName(Str Usr) const {
    auto It = NameOf.find(Usr);
    if (It != NameOf.end() && It->second != 0)
      return str(It->second).rsplit("::").second.empty() ? str(It->second) : str(It->second).rsplit("::").second;
    llvm::StringRef Tail = str(Usr).rsplit('@').second;
    return Tail.empty() ? str(Usr) : Tail;
  }

  /// Classes of libraries have no facts: `lock_guard` of `c:@N@std@S@lock_guard>#...`.
  llvm::StringRef className(Str Usr) const {
    if (NameOf.contains(Usr))
      return nameOf(Usr);
    llvm::StringRef Last = str(Usr).split('>').first.rsplit("@S@").second;
    return Last.empty() ? str(Usr) : Last;
  }

  void learn(Str Usr, Str Name) {
    if (Usr != 0)
      NameOf.try_emplace(Usr, Name);
  }

  void at(const Loc &L) {
    if (L.Line != 0)
      OS << " at " << llvm::sys::path::filename(str(L.File)) << ':' << L.Line << ':' << L.Col;
  }

  void flags(std::uint32_t Flags, llvm::ArrayRef<FlagName> Names) {
    if (Flags == 0)
      return;
    OS << " [";
    llvm::ListSeparator Comma(" ");
    for (const FlagName &N : Names)
      if (Flags & N.Bit) {
        OS << Comma << N.Name;
        Flags &= ~N.Bit;
      }
    if (Flags != 0)
      OS << Comma << Flags;
    OS << ']';
  }

  void values(const FunctionFacts &F, Range R, const char *Between) {
    llvm::ListSeparator Sep(Between);
    for (std::uint32_t K = R.Begin; K != R.End; ++K) {
      OS << Sep;
      value(F, F.Kids[K]);
    }
  }

  void value(const FunctionFacts &F, ValueId Id) {
    const Value &V = F.Values[Id];
    switch (V.Kind) {
    case ValueKind::Unknown: OS << '?'; return;
    case ValueKind::This: OS << "this"; return;
    case ValueKind::Param:
      OS << '$' << V.A;
      if (llvm::StringRef Name = str(F.Params[V.A].Name); !Name.empty())
        OS << ':' << Name;
      return;
    case ValueKind::Capture: OS << '^' << str(F.Captures[V.A].Name); return;
    case ValueKind::Local: OS << str(F.Locals[V.A].Name) << '#' << V.A; return;
    case ValueKind::Global: OS << "::" << nameOf(V.Name); return;
    case ValueKind::Alloc:
      OS << "new#" << V.A;
      if (V.Name != 0)
        OS << ':' << className(V.Name);
      return;
    case ValueKind::Field:
      value(F, V.A);
      OS << '.' << shortName(V.Name);
      return;
    case ValueKind::Element:
      value(F, V.A);
      OS << '[' << str(V.Name) << ']';
      return;
    case ValueKind::Result: OS << "result#" << V.A; return;
    case ValueKind::Function:
      OS << '&' << nameOf(V.Name);
      if (V.Kids.size() != 0) {
        OS << " of ";
        values(F, V.Kids, ", ");
      }
      return;
    case ValueKind::Closure:
      OS << "closure " << nameOf(V.Name) << '(';
      values(F, V.Kids, ", ");
      OS << ')';
      return;
    case ValueKind::Bind:
      OS << "bind(";
      value(F, V.A);
      for (std::uint32_t K = V.Kids.Begin; K != V.Kids.End; ++K) {
        OS << ", ";
        value(F, F.Kids[K]);
      }
      OS << ')';
      return;
    case ValueKind::OneOf:
      OS << "one-of(";
      values(F, V.Kids, " | ");
      OS << ')';
      return;
    case ValueKind::Literal: OS << '\'' << str(V.Name) << '\''; return;
    }
  }

  /// " word value" when the event has one.
  void role(const FunctionFacts &F, const char *Word, ValueId Id) {
    if (Id == 0)
      return;
    OS << ' ' << Word << (*Word ? " " : "");
    value(F, Id);
  }

  void event(const FunctionFacts &F, const Event &E) {
    OS << "    ";
    switch (E.Kind) {
    case EventKind::Access:
      OS << name(Effect(E.Detail)) << ' ';
      value(F, E.Subject);
      OS << ' ' << str(E.Name);
      break;
    case EventKind::Call:
      OS << "call ";
      if (E.Callee != 0)
        OS << nameOf(E.Callee);
      else
        value(F, E.Other);
      role(F, "on", E.Subject);
      break;
    case EventKind::Spawn:
    case EventKind::OnceCall:
      OS << name(E.Kind) << ' ' << str(E.Name);
      role(F, "runs", E.Other);
      role(F, "handle", E.Subject);
      break;
    case EventKind::Store:
    case EventKind::GuardMove:
    case EventKind::Publish:
    case EventKind::Escape:
      OS << name(E.Kind);
      if (E.Name != 0)
        OS << ' ' << str(E.Name);
      role(F, "", E.Other);
      role(F, "to", E.Subject);
      break;
    case EventKind::Return:
      OS << name(E.Kind);
      role(F, "", E.Other);
      break;
    case EventKind::Decide: OS << name(E.Kind) << ' ' << name(Answer(E.Detail)); break;
    case EventKind::Copy:
      OS << name(E.Kind) << ' ';
      value(F, E.Subject);
      role(F, "to", E.Other);
      break;
    case EventKind::Use:
      OS << name(E.Kind) << ' ' << name(Effect(E.Detail)) << ' ';
      value(F, E.Subject);
      role(F, "by", E.Other);
      break;
    case EventKind::View:
      OS << name(E.Kind) << ' ';
      value(F, E.Subject);
      role(F, "by", E.Other);
      break;
    case EventKind::Touch:
      OS << name(E.Kind) << (E.Detail ? " write " : " read ");
      value(F, E.Subject);
      break;
    case EventKind::Assume:
      OS << name(E.Kind) << ' ';
      value(F, E.Subject);
      OS << ' ' << name(Knowledge(E.Detail)) << ' ' << (E.Name ? str(E.Name) : "unknown");
      role(F, "of", E.Other);
      break;
    case EventKind::Acquire:
    case EventKind::Release:
    case EventKind::GuardInit:
    case EventKind::GuardAcquire:
    case EventKind::GuardRelease:
    case EventKind::GuardDrop:
    case EventKind::GuardAssert:
    case EventKind::EndOfLife:
    case EventKind::Fresh:
    case EventKind::Join:
    case EventKind::CvWait:
    case EventKind::Observe:
    case EventKind::Signal:
    case EventKind::Await:
    case EventKind::Mutate:
    case EventKind::Test:
      OS << name(E.Kind) << ' ';
      value(F, E.Subject);
      if (E.Name != 0)
        OS << ' ' << str(E.Name);
      role(F, "with", E.Other);
      break;
    }
    if (E.Args.size() != 0) {
      OS << " (";
      values(F, E.Args, ", ");
      OS << ')';
    }
    if (E.CallId != 0)
      OS << " #" << E.CallId;
    if (E.Kind == EventKind::GuardInit)
      OS << " policy " << name(GuardPolicy(E.Detail));
    if (E.Kind == EventKind::Acquire && LockMode(E.Detail) == LockMode::Shared)
      OS << " shared";
    if (E.Kind == EventKind::Test)
      OS << (E.Detail ? " is empty" : " is not empty");
    flags(E.Flags, E.Kind == EventKind::Access ? llvm::ArrayRef<FlagName>(AccessFlagNames) : EventFlagNames);
    at(E.At);
    OS << '\n';
  }

  void entity(const char *What, const Entity &E) {
    OS << What << ' ' << str(E.Name) << ' ' << name(E.What);
    if (E.TypeName != 0)
      OS << " '" << str(E.TypeName) << '\'';
    if (E.Type != 0)
      OS << " of " << className(E.Type);
    if (E.GuardedBy != 0)
      OS << " guarded by " << nameOf(E.GuardedBy);
    if (E.Confined != 0)
      OS << " confined to " << str(E.Confined);
    if (E.FrozenAfter != 0)
      OS << " frozen after " << str(E.FrozenAfter);
    flags(E.Flags, EntityFlagNames);
    OS << ' ' << str(E.Usr);
    at(E.At);
    OS << '\n';
  }

  void declared(const char *What, Str Name, Str Type, Category C) {
    OS << "  " << What << ' ' << str(Name) << ' ' << name(C);
    if (Type != 0)
      OS << " of " << className(Type);
  }

  void function(const FunctionFacts &F) {
    OS << "function " << str(F.Name) << ' ' << str(F.Usr);
    if (F.Class != 0)
      OS << " of " << nameOf(F.Class);
    if (F.Parent != 0)
      OS << " in " << nameOf(F.Parent);
    flags(F.Flags, FunctionFlagNames);
    at(F.At);
    OS << '\n';
    for (Str O : F.Overrides)
      OS << "  overrides " << nameOf(O) << '\n';
    for (const Param &P : F.Params) {
      declared("parameter", P.Name, P.Type, P.What);
      OS << (P.ByValue ? " by value" : "");
      flags(P.Flags, EntityFlagNames);
      OS << '\n';
    }
    for (const Capture &C : F.Captures) {
      declared("capture", C.Name, C.Type, C.What);
      OS << (C.ByRef ? " by reference" : "");
      flags(C.Flags, EntityFlagNames);
      at(C.At);
      OS << '\n';
    }
    for (const Local &L : F.Locals) {
      declared("local", L.Name, L.Type, L.What);
      OS << (L.InLoop ? " in loop" : "") << (L.Escapes ? " escapes" : "");
      flags(L.Flags, EntityFlagNames);
      at(L.At);
      OS << '\n';
    }
    for (const Clause &C : F.Clauses) {
      OS << "  clause " << name(C.Kind) << ' ';
      value(F, C.Lock);
      if (C.Text != 0)
        OS << " '" << str(C.Text) << '\'';
      OS << '\n';
    }
    for (const Edit &E : F.Edits) {
      OS << "  edit " << name(E.What);
      if (E.Of.Line)
        OS << " of " << E.Of.Line << ':' << E.Of.Col;
      if (E.Length)
        OS << ' ' << E.Length << " bytes";
      if (E.Text != 0)
        OS << " '" << str(E.Text) << '\'';
      at(E.At);
      OS << '\n';
    }
    for (std::size_t I = 0; I < F.Blocks.size(); ++I) {
      const Block &B = F.Blocks[I];
      OS << "  block " << I;
      flags(B.Flags, BlockFlagNames);
      if (I == F.Exit)
        OS << " exit";
      if (B.Succs.size() != 0)
        OS << " ->";
      for (std::uint32_t S = B.Succs.Begin; S != B.Succs.End; ++S)
        OS << ' ' << F.Succs[S];
      OS << '\n';
      for (std::uint32_t E = B.Events.Begin; E != B.Events.End; ++E)
        event(F, F.Events[E]);
    }
  }

  /// Source order: by file, line, column, then name.
  template <class T> std::vector<const T *> inSourceOrder(const std::vector<T> &Items) {
    std::vector<const T *> Sorted;
    for (const T &I : Items)
      Sorted.push_back(&I);
    llvm::sort(Sorted, [&](const T *A, const T *B) {
      auto Key = [&](const T *X) { return std::tuple(str(X->At.File), X->At.Line, X->At.Col, str(X->Usr), X); };
      return Key(A) < Key(B);
    });
    return Sorted;
  }

public:
  Dumper(llvm::raw_ostream &OS, const UnitFacts &U) : OS(OS), U(U) {
    for (const Entity &G : U.Globals)
      learn(G.Usr, G.Name);
    for (const ClassFacts &C : U.Classes) {
      learn(C.Usr, C.Name);
      for (const Entity &F : C.Fields)
        learn(F.Usr, F.Name);
    }
    for (const FunctionFacts &F : U.Functions)
      learn(F.Usr, F.Name);
  }

  void run() {
    OS << "unit " << U.MainFile << (U.State == UnitState::Clean ? " clean" : " degraded");
    if (!U.Reason.empty())
      OS << ": " << U.Reason;
    OS << '\n';
    for (const Entity *G : inSourceOrder(U.Globals))
      entity("global", *G);
    for (const ClassFacts *C : inSourceOrder(U.Classes)) {
      OS << "class " << str(C->Name) << ' ' << str(C->Usr);
      if (C->Flags != 0)
        OS << " [" << C->Flags << ']';
      at(C->At);
      OS << '\n';
      for (Str B : C->Bases)
        OS << "  base " << nameOf(B) << '\n';
      for (const Entity &F : C->Fields)
        entity("  field", F);
    }
    for (const FunctionFacts *F : inSourceOrder(U.Functions))
      function(*F);
  }
};

} // namespace

void dump(llvm::raw_ostream &OS, const UnitFacts &Facts) { Dumper(OS, Facts).run(); }

} // namespace maprace
