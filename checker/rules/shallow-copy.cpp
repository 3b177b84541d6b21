//===- shallow-copy.cpp - MR06 ----------------------------------------------===//
//
// A map is copied under its lock and the copy is used without: right for values, but the
// values are pointers, and what they point to is still shared. Reported where it is
// changed through the copy, when another thread may use the same objects at that time,
// through the map or through a copy of its own. Silent: pointers to const, objects with a
// lock or atomics of their own, copies that are only read.
//
// The same one step further out: an object that keeps a lock and a pointer to a map is
// copied, and a thread is given the copy. Each copy locks a mutex of its own, the map is
// one. Silent: a copy constructor that makes the copy a map of its own, and a lock that the
// copies share.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/precedence.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

namespace {

/// A root of the thread's frame that is a copy of what its starter gave: its class; 0 for another.
SymId copiedClass(const Program &P, const FunctionInfo &F, const Term &Root) {
  if (Root.Kind == TermKind::Param && Root.A < F.Facts->Params.size())
    if (const Param &Q = F.Facts->Params[Root.A]; Q.ByValue && Q.What == Category::Other && !(Q.Flags & EntityPointer))
      return P.sym(F, Q.Type);
  if (Root.Kind == TermKind::Capture && Root.A < F.Facts->Captures.size())
    if (const Capture &Q = F.Facts->Captures[Root.A];
        !Q.ByRef && Q.What == Category::Other && !(Q.Flags & EntityPointer))
      return P.sym(F, Q.Type);
  return 0;
}

/// A copy of the object leads to the same map: the compiler copies the pointer, or the
/// class does. A constructor that takes the other object and does not, makes a new map.
bool sharesWhenCopied(const Picture &P, SymId Class, SymId Pointer) {
  const Program &Prog = P.C.P;
  bool Shares = true;
  for (FuncId F = 1; F < Prog.functions().size(); ++F) {
    const FunctionInfo &I = Prog.function(F);
    const std::uint32_t Copies = FuncConstructor | FuncMoveOrCopy;
    if (I.Class != Class || (I.Facts->Flags & Copies) != Copies)
      continue;
    Shares = false;
    for (const StoreRecord &R : P.C.A.Summaries[F].Stores)
      if (const Term &To = Prog.Terms[R.Dest], &From = Prog.Terms[R.Source];
          To.Kind == TermKind::Field && From.Kind == TermKind::Field && To.B == Pointer && From.B == Pointer &&
          Prog.Terms[Prog.Terms.base(R.Source)].Kind == TermKind::Param)
        return true;
  }
  return Shares;
}

/// The thread's access to the map, with no lock but those of its own copy of the object: the
/// class that is copied; 0 for another access.
SymId lockedByCopy(const Picture &P, const ContextAccess &X) {
  const Program &Prog = P.C.P;
  const Context &C = P.C.All[X.In];
  if (C.Kind != ContextKind::Thread && C.Kind != ContextKind::Posted)
    return 0;
  const FunctionInfo &Entry = Prog.function(C.Entry);
  for (const AccessRecord &R : P.C.A.Summaries[C.Entry].Accesses) {
    const EntityInfo *Map = R.At == X.Access.At && R.What == X.Access.What && !R.Mark ? Prog.member(R.Map) : nullptr;
    if (!Map || !Map->pointer())
      continue;
    const TermId Copy = Prog.Terms.base(R.Map);
    const SymId Class = copiedClass(Prog, Entry, Prog.Terms[Copy]);
    auto OfCopy = [&](const Held &H) {
      const EntityInfo *Lock = Prog.member(H.Lock);
      return Prog.pseudoLock(H.Lock) == PseudoLock::None && Lock && !Lock->pointer() &&
             !P.C.A.throughPointer(Prog.Terms.base(H.Lock)) && Prog.Terms.wholeObject(H.Lock) == Copy;
    };
    const std::vector<Held> &Locks = P.C.A.LockSets[R.Where.Locks];
    if (Class && !Locks.empty() && llvm::all_of(Locks, OfCopy) && sharesWhenCopied(P, Class, Map->Usr))
      return Class;
  }
  return 0;
}

/// The thread's entry is given a copy of anything.
bool isGivenCopies(const Picture &P, const ContextAccess &X) {
  const FunctionInfo &F = P.C.P.function(P.C.All[X.In].Entry);
  auto Copied = [&](TermKind Kind, std::uint32_t I) { return copiedClass(P.C.P, F, {.Kind = Kind, .A = I}) != 0; };
  for (std::uint32_t I = 0; I < F.Facts->Params.size(); ++I)
    if (Copied(TermKind::Param, I))
      return true;
  for (std::uint32_t I = 0; I < F.Facts->Captures.size(); ++I)
    if (Copied(TermKind::Capture, I))
      return true;
  return false;
}

bool usesPointer(const ContextAccess &X) {
  return X.Access.What == Effect::PointerRead || X.Access.What == Effect::PointerWrite;
}

} // namespace

