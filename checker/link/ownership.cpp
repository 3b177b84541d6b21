//===- ownership.cpp - objects that nobody else has seen yet -------------------===//
//
// What a frame has made, or was given by a caller that had made it, is its own until it is
// stored where others look, handed to a thread or to code that keeps it. Accesses to such
// an object cannot conflict.
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

void FunctionAnalysis::own(State &S, TermId Object) {
  if (InLoop)
    A.FreshInLoop.insert(Object);
  addSorted(S.Owned, Object);
}

/// The pointer member was set, by the constructor or here, to an object made for it.
bool FunctionAnalysis::leadsToOwn(const State &S, TermId Pointer) const {
  auto It = MadeFor.find(Pointer);
  return It != MadeFor.end() && It->second && (P.Terms[It->second].B != F || llvm::is_contained(S.Owned, It->second));
}

TermId FunctionAnalysis::ownedRoot(const State &S, TermId Map) const {
  // An object that the path goes through by its own fields; behind a pointer begins
  // another object.
  for (TermId T = P.Terms.base(Map); T; T = P.Terms.base(T)) {
    const Term &X = P.Terms[T];
    // Whoever put an element into the container may still know it.
    if (llvm::is_contained(S.Owned, T))
      return X.Kind == TermKind::Element ? 0 : T;
    const EntityInfo *E = X.Kind == TermKind::Field ? P.entity(X.B) : nullptr;
    if (X.Kind == TermKind::Field ? !E || (E->leadsElsewhere() && !leadsToOwn(S, T)) : X.Kind != TermKind::Element)
      return 0;
  }
  return llvm::is_contained(S.Owned, Map) ? Map : 0;
}

bool FunctionAnalysis::isGiven(TermId T) const {
  TermKind K = P.Terms[T].Kind;
  return K == TermKind::Param || (K == TermKind::This && !(Facts.Flags & FuncConstructor));
}

bool FunctionAnalysis::isOwned(const State &S, TermId Map) const {
  TermId Root = ownedRoot(S, Map);
  return Root && !isGiven(Root);
}

void FunctionAnalysis::publish(State &S, TermId T) {
  llvm::SmallVector<TermId, 8> Work{T};
  while (!Work.empty() && !S.Owned.empty()) {
    TermId Next = Work.pop_back_val();
    for (size_t I = 0; I < S.Owned.size();) {
      if (!A.mentions(Next, S.Owned[I])) {
        ++I;
        continue;
      }
      auto Inside = StoredIn.find(S.Owned[I]);
      S.Owned.erase(S.Owned.begin() + I);
      if (Inside != StoredIn.end())
        Work.append(Inside->second.begin(), Inside->second.end());
    }
  }
}

void FunctionAnalysis::storeIn(State &S, TermId Dest, TermId Source) {
  if (auto [It, New] = MadeFor.try_emplace(Dest, P.Terms[Source].Kind == TermKind::Alloc ? Source : 0);
      !New && It->second != Source)
    It->second = 0; // of several
  // What a reference member leads to is another object.
  TermId Holder = P.Terms.root(P.Terms.isStep(Dest) ? canonical(P.Terms.base(Dest)) : Dest);
  if (!llvm::is_contained(S.Owned, Holder) || isGiven(Holder))
    publish(S, Source);
  else if (!llvm::is_contained(StoredIn[Holder], Source))
    StoredIn[Holder].push_back(Source);
}

void FunctionAnalysis::publishCall(State &S, const Event &E, const std::vector<Instance> &Called) {
  if (S.Owned.empty())
    return;
  if (Called.empty()) {
    // Nobody knows what it does with its arguments.
    publish(S, term(E.Subject));
    for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
      publish(S, term(Facts.Kids[K]));
    return;
  }
  for (const Instance &I : Called) {
    const Summary &Callee = A.Summaries[I.Callee];
    llvm::DenseMap<TermId, TermId> Memo;
    auto Map = [&](TermId T) { return P.Terms.substitute(T, I.Env, Memo); };
    // What the callee has made is known to nobody but those it is stored in.
    for (const auto &[Dest, Source] : I.Shown)
      for (TermId Made : {P.Terms.root(Dest), Source})
        if (P.Terms[Made].Kind == TermKind::Alloc && P.Terms[Made].B != F)
          own(S, Made);
    for (const auto &[Dest, Source] : I.Shown)
      storeIn(S, Dest, Source);
    for (const SpawnOccurrence &R : Callee.Spawns) {
      const SpawnRecord Q = A.Spawns[R.Spawn];
      publish(S, Map(Q.Callee));
      for (TermId T : Q.Args)
        publish(S, Map(T));
    }
  }
}

} // namespace maprace
