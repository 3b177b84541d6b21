//===- shallow-copy.cpp - MR06 ----------------------------------------------===//
//
// A map is copied under its lock and the copy is used without: right for values, but the
// values are pointers, and what they point to is still shared. Reported where it is
// changed through the copy, when another thread may use the same objects at that time,
// through the map or through a copy of its own. Silent: pointers to const, objects with a
// lock or atomics of their own, copies that are only read.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/rule.h"

namespace maprace {

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
}

} // namespace maprace
