//===- companions.cpp - a map and the fields that change with it --------------===//
//
// In a class that keeps a lock, a map and other fields: which critical sections write the
// map and a field together is noted for the whole program; two branches of which only one is
// taken do not. A function that handles the
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
  std::vector<unsigned> BlockOf(Facts.Events.size());
  for (unsigned B = 0; B < Facts.Blocks.size(); ++B)
    for (std::uint32_t I = Facts.Blocks[B].Events.Begin; I < Facts.Blocks[B].Events.End; ++I)
      BlockOf[I] = B;
  std::vector<Blocks> TouchedIn; ///< by touch
  std::uint32_t Here = 0;
  auto Note = [&](const TouchRecord &T) {
    auto Old = llvm::find_if(Out.Touches, [&](const TouchRecord &Q) {
      return Q.Field == T.Field && Q.Write == T.Write && Q.Where == T.Where && Q.At == T.At;
    });
    if (Old == Out.Touches.end()) {
      Out.Touches.push_back(T);
      TouchedIn.push_back({BlockOf[Here]});
    } else {
      addSorted(TouchedIn[Old - Out.Touches.begin()], BlockOf[Here]);
    }
  };
  for (std::uint32_t I = 0; I < Facts.Events.size(); ++I) {
    const Event &E = Facts.Events[I];
    Here = I;
    if (E.Kind == EventKind::Touch && SituationAt.count(I)) {
      TermId Field = canonical(term(E.Subject));
      const EntityInfo *Touched = P.member(Field); // an atomic keeps to itself
      if (Touched && Touched->What != Category::Atomic && Out.Touches.size() < MaxTouches)
        Note({Field, E.Detail != 0, SituationAt[I], P.place(Info, E.At)});
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
          // Sections are told apart by locks alone.
          const Situation Here{SituationAt[I].Locks, SituationAt[I].Released}, Below{T.Where.Locks, T.Where.Released};
          Note({Field, T.Write, A.compose(Here, A.substitute(Below, X.Env, Memo)), T.At});
        }
      }
    }
  }
  for (const TouchRecord &T : Out.Touches)
    if (!T.Write) {
      bool &Locked = A.ReadUnderLock[P.Terms[T.Field].B][T.At];
      Locked |= llvm::any_of(A.LockSets[T.Where.Locks],
                             [&](const Held &H) { return P.pseudoLock(H.Lock) == PseudoLock::None; });
    }
  if (Facts.Flags & (FuncConstructor | FuncDestructor))
    return;
  // In the same object; the field perhaps in a struct of it.
  auto Beside = [&](const AccessRecord &R, const TouchRecord &T) {
    if (P.Terms[R.Map].Kind != TermKind::Field || R.Map == T.Field)
      return false;
    TermId Object = P.Terms.base(T.Field);
    while (Object != P.Terms.base(R.Map) && P.Terms[Object].Kind == TermKind::Field)
      Object = P.Terms.base(Object);
    return Object == P.Terms.base(R.Map);
  };
  auto Usual = [&](const AccessRecord &R) { return !R.Mark && !(R.Flags & FlagEscape) && !R.Init; };
  // Another map of the object is a companion, too.
  std::vector<TouchRecord> Touches = Out.Touches;
  for (const AccessRecord &R : Out.Accesses)
    if (Usual(R) && P.Terms[R.Map].Kind == TermKind::Field && Touches.size() < 2 * MaxTouches &&
        (changes(R.What) || looksInside(R, P.text(R.Operation)))) {
      Touches.push_back({R.Map, changes(R.What), R.Where, R.At, true});
      TouchedIn.push_back(blocksOf(R));
    }
  std::vector<std::optional<Blocks>> AccessedIn(Out.Accesses.size());
  std::set<Place> Own;
  for (const Event &E : Facts.Events)
    Own.insert(P.place(Info, E.At));
  /// Some run comes to both, the section that Around begins not left in between.
  auto InOneRun = [&](const TouchRecord &T, const AccessRecord &R, const Place &Around) {
    std::optional<Blocks> &Accessed = AccessedIn[&R - Out.Accesses.data()];
    if (!Accessed)
      Accessed = blocksOf(R);
    const bool EitherOr = A.EitherOr.count(std::minmax(T.At, R.At)) != 0;
    // A section that lies within a call ends with it: another call is another section.
    if (EitherOr && Around.Line && !Own.count(Around))
      return false;
    return inOneRun(TouchedIn[&T - Touches.data()], *Accessed, Around, EitherOr);
  };
  for (const TouchRecord &T : Touches)
    for (const AccessRecord &R : Out.Accesses)
      if (!R.Chain && Usual(R) && Beside(R, T) && Own.count(T.At) && !InOneRun(T, R, Place()))
        A.EitherOr.insert(std::minmax(T.At, R.At));
  for (const TouchRecord &T : Touches) {
    if (T.Write)
      for (const Held &H : A.LockSets[T.Where.Locks])
        if (P.pseudoLock(H.Lock) == PseudoLock::None)
          A.WrittenField[P.Terms[T.Field].B].insert(H.At);
    auto Fits = [&](const AccessRecord &R) {
      if (T.Write)
        return changes(R.What);
      return T.Map ? looksInside(R, P.text(R.Operation)) : R.What == Effect::Read || R.What == Effect::Iterate;
    };
    for (const AccessRecord &R : Out.Accesses)
      if (Usual(R) && Fits(R) && Beside(R, T))
        for (const Held &H : heldOver(T.Where, R.Where))
          if (P.pseudoLock(H.Lock) == PseudoLock::None && InOneRun(T, R, H.At))
            (T.Write ? A.WrittenTogether : A.ReadTogether)[{P.Terms[R.Map].B, P.Terms[T.Field].B}].insert(H.At);
  }
  // Apart: each in a section of its own, and in neither section together.
  std::vector<AccessRecord> Apart;
  for (const TouchRecord &T : Touches)
    for (const AccessRecord &R : Out.Accesses) {
      // Of two maps, one is looked at first and the other where it says; and one of the two reports.
      if (T.Map && (!T.Write || P.text(P.Terms[R.Map].B) > P.text(P.Terms[T.Field].B)))
        continue;
      bool Torn = T.Write ? changes(R.What) : looksInside(R, P.text(R.Operation));
      if (!Usual(R) || !Torn || !Beside(R, T) || !lockedAgain(T.Where, R.Where) || sameSection(T.Where, R.Where) ||
          !InOneRun(T, R, Place()))
        continue;
      bool Together =
          llvm::any_of(Touches,
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
