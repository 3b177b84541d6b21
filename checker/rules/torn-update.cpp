//===- torn-update.cpp - MR08 -----------------------------------------------===//
//
// A field belongs to a map when it is written in one critical section with it in two
// places or more, or in one where others read the two in one, and never without it but in
// the place at hand. A function that updates
// the two in a section each, or reads them so, lets others see one without the other.
// Reported at the map's half, one finding for each function and field.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/rule.h"

namespace maprace {

/// How many places write the two together, where that makes them belong together.
static size_t belongs(const Picture &P, const ContextAccess &A, const Mark &M) {
  const Term &Map = P.C.P.Terms[A.Access.Map];
  auto Together = P.C.A.WrittenTogether.find({Map.B, M.Field});
  auto Field = P.C.A.WrittenField.find(M.Field);
  if (Map.Kind != TermKind::Field || Together == P.C.A.WrittenTogether.end() || Field == P.C.A.WrittenField.end())
    return 0;
  // Two maps are one state only if neither changes without the other, and somebody looks into both at once.
  const EntityInfo *Companion = P.C.P.entity(M.Field);
  if (Companion && Companion->What == Category::Map) {
    auto Written = P.C.A.WrittenField.find(Map.B);
    if (!P.C.A.ReadTogether.count({Map.B, M.Field}) || Written == P.C.A.WrittenField.end() ||
        Written->second.size() > Together->second.size() + 1)
      return 0;
  }
  size_t Alone = Field->second.size() - Together->second.size();
  // Once is enough where the function at hand changes both, and somebody looks at both at once.
  bool Read = M.Write && P.C.A.ReadTogether.count({Map.B, M.Field});
  return Together->second.size() >= (Read ? 1 : 2) && Alone <= (M.Write ? 1 : 0) ? Together->second.size() : 0;
}

void checkTornUpdate(const Picture &P, std::vector<Finding> &Out) {
  const Program &Prog = P.C.P;
  for (size_t I = 0; I < P.Maps.size(); ++I)
    for (const Conflict &K : interruptions(P, I, MarkKind::TornUpdate)) {
      const MapUse &M = P.Maps[I];
      const Mark &Other = markOf(P, *K.First);
      const EntityInfo *Field = Prog.entity(Other.Field);
      size_t Places = belongs(P, *K.First, Other);
      if (!Places || !Field || hasConflictAt(P, I, K.First->Access.At))
        continue;
      const ContextAccess Own = withOwnLocks(M, *K.First);
      const Conflict Shown{&Own, K.Second, false, false};
      std::string Name = Prog.text(Field->Name).str();
      std::string Text = "'" + M.Name + "' and '" + Name + "' are updated together in " +
                         (Places == 1 ? "one place" : std::to_string(Places) + " places") + ", but " +
                         (Other.Write ? "updated" : "read") + " here in two critical sections, the map " +
                         heldText(P.C, *Shown.First) + "; " + describeThread(P.C, K.Second->In) + " may " +
                         (Other.Write ? "use one without the other" : "change both in between") + " by '" +
                         Prog.text(K.Second->Access.Operation).str() + "'";
      Finding F = makeFinding(P, M, RuleId::MR08, Shown, Text);
      F.Notes.insert(F.Notes.begin(),
                     {sourceRef(Prog, Other.At), "'" + Name + "' is " + (Other.Write ? "written" : "read") + " here"});
      Out.push_back(std::move(F));
    }
}

} // namespace maprace
