//===- alias.cpp - same map? same lock? -------------------------------------===//
//
// Two paths may name one map when they end in the same fields and the objects before
// these may be one object. A lock is named relative to the map it is compared for:
// `this->mu_` beside `this->m_` is "the mu_ of the map's owner", whatever this is.
//
//===----------------------------------------------------------------------===//
#include "checker/link/contexts.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

namespace {

/// An object that is known apart from all others by its name.
bool isSpecific(const Program &P, TermId T) {
  const Term &X = P.Terms[T];
  switch (X.Kind) {
  case TermKind::Local:
  case TermKind::Global:
  case TermKind::Alloc: return true;
  case TermKind::Field: {
    const EntityInfo *E = P.entity(X.B);
    return E && !E->pointer();
  }
  default: return false;
  }
}

bool tokensDiffer(const Program &P, const Term &X, const Term &Y) {
  if (X.B == Y.B)
    return false;
  llvm::StringRef A = P.text(X.B), B = P.text(Y.B);
  return A.starts_with("#") && B.starts_with("#");
}

} // namespace

bool Contexts::mayAlias(TermId X, TermId Y, bool Strict, unsigned Depth) const {
  // Of two threads that take elements out, each gets another one, and what lies in the
  // container is yet another. But who made it, or has put it back, may still use it, and
  // what its pointers lead to is somebody else's.
  auto Element = [&](TermId T, llvm::StringRef Kind) {
    for (; P.Terms.isStep(T); T = P.Terms.base(T)) {
      const Term &Step = P.Terms[T];
      const EntityInfo *E = Step.Kind == TermKind::Field ? P.entity(Step.B) : nullptr;
      if (E && E->leadsElsewhere() && E->What != Category::Map)
        return false;
      if (Step.Kind == TermKind::Element && P.text(Step.B).starts_with(Kind))
        return true;
    }
    return false;
  };
  auto StillKnown = [&](TermId T) { return Element(T, "given:") || P.Terms[P.Terms.root(T)].Kind == TermKind::Alloc; };
  if ((Element(X, "taken:") && !StillKnown(Y)) || (Element(Y, "taken:") && !StillKnown(X)))
    return false;
  SymId OwnerX = 0;
  while (X != Y) {
    const Term &A1 = P.Terms[X], &B1 = P.Terms[Y];
    if (A1.Kind == B1.Kind && A1.Kind == TermKind::Field && A1.B == B1.B) {
      const EntityInfo *E = P.entity(A1.B);
      OwnerX = E ? E->Class : 0;
      X = P.Terms.base(X);
      Y = P.Terms.base(Y);
      continue;
    }
    if (A1.Kind == B1.Kind && A1.Kind == TermKind::Element) {
      if (tokensDiffer(P, A1, B1))
        return false;
      X = P.Terms.base(X);
      Y = P.Terms.base(Y);
      OwnerX = 0;
      continue;
    }
    break;
  }
  if (X == Y)
    return true;
  if (!X || !Y)
    return false;
  const Term &A1 = P.Terms[X], &B1 = P.Terms[Y];
  // The object of a constructor that nobody in view calls has begun its life there.
  auto Begun = [&](TermId Id) {
    const Term &T = P.Terms[Id];
    return T.Kind == TermKind::Any && T.B % 64 == 63 && (P.function(T.B / 64).Facts->Flags & FuncConstructor);
  };
  if (Begun(X) && Begun(Y))
    return false;
  // A new object is what a pointer leads to if a store has said so.
  for (auto [Object, Place] : {std::pair{X, Y}, std::pair{Y, X}}) {
    bool Heap = P.Terms[Object].Kind == TermKind::Alloc;
    if ((!Heap && !Begun(Object)) || (!P.Terms.isStep(Place) && P.Terms[Place].Kind != TermKind::Global))
      continue;
    auto It = Holders.find(Object);
    if (It == Holders.end()) {
      if (Heap)
        continue;
      return false;
    }
    if (It->second.count(Place))
      return true;
    auto Known = FoundThere.find({Object, Place, Strict, Depth});
    if (Known != FoundThere.end())
      return Known->second;
    bool Found = llvm::any_of(It->second, [&](TermId H) {
      return (P.Terms[H].Kind == TermKind::Element && P.Terms[Place].Kind == TermKind::Element &&
              P.Terms.base(H) == P.Terms.base(Place)) ||
             (Depth < 3 && P.Terms.isStep(H) && mayAlias(H, Place, Strict, Depth + 1));
    });
    FoundThere[{Object, Place, Strict, Depth}] = Found;
    return Found;
  }
  if (isSpecific(P, X) && isSpecific(P, Y))
    return false;
  // Two parameters of one function, or its object and a parameter, are two objects.
  if (A1.Kind == TermKind::Any && B1.Kind == TermKind::Any && A1.B / 64 == B1.B / 64)
    return false;
  SymId CX = A.classOfTerm(X), CY = A.classOfTerm(Y);
  if (!CX)
    CX = OwnerX;
  if (!CY)
    CY = OwnerX;
  if (!CX || !CY || (!P.derives(CX, CY) && !P.derives(CY, CX)))
    return false;
  // A local object is somebody else's only if its address went somewhere.
  for (TermId Object : {X, Y})
    if (const Term &T = P.Terms[Object]; T.Kind == TermKind::Local && !Holders.count(Object)) {
      const FunctionFacts &F = *P.function(T.B).Facts;
      if (T.A < F.Locals.size() && !F.Locals[T.A].Escapes)
        return false;
    }
  if (Strict && (A1.Kind != TermKind::Any || B1.Kind != TermKind::Any))
    return false;
  // Two ways through pointers, elements or unknown calls that differ lead to two
  // objects as far as anybody can tell; one end must be an object's own name.
  auto Named = [&](TermId T) { return isSpecific(P, T) || P.Terms[T].Kind == TermKind::Any; };
  return Named(X) || Named(Y);
}

