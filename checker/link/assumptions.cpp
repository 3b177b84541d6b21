//===- assumptions.cpp ------------------------------------------------------===//
#include "checker/link/assumptions.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

bool contradict(const Assumption &X, const Assumption &Y) {
  if (X.Selector != Y.Selector)
    return false;
  return X.Constant == Y.Constant ? X.Equal != Y.Equal : X.Equal && Y.Equal;
}

Assumptions::Assumptions(Program &P)
    : P(P), Never(P.Terms.make(TermKind::Global, 0, P.symbol("#never"))), Null(P.symbol("0")) {
  for (const FunctionInfo &F : llvm::drop_begin(P.functions()))
    for (const Event &E : F.Facts->Events)
      // A branch goes by it, or asks a getter for it.
      if (E.Kind == EventKind::Assume &&
          (static_cast<Knowledge>(E.Detail) == Knowledge::Is || static_cast<Knowledge>(E.Detail) == Knowledge::Returns))
        if (const Value &V = F.Facts->Values[E.Subject]; V.Kind == ValueKind::Field || V.Kind == ValueKind::Global)
          Deciding.insert(P.sym(F, V.Name));
  for (const FunctionInfo &F : llvm::drop_begin(P.functions()))
    if (!(F.Facts->Flags & FuncConstructor))
      for (const Event &E : F.Facts->Events)
        if (SymId Flag = changedBy(F, E))
          Changed.insert(Flag);
}

SymId Assumptions::changedBy(const FunctionInfo &F, const Event &E) const {
  if (!(E.Kind == EventKind::Assume && static_cast<Knowledge>(E.Detail) == Knowledge::Becomes) &&
      E.Kind != EventKind::Publish && E.Kind != EventKind::Store)
    return 0;
  const Value &V = F.Facts->Values[E.Subject];
  if (V.Kind != ValueKind::Field && V.Kind != ValueKind::Global)
    return 0;
  SymId Flag = P.sym(F, V.Name);
  return Deciding.contains(Flag) ? Flag : 0;
}

std::optional<bool> Assumptions::judge(const Assumption &X) const {
  const Term &T = P.Terms[X.Selector];
  if (T.Kind == TermKind::Constant)
    return (T.B == X.Constant) == X.Equal;
  if (X.Constant != Null)
    return std::nullopt;
  // An object is not null.
  bool Object = T.Kind == TermKind::This || T.Kind == TermKind::Alloc || T.Kind == TermKind::Closure ||
                T.Kind == TermKind::Function || T.Kind == TermKind::Bind;
  if (T.Kind == TermKind::Local) {
    const Local &L = P.function(T.B).Facts->Locals[T.A];
    Object = !(L.Flags & EntityPointer) && (L.Type || L.What != Category::Other);
  } else if (T.Kind == TermKind::Field || T.Kind == TermKind::Global) {
    const EntityInfo *E = P.entity(T.B);
    Object = E && !E->pointer() && (E->Type || E->What != Category::Other);
  }
  if (!Object)
    return std::nullopt;
  return !X.Equal;
}

TermId Assumptions::mark(const Assumption &X) {
  return P.Terms.element(X.Selector, 0, P.symbol((X.Equal ? "#when=" : "#when!") + P.text(X.Constant).str()));
}

Assumption Assumptions::read(TermId Mark) {
  llvm::StringRef Text = P.text(P.Terms[Mark].B);
  return {P.Terms.base(Mark), P.symbol(Text.drop_front(6)), Text[5] == '='};
}

bool Assumptions::isConstant(TermId Selector) const {
  const Term &T = P.Terms[Selector];
  return (T.Kind == TermKind::Field || T.Kind == TermKind::Global) && !Changed.contains(T.B);
}

} // namespace maprace
