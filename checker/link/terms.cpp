//===- terms.cpp ------------------------------------------------------------===//
#include "checker/link/terms.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

/// Longer paths say nothing a reader can follow, and recursive data types would
/// make them endless.
static constexpr unsigned MaxDepth = 10;
static constexpr unsigned MaxAlternatives = 4;

TermTable::TermTable() { Terms.emplace_back(); }

TermId TermTable::make(TermKind K, std::uint32_t A, std::uint32_t B, llvm::ArrayRef<TermId> NewKids) {
  std::size_t H =
      llvm::hash_combine(static_cast<unsigned>(K), A, B, llvm::hash_combine_range(NewKids.begin(), NewKids.end()));
  Term T;
  T.Kind = K;
  T.A = A;
  T.B = B;
  T.Relative = K == TermKind::This || K == TermKind::Param || K == TermKind::Capture || K == TermKind::Returned;
  unsigned Depth = 0;
  for (TermId Kid : NewKids) {
    T.Relative |= Terms[Kid].Relative;
    Depth = std::max<unsigned>(Depth, Terms[Kid].Depth + 1);
  }
  if (Depth > MaxDepth)
    return 0;
  auto [Id, New] = Index.findOrAdd(H, Terms.size(), [&](TermId I) {
    const Term &T = Terms[I];
    return T.Kind == K && T.A == A && T.B == B && kids(I) == NewKids;
  });
  if (!New)
    return Id;
  T.Depth = Depth;
  // The new kids may live in our own vector.
  llvm::SmallVector<TermId, 8> Copy(NewKids.begin(), NewKids.end());
  T.KidsBegin = Kids.size();
  T.KidsCount = Copy.size();
  Kids.insert(Kids.end(), Copy.begin(), Copy.end());
  Terms.push_back(T);
  return Id;
}

TermId TermTable::field(TermId Base, SymId Name) {
  if (!Base || Terms[Base].Kind == TermKind::Constant)
    return 0;
  if (Terms[Base].Kind == TermKind::OneOf) {
    llvm::SmallVector<TermId, 4> Parts;
    for (TermId K : alternatives(Base))
      Parts.push_back(field(K, Name));
    return oneOf(Parts);
  }
  return make(TermKind::Field, 0, Name, {Base});
}

TermId TermTable::element(TermId Base, std::uint32_t Func, SymId Token) {
  if (!Base || Terms[Base].Kind == TermKind::Constant)
    return 0;
  if (Terms[Base].Kind == TermKind::OneOf) {
    llvm::SmallVector<TermId, 4> Parts;
    for (TermId K : alternatives(Base))
      Parts.push_back(element(K, Func, Token));
    return oneOf(Parts);
  }
  return make(TermKind::Element, Token ? Func : 0, Token, {Base});
}

TermId TermTable::oneOf(llvm::ArrayRef<TermId> Parts) {
  llvm::SmallVector<TermId, 8> Flat;
  for (TermId P : Parts)
    for (TermId A : alternatives(P))
      if (A && Terms[A].Kind != TermKind::Constant && !llvm::is_contained(Flat, A))
        Flat.push_back(A);
  if (Flat.empty())
    return 0;
  if (Flat.size() == 1)
    return Flat[0];
  if (Flat.size() > MaxAlternatives)
    Flat.resize(MaxAlternatives);
  return make(TermKind::OneOf, 0, 0, Flat);
}

TermId TermTable::choice(llvm::ArrayRef<TermId> Parts) {
  TermId Any = oneOf(Parts);
  if (Terms[Any].Kind != TermKind::OneOf)
    return Any;
  const llvm::SmallVector<TermId, 4> Kids = alternatives(Any);
  return make(TermKind::OneOf, 1, 0, Kids);
}

TermId TermTable::root(TermId Id) const {
  while (isStep(Id))
    Id = base(Id);
  return Id;
}

bool TermTable::isPath(TermId Id) const {
  switch (Terms[root(Id)].Kind) {
  case TermKind::Unknown:
  case TermKind::Function:
  case TermKind::Closure:
  case TermKind::Bind:
  case TermKind::OneOf:
  case TermKind::Constant: return false;
  default: return true;
  }
}

bool TermTable::hasPrefix(TermId Id, TermId Prefix) const {
  for (;;) {
    if (Id == Prefix)
      return true;
    if (!isStep(Id))
      return false;
    Id = base(Id);
  }
}

llvm::SmallVector<TermId, 4> TermTable::alternatives(TermId Id) const {
  llvm::SmallVector<TermId, 4> Result;
  if (Terms[Id].Kind == TermKind::OneOf)
    Result.append(kids(Id).begin(), kids(Id).end());
  else
    Result.push_back(Id);
  return Result;
}

TermId TermTable::substitute(TermId Id, const Environment &E, llvm::DenseMap<TermId, TermId> &Memo) {
  if (!Terms[Id].Relative)
    return Id;
  auto It = Memo.find(Id);
  if (It != Memo.end())
    return It->second;
  Term T = Terms[Id];
  TermId R = 0;
  switch (T.Kind) {
  case TermKind::This: R = E.This; break;
  case TermKind::Param: R = T.A < E.Params.size() ? E.Params[T.A] : 0; break;
  case TermKind::Capture: R = T.A < E.Captures.size() ? E.Captures[T.A] : 0; break;
  case TermKind::Returned: R = E.Returned; break;
  case TermKind::Field:
  case TermKind::Element: R = stepFrom(substitute(base(Id), E, Memo), Id); break;
  default: {
    llvm::SmallVector<TermId, 6> Parts(kids(Id).begin(), kids(Id).end());
    for (TermId &P : Parts)
      P = substitute(P, E, Memo);
    R = T.Kind == TermKind::OneOf ? (T.A ? choice(Parts) : oneOf(Parts)) : make(T.Kind, T.A, T.B, Parts);
    break;
  }
  }
  Memo[Id] = R;
  return R;
}

} // namespace maprace