/// locks_[i] guards what belongs to i. A map beside the locks that has nothing to do with
/// the index may be touched by another thread under another index.
bool Contexts::anyOfSeveral(TermId Lock, TermId Map) const {
  auto Walk = [&](TermId T, auto Do) {
    return P.Terms.anyStep(T, [&](const Term &X) { return X.Kind == TermKind::Element && Do(X); });
  };
  return Walk(Lock, [&](const Term &L) {
    llvm::StringRef Token = P.text(L.B);
    TermId Container = P.Terms.kid(L, 0);
    bool Beside = (P.Terms[Container].Kind == TermKind::Field && P.Terms.hasPrefix(Map, P.Terms.base(Container))) ||
                  (P.Terms[Container].Kind == TermKind::Global && P.Terms[P.Terms.root(Map)].Kind == TermKind::Global);
    // `taken:front` and its like name no index; `std::hash<int>{}(k) % n` does.
    bool Named = Token.contains(':') && !Token.contains("::");
    if (!Beside || Token.empty() || Token.starts_with("#") || Named)
      return false;
    return !Walk(Map, [&](const Term &M) { return M.B == L.B || P.text(M.B).empty(); });
  });
}

/// Somewhere the pointer member has been given the address of that lock, of an object
/// that could be the one.
bool Contexts::leadsToLock(SymId Pointer, SymId Lock) const {
  if (!Lent) {
    Lent.emplace();
    for (const Summary &In : A.Summaries)
      for (const StoreRecord &R : In.Stores)
        for (TermId Place : P.Terms.alternatives(R.Dest)) {
          const EntityInfo *E = P.member(Place);
          if (!E || E->What != Category::Mutex || !E->pointer())
            continue;
          for (TermId Source : P.Terms.alternatives(R.Source))
            if (const Term &S = P.Terms[Source]; S.Kind == TermKind::Field)
              Lent->insert({P.Terms[Place].B, S.B});
        }
  }
  return Lent->count({Pointer, Lock}) != 0;
}

