//===- companions.cpp - a map and the fields that change with it --------------===//
//
// In a class that keeps a lock, a map and other fields: which critical sections write the
// map and a field together is noted for the whole program. A function that handles the
// two in one section each is a candidate, recorded as a marked access to the map; that
// the field belongs to the map, the rule decides when all functions have been seen.
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

static constexpr size_t MaxTouches = 40;

static bool changes(Effect E) { return E == Effect::Insert || E == Effect::Erase || E == Effect::Assign; }

/// A look at what is in the map, not at how much.
static bool looksInside(const AccessRecord &R, llvm::StringRef Operation) {
  return R.What == Effect::Iterate || (R.What == Effect::Read && (Operation == "find" || Operation == "at" ||
                                                                  Operation == "count" || Operation == "contains"));
}

void FunctionAnalysis::findCompanions() {
  for (std::uint32_t I = 0; I < Facts.Events.size(); ++I) {
    const Event &E = Facts.Events[I];
    if (E.Kind == EventKind::Touch && SituationAt.count(I)) {
      TermId Field = canonical(term(E.Subject));
      if (P.Terms[Field].Kind == TermKind::Field && Out.Touches.size() < MaxTouches)
        Out.Touches.push_back({Field, E.Detail != 0, SituationAt[I], P.place(Info, E.At)});
    } else if (E.Kind == EventKind::Call && Instantiated[I]) {
      for (const Instance &X : instances(E, I)) {
        llvm::DenseMap<TermId, TermId> Memo;
        for (const TouchRecord &T : A.Summaries[X.Callee].Touches) {
          TermId Field = P.Terms.substitute(T.Field, X.Env, Memo);
          if (!Field || P.Terms[Field].Kind != TermKind::Field || Out.Touches.size() >= MaxTouches)
            continue;
          // The places of a callee are told apart by where they are called.
          if (!SituationAt.count(I))
            continue;
          Out.Touches.push_back({Field, T.Write, A.compose(SituationAt[I], A.substitute(T.Where, X.Env, Memo)), T.At});
        }
      }
    }
  }
  if (Out.Touches.empty() || (Facts.Flags & (FuncConstructor | FuncDestructor)))
    return;
  auto Beside = [&](const AccessRecord &R, const TouchRecord &T) {
    return P.Terms[R.Map].Kind == TermKind::Field && P.Terms.base(R.Map) == P.Terms.base(T.Field);
  };
  auto Usual = [&](const AccessRecord &R) { return !R.Mark && !(R.Flags & FlagEscape) && !R.Init; };
  for (const TouchRecord &T : Out.Touches) {
    if (!T.Write)
      continue;
    for (const Held &H : A.LockSets[T.Where.Locks])
      if (P.pseudoLock(H.Lock) == PseudoLock::None)
        A.WrittenField[P.Terms[T.Field].B].insert(H.At);
    for (const AccessRecord &R : Out.Accesses)
      if (Usual(R) && changes(R.What) && Beside(R, T))
        for (const Held &H : heldOver(T.Where, R.Where))
          if (P.pseudoLock(H.Lock) == PseudoLock::None)
            A.WrittenTogether[{P.Terms[R.Map].B, P.Terms[T.Field].B}].insert(H.At);
  }
  // Apart: each in a section of its own, and in neither section together.
  std::vector<AccessRecord> Apart;
  for (const TouchRecord &T : Out.Touches)
    for (const AccessRecord &R : Out.Accesses) {
      bool Torn = T.Write ? changes(R.What) : looksInside(R, P.text(R.Operation));
      if (!Usual(R) || !Torn || !Beside(R, T) || !lockedAgain(T.Where, R.Where) || sameSection(T.Where, R.Where))
        continue;
      bool Together =
          llvm::any_of(Out.Touches,
                       [&](const TouchRecord &Q) {
                         return Q.Field == T.Field && Q.Write >= T.Write && sameSection(Q.Where, R.Where);
                       }) ||
          llvm::any_of(Out.Accesses, [&](const AccessRecord &Q) {
            return Usual(Q) && Q.Map == R.Map && changes(Q.What) >= changes(R.What) && sameSection(Q.Where, T.Where);
          });
      if (Together)
        continue;
      AccessRecord X = R;
      X.Mark = A.mark({MarkKind::TornUpdate, T.At, 0, P.Terms[T.Field].B, Presence::Unknown, T.Write});
      X.Where.Locks = A.LockSets.intern(heldOver(T.Where, R.Where));
      Apart.push_back(std::move(X));
    }
  for (AccessRecord &X : Apart)
    if (llvm::none_of(Out.Accesses,
                      [&](const AccessRecord &Q) { return Q.Mark == X.Mark && Q.At == X.At && Q.Map == X.Map; }))
      Out.Accesses.push_back(std::move(X));
}

} // namespace maprace
