//===- validate.cpp ---------------------------------------------------------===//
#include "checker/facts/validate.h"
#include "llvm/Support/FormatVariadic.h"

namespace maprace {
namespace {

/// Collects the first violation; everything after it is skipped. `Where` grows and
/// shrinks with the record being looked at.
class Validator {
  const UnitFacts &U;
  std::string Where;
  std::string First;

  template <class... Ts> void violation(const char *Format, Ts &&...Args) {
    if (First.empty())
      First = Where + llvm::formatv(Format, std::forward<Ts>(Args)...).str();
  }

  /// Runs Check with "<What> <Number>: " in front of what it finds.
  template <class Fn> void in(const char *What, std::size_t Number, Fn Check) {
    if (!First.empty())
      return;
    std::size_t Before = Where.size();
    Where += llvm::formatv("{0} {1}: ", What, Number);
    Check();
    Where.resize(Before);
  }

  template <class T, class Fn> void each(const char *What, const std::vector<T> &Items, Fn Check) {
    for (std::size_t I = 0; I < Items.size() && First.empty(); ++I)
      in(What, I, [&] { Check(Items[I], I); });
  }

  void below(const char *What, std::size_t Index, std::size_t Size) {
    if (Index >= Size)
      violation("{0} {1} of {2}", What, Index, Size);
  }
  template <class E> void kind(const char *What, E Kind, E Last) {
    if (Kind > Last)
      violation("unknown {0} {1}", What, unsigned(Kind));
  }
  void range(const char *What, const Range &R, std::size_t Size) {
    if (R.Begin > R.End || R.End > Size)
      violation("{0} [{1}, {2}) of {3}", What, R.Begin, R.End, Size);
  }
  void str(Str S) { below("string", S, U.Strings.size()); }
  void at(const Loc &L) { str(L.File); }

  void entity(const Entity &E) {
    for (Str S : {E.Usr, E.Name, E.Type, E.TypeName, E.GuardedBy, E.Confined, E.FrozenAfter})
      str(S);
    at(E.At);
    kind("category", E.What, Category::Executor);
  }

  void value(const FunctionFacts &F, const Value &V, std::size_t Self) {
    kind("value kind", V.Kind, ValueKind::Literal);
    str(V.Name);
    range("kids", V.Kids, F.Kids.size());
    if (!First.empty())
      return;
    switch (V.Kind) {
    case ValueKind::Param: below("parameter", V.A, F.Params.size()); break;
    case ValueKind::Capture: below("capture", V.A, F.Captures.size()); break;
    case ValueKind::Local: below("local", V.A, F.Locals.size()); break;
    case ValueKind::Field:
    case ValueKind::Element:
    case ValueKind::Bind:
      if (V.A >= Self)
        violation("refers to value {0}, which does not come before it", V.A);
      break;
    case ValueKind::Unknown:
    case ValueKind::This:
    case ValueKind::Global:
    case ValueKind::Alloc:
    case ValueKind::Result:
    case ValueKind::Function:
    case ValueKind::Closure:
    case ValueKind::OneOf:
    case ValueKind::Literal: break;
    }
    for (std::uint32_t K = V.Kids.Begin; K != V.Kids.End; ++K)
      if (F.Kids[K] >= Self)
        violation("refers to value {0}, which does not come before it", F.Kids[K]);
  }

  void event(const FunctionFacts &F, const Event &E) {
    kind("event kind", E.Kind, EventKind(NumEventKinds - 1));
    below("value", E.Subject, F.Values.size());
    below("value", E.Other, F.Values.size());
    str(E.Name);
    str(E.Callee);
    range("arguments", E.Args, F.Kids.size());
    at(E.At);
    if (E.Kind == EventKind::Access)
      kind("effect", Effect(E.Detail), Effect(NumEffects - 1));
    if (E.Kind == EventKind::Use)
      kind("effect", Effect(E.Detail), Effect(NumEffects - 1));
    if (E.Kind == EventKind::Decide)
      kind("answer", Answer(E.Detail), Answer::Stored);
    if (E.Kind == EventKind::Acquire)
      kind("lock mode", LockMode(E.Detail), LockMode::Shared);
    if (E.Kind == EventKind::GuardInit)
      kind("guard policy", GuardPolicy(E.Detail), GuardPolicy::Try);
  }

  void function(const FunctionFacts &F) {
    for (Str S : {F.Usr, F.Name, F.Class, F.Parent})
      str(S);
    at(F.At);
    each("parameter", F.Params, [&](const Param &P, std::size_t) {
      str(P.Name);
      str(P.Type);
      kind("category", P.What, Category::Executor);
    });
    each("capture", F.Captures, [&](const Capture &C, std::size_t) {
      str(C.Name);
      str(C.Type);
      kind("category", C.What, Category::Executor);
      at(C.At);
    });
    each("local", F.Locals, [&](const Local &L, std::size_t) {
      str(L.Name);
      str(L.Type);
      kind("category", L.What, Category::Executor);
      at(L.At);
    });
    if (!F.Values.empty() && F.Values[0] != Value{})
      violation("value 0 is not the unknown value");
    each("kid", F.Kids, [&](ValueId K, std::size_t) { below("value", K, F.Values.size()); });
    each("value", F.Values, [&](const Value &V, std::size_t Self) { value(F, V, Self); });
    each("event", F.Events, [&](const Event &E, std::size_t) { event(F, E); });
    each("successor", F.Succs, [&](std::uint32_t S, std::size_t) { below("block", S, F.Blocks.size()); });
    each("block", F.Blocks, [&](const Block &B, std::size_t) {
      range("events", B.Events, F.Events.size());
      range("successors", B.Succs, F.Succs.size());
    });
    // A function without a body has no blocks, and 0 as its exit.
    below("exit block", F.Exit, std::max<std::size_t>(F.Blocks.size(), 1));
    each("clause", F.Clauses, [&](const Clause &C, std::size_t) {
      kind("clause kind", C.Kind, ClauseKind::NoAnalysis);
      below("value", C.Lock, F.Values.size());
      str(C.Text);
    });
    each("override", F.Overrides, [&](Str S, std::size_t) { str(S); });
    each("edit", F.Edits, [&](const Edit &E, std::size_t) {
      kind("edit kind", E.What, EditKind::OnceFlag);
      str(E.Text);
      for (const Loc &L : {E.Of, E.At, E.End})
        at(L);
    });
  }

public:
  explicit Validator(const UnitFacts &U) : U(U) {}

  std::string run() {
    kind("unit state", U.State, UnitState::Degraded);
    if (U.Strings.empty() || !U.Strings[0].empty())
      violation("string 0 is not the empty string");
    each("function", U.Functions, [&](const FunctionFacts &F, std::size_t) { function(F); });
    each("class", U.Classes, [&](const ClassFacts &C, std::size_t) {
      str(C.Usr);
      str(C.Name);
      at(C.At);
      each("base", C.Bases, [&](Str S, std::size_t) { str(S); });
      each("field", C.Fields, [&](const Entity &E, std::size_t) { entity(E); });
    });
    each("global", U.Globals, [&](const Entity &E, std::size_t) { entity(E); });
    return First;
  }
};

} // namespace

std::string firstViolation(const UnitFacts &Facts) { return Validator(Facts).run(); }

} // namespace maprace