bool Contexts::sameLock(TermId LockX, TermId MapX, TermId LockY, TermId MapY) const {
  // Who holds the locks of all elements also holds the one that somebody else takes.
  auto Every = [&](TermId Lock) {
    return P.Terms.anyStep(Lock, [&](const Term &X) { return X.Kind == TermKind::Element && P.text(X.B) == "every:"; });
  };
  if (Every(LockX) || Every(LockY))
    return sameLock(underAnyKey(LockX), underAnyKey(MapX), underAnyKey(LockY), underAnyKey(MapY));
  if (anyOfSeveral(LockX, MapX) || anyOfSeveral(LockY, MapY))
    return false;
  if (LockX == LockY)
    return true;
  if (const Term &L = P.Terms[LockX], &M = P.Terms[LockY]; L.Kind == TermKind::Field && M.Kind == TermKind::Field &&
                                                           L.B != M.B &&
                                                           (leadsToLock(L.B, M.B) || leadsToLock(M.B, L.B)))
    return true;
  struct Key {
    bool Relative = false;
    llvm::SmallVector<std::pair<SymId, TermId>, 4> MapPart, LockPart; ///< innermost first
  };
  // The path from the map, and from the lock, up to the object both lie in.
  auto KeyOf = [&](TermId Lock, TermId Map) {
    Key K;
    llvm::SmallVector<TermId, 8> Owners;
    for (TermId T = Map;; T = P.Terms.base(T)) {
      Owners.push_back(T);
      if (!P.Terms.isStep(T))
        break;
    }
    for (TermId L = Lock;; L = P.Terms.base(L)) {
      auto It = llvm::find(Owners, L);
      if (It != Owners.end()) {
        K.Relative = true;
        for (auto I = Owners.begin(); I != It; ++I)
          K.MapPart.push_back({P.Terms[*I].Kind == TermKind::Field ? P.Terms[*I].B : 0, *I});
        return K;
      }
      K.LockPart.push_back({P.Terms[L].Kind == TermKind::Field ? P.Terms[L].B : 0, L});
      if (!P.Terms.isStep(L))
        break;
    }
    return K;
  };
  Key X = KeyOf(LockX, MapX), Y = KeyOf(LockY, MapY);
  auto IndexAgrees = [&](const Key &K) {
    // locks_[i] beside maps_[j]: the lock of another shard.
    for (const auto &[Sym, L] : K.LockPart) {
      const Term &T = P.Terms[L];
      if (T.Kind != TermKind::Element)
        continue;
      for (const auto &[Unused, M] : K.MapPart) {
        const Term &U = P.Terms[M];
        if (U.Kind == TermKind::Element && (U.A == T.A || !U.A || !T.A) && U.B != T.B && P.text(T.B) != "" &&
            P.text(U.B) != "")
          return false;
      }
    }
    return true;
  };
  auto SameSteps = [](const auto &A, const auto &B) {
    return A.size() == B.size() &&
           llvm::all_of(llvm::zip(A, B), [](const auto &T) { return std::get<0>(T).first == std::get<1>(T).first; });
  };
  if (X.Relative && Y.Relative) {
    if (!IndexAgrees(X) || !IndexAgrees(Y))
      return false;
    // With no element between, the map's index picks nothing: one lock for all.
    return SameSteps(X.MapPart, Y.MapPart) && SameSteps(X.LockPart, Y.LockPart);
  }
  // An array of locks beside an array of maps, each side with one index for both.
  auto Indexed = [&](TermId Lock, TermId Map) {
    const Term &L = P.Terms[Lock];
    return L.Kind == TermKind::Element && L.B &&
           P.Terms.anyStep(Map, [&](const Term &M) { return M.Kind == TermKind::Element && M.A == L.A && M.B == L.B; });
  };
  if (P.Terms.base(LockX) == P.Terms.base(LockY) && Indexed(LockX, MapX) && Indexed(LockY, MapY))
    return true;
  // One of them lies in an object that the map is not part of. The same field of an
  // object that could be the same one counts: silence rather than a guess.
  const Term &TX = P.Terms[LockX], &TY = P.Terms[LockY];
  if (TX.Kind != TermKind::Field || TY.Kind != TermKind::Field || TX.B != TY.B)
    return false;
  TermId BaseX = P.Terms.base(LockX), BaseY = P.Terms.base(LockY);
  // In one frame, another object's lock is another lock.
  auto Foreign = [&](const Key &K, TermId Lock, TermId Map) {
    if (K.Relative)
      return false;
    const Term &L = P.Terms[P.Terms.root(Lock)], &M = P.Terms[P.Terms.root(Map)];
    const EntityInfo *LockField = P.entity(P.Terms[Lock].B), *MapField = nullptr;
    if (P.Terms[Map].Kind == TermKind::Field)
      MapField = P.entity(P.Terms[Map].B);
    // Of the same class as the map's owner, but not the owner.
    bool Sibling = LockField && MapField && LockField->Class == MapField->Class;
    return Sibling && L.Kind == TermKind::Any && M.Kind == TermKind::Any && L.B / 64 == M.B / 64;
  };
  if (Foreign(X, LockX, MapX) || Foreign(Y, LockY, MapY))
    return false;
  if (isSpecific(P, BaseX) && isSpecific(P, BaseY))
    return BaseX == BaseY;
  return true;
}

} // namespace maprace
