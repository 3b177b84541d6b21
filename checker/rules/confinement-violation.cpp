//===- confinement-violation.cpp - MR15 -------------------------------------===//
//
// A map without a lock belongs to one thread, strand or event loop, and another thread
// reaches it while the owner may use it. The owner is
//   - what the map's annotation "maprace::confined:NAME" names: a function that the
//     owner runs in, a strand, or the label of functions with the same annotation;
//   - inferred: a strand that all places but one run on; or, where no place holds a
//     lock, the one thread that does all the writing, at three places or more, when a
//     single other place reaches the map.
// Silent: before the owner is started, after it has been waited for, in constructors.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/guard_vote.h"
#include "checker/rules/precedence.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace maprace {

namespace {

bool isName(llvm::StringRef Qualified, llvm::StringRef Name) {
  return Qualified.consume_back(Name) && (Qualified.empty() || Qualified.ends_with("::"));
}

/// The function is the owner's by its name or by its own annotation.
bool ownsBy(const Program &P, FuncId F, llvm::StringRef Name) {
  const FunctionInfo &I = P.function(F);
  if (isName(P.text(I.Name), Name))
    return true;
  return llvm::any_of(I.Facts->Clauses, [&](const Clause &C) {
    return C.Kind == ClauseKind::Confined && P.text(P.sym(I, C.Text)) == Name;
  });
}

/// Some function on the way to the access is the owner's, or the strand is held.
bool byOwner(const Picture &P, const ContextAccess &X, llvm::StringRef Name) {
  const Contexts &C = P.C;
  if (ownsBy(C.P, X.Access.Function, Name))
    return true;
  for (ChainId First : {X.Prefix, X.Access.Chain})
    for (ChainId K = First; K; K = C.A.Chains[K].Next)
      if (ownsBy(C.P, C.A.Chains[K].Callee, Name) || ownsBy(C.P, C.A.Chains[K].Caller, Name))
        return true;
  auto Runs = [&](const Context &K) { return K.Entry && ownsBy(C.P, K.Entry, Name); };
  const Context &In = C.All[X.In];
  if (Runs(In) || (!In.Carriers.empty() && llvm::all_of(In.Carriers, [&](ContextId K) { return Runs(C.All[K]); })))
    return true;
  return llvm::any_of(C.locks(X), [&](const Held &H) { return isName(lockName(C.P, H.Lock), Name); });
}

std::optional<Conflict> declared(const Picture &P, const MapUse &M, llvm::StringRef Name) {
  llvm::SmallVector<const ContextAccess *, 16> Owners, Others;
  for (const ContextAccess *X : M.Accesses)
    if (!X->Access.Init)
      (byOwner(P, *X, Name) ? Owners : Others).push_back(X);
  for (const ContextAccess *X : Others)
    for (const ContextAccess *Y : Owners)
      if (P.C.parallel(*X, *Y) && P.C.mayAlias(X->Access.Map, Y->Access.Map, P.C.root(X->In) != P.C.root(Y->In)) &&
          !isOrdered(P, *X, *Y))
        return Conflict{X, Y};
  return std::nullopt;
}

bool isStrand(const Program &P, TermId Lock) {
  const EntityInfo *E = P.declared(Lock);
  return E && E->What == Category::Executor;
}

std::optional<Conflict> onStrand(const Picture &P, std::size_t Map) {
  for (const Conflict &K : P.Conflicts[Map]) {
    if (K.Escape)
      continue;
    Conflict Pair = K;
    if (!P.C.locks(*Pair.First).empty())
      std::swap(Pair.First, Pair.Second);
    if (P.C.locks(*Pair.First).empty() &&
        llvm::any_of(P.C.locks(*Pair.Second), [&](const Held &H) { return isStrand(P.C.P, H.Lock); }))
      return Pair;
  }
  return std::nullopt;
}

std::optional<Conflict> inOneThread(const Picture &P, std::size_t Map) {
  const MapUse &M = P.Maps[Map];
  ContextId Owner = NoContext;
  std::set<Place> Owned, Foreign;
  for (const ContextAccess *X : M.Accesses) {
    if (X->Access.Init)
      continue;
    if (!P.C.locks(*X).empty())
      return std::nullopt;
    if (isWrite(X->Access.What)) {
      if (Owner != NoContext && Owner != X->In)
        return std::nullopt;
      Owner = X->In;
    }
  }
  if (Owner == NoContext || P.C.All[Owner].Kind != ContextKind::Thread || P.C.All[Owner].Many ||
      P.C.onlyPossible(Owner))
    return std::nullopt;
  for (const ContextAccess *X : M.Accesses)
    if (!X->Access.Init) {
      Place At = X->Access.At;
      At.Col = 0;
      (X->In == Owner ? Owned : Foreign).insert(At);
    }
  if (Owned.size() < 3 || Foreign.size() != 1)
    return std::nullopt;
  for (const Conflict &K : P.Conflicts[Map])
    if (!K.Escape && (K.First->In == Owner) != (K.Second->In == Owner))
      return K.First->In == Owner ? Conflict{K.Second, K.First} : K;
  return std::nullopt;
}

} // namespace

std::optional<Conflict> confinementViolation(const Picture &P, std::size_t Map) {
  const EntityInfo *E = P.C.P.entity(P.Maps[Map].Usr);
  if (E && E->Confined)
    return declared(P, P.Maps[Map], P.C.P.text(E->Confined));
  if (std::optional<Conflict> Pair = onStrand(P, Map))
    return Pair;
  return inOneThread(P, Map);
}

void checkConfinementViolation(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    std::optional<Conflict> Pair = ownPair(P, I, RuleId::MR15);
    if (!Pair)
      continue;
    const MapUse &M = P.Maps[I];
    const AccessRecord &A = Pair->First->Access, &B = Pair->Second->Access;
    const EntityInfo *E = P.C.P.entity(M.Usr);
    std::string Owner;
    if (E && E->Confined)
      Owner = "'" + P.C.P.text(E->Confined).str() + "'";
    for (const Held &H : P.C.locks(*Pair->Second))
      if (Owner.empty() && isStrand(P.C.P, H.Lock))
        Owner = "the handlers of '" + lockName(P.C.P, H.Lock) + "'";
    if (Owner.empty())
      Owner = describeThread(P.C, Pair->Second->In);
    std::string Text = "'" + M.Name + "' belongs to " + Owner + ", and is " + verb(A.What) + " by '" +
                       P.C.P.text(A.Operation).str() + "' by " + describeThread(P.C, Pair->First->In) +
                       ", while its owner may run '" + P.C.P.text(B.Operation).str() + "'";
    Out.push_back(makeFinding(P, M, RuleId::MR15, *Pair, Text));
  }
}

} // namespace maprace
