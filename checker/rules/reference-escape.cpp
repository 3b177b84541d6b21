//===- reference-escape.cpp - MR05 ----------------------------------------===//
//
// A function locks, takes a reference, pointer or iterator into the map, and returns
// it: the caller uses it after the lock is gone, while another thread may erase or
// assign the element. Reported at the return. Silent when the caller holds the lock,
// when what leaves is a copy or a pointer to an object that the map does not own by
// value, and when nobody in parallel erases, assigns or replaces.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/guard_vote.h"

namespace maprace {

void checkReferenceEscape(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    const Conflict *Pair = nullptr;
    if (M.What == Category::ConcurrentMap)
      continue;
    for (const Conflict &K : P.Conflicts[I])
      if (K.Escape && (!Pair || (isWrite(K.Second->Access.What) && !isWrite(Pair->Second->Access.What))))
        Pair = &K;
    if (!Pair)
      continue;
    const AccessRecord &A = Pair->First->Access, &B = Pair->Second->Access;
    const char *What = A.Flags & FlagWhole ? "a way into the whole map" : "a reference to an element";
    std::string Change = describeThread(P.C, Pair->Second->In) + " may change it by '" + P.C.P.text(B.Operation).str() +
                         "' " + heldText(P.C, *Pair->Second);
    if (A.Mark) {
      bool Next = A.What == Effect::Iterate;
      std::string Text = std::string(Next ? "an iterator" : What) + " of '" + M.Name + "' is used by '" +
                         P.C.P.text(A.Operation).str() + "' when the lock it was taken under " +
                         (Next ? "has been let go" : "is gone") + ", while " + Change;
      Finding F = makeFinding(P, M, RuleId::MR05, *Pair, Text);
      F.Notes.insert(F.Notes.begin(), {sourceRef(P.C.P, markOf(P, *Pair->First).At), "taken here"});
      Out.push_back(std::move(F));
      continue;
    }
    const std::string How = P.C.P.text(A.Operation).str();
    std::string Text = What;
    Text += " of '" + M.Name + "' leaves '" + P.C.P.text(P.C.P.function(A.Function).Name).str() + "', which locks it";
    if (How != "return")
      Text += " (" + How + ")";
    Text += "; it is used without the lock, while " + Change;
    Out.push_back(makeFinding(P, M, RuleId::MR05, *Pair, Text));
  }
}

} // namespace maprace