std::optional<Conflict> copiedLock(const Picture &P, std::size_t Map) {
  const MapUse &M = P.Maps[Map];
  auto ByCopy = [&](const ContextAccess &X) { return isGivenCopies(P, X) && lockedByCopy(P, X) != 0; };
  // Told from the mutex of another copy where the two are known as objects of their own.
  if (!P.Conflicts[Map].empty()) {
    for (const Conflict &K : P.Conflicts[Map])
      if (K.Escape || P.C.locks(*K.First).empty() || P.C.locks(*K.Second).empty() ||
          !(ByCopy(*K.First) || ByCopy(*K.Second)))
        return std::nullopt;
    Conflict Pair = P.Conflicts[Map].front();
    if (!ByCopy(*Pair.First))
      std::swap(Pair.First, Pair.Second);
    return Pair;
  }
  for (const ContextAccess *X : M.Accesses) {
    if (!ByCopy(*X) || usesPointer(*X))
      continue;
    for (const ContextAccess *Y : M.Accesses) {
      const bool Beside = X->In == Y->In ? P.C.All[X->In].Many : P.C.parallel(*X, *Y);
      if (Beside && !usesPointer(*Y) && !Y->Access.Init && P.C.root(X->In) == P.C.root(Y->In) &&
          conflicts(X->Access.What, Y->Access.What))
        return Conflict{X, Y, false, false};
    }
  }
  return std::nullopt;
}

static void checkCopiedLock(const Picture &P, std::size_t I, std::vector<Finding> &Out) {
  const std::optional<Conflict> Pair = ownPair(P, I, RuleId::MR06);
  const ClassInfo *C = Pair ? P.C.P.classOf(lockedByCopy(P, *Pair->First)) : nullptr;
  if (!C)
    return;
  const MapUse &M = P.Maps[I];
  Out.push_back(
      makeFinding(P, M, RuleId::MR06, *Pair,
                  "each copy of '" + P.C.P.text(C->Name).str() + "' locks a mutex of its own, but all share '" +
                      M.Name + "': '" + P.C.P.text(Pair->First->Access.Operation).str() +
                      "' uses it here by a copy, while " + describeThread(P.C, Pair->Second->In) + " may use it by '" +
                      P.C.P.text(Pair->Second->Access.Operation).str() + "' " + heldText(P.C, *Pair->Second)));
}

void checkShallowCopy(const Picture &P, std::vector<Finding> &Out) {
  const Program &Prog = P.C.P;
  for (size_t I = 0; I < P.Maps.size(); ++I)
    for (const Conflict &K : interruptions(P, I, MarkKind::SharedCopy)) {
      const MapUse &M = P.Maps[I];
      bool Same = K.First->Access.At == K.Second->Access.At;
      std::string Text =
          "a copy of '" + M.Name + "' shares what its values point to: '" + Prog.text(K.First->Access.Operation).str() +
          "' changes it here " + heldText(P.C, *K.First) + ", while " + describeThread(P.C, K.Second->In) + " may " +
          (Same ? "do the same"
           : K.Second->Access.Mark
               ? "change it by '" + Prog.text(K.Second->Access.Operation).str() + "' " + heldText(P.C, *K.Second)
               : "use it through the map " + heldText(P.C, *K.Second));
      Finding F = makeFinding(P, M, RuleId::MR06, K, Text);
      F.Notes.insert(F.Notes.begin(), {sourceRef(Prog, markOf(P, *K.First).At), "copied here"});
      Out.push_back(std::move(F));
    }
  for (size_t I = 0; I < P.Maps.size(); ++I)
    checkCopiedLock(P, I, Out);
}

} // namespace maprace
