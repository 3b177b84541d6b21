//===- concurrent-map-misuse.cpp - MR12 -----------------------------------===//
//
// A concurrent container promises that some operations may run beside each other. Four
// things it promises nothing about: operations that must run alone (unsafe_erase, rehash;
// the vocabulary knows which these are of each class) beside any other one; going over
// the elements while others change the container, where the class does not allow that;
// `++m[k]`, which reads and writes an element in more than one operation; and elements
// that outlive the accessor, iterator or visitor that guarded them. Reported
// with no lock in common. Test and act in two calls are MR07's, and a container made
// without a lock (phmap with its NullMutex) is a plain map.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/guard_vote.h"
#include <map>

namespace maprace {

static std::string message(const Picture &P, const MapUse &M, const Conflict &Pair) {
  const AccessRecord &A = Pair.First->Access;
  std::string Name = "'" + P.C.P.text(A.Operation).str() + "' on the concurrent container '" + M.Name + "' ";
  std::string Other = describeThread(P.C, Pair.Second->In) + " may run '" +
                      P.C.P.text(Pair.Second->Access.Operation).str() + "' at the same time";
  switch (A.What) {
  case Effect::Iterate: return Name + "goes over elements that others must not change meanwhile; " + Other;
  case Effect::SafeOp:
    return Name + "reads and writes an element in two steps, and the container guards neither; " + Other;
  case Effect::UnsafeOp:
  case Effect::Read:
  case Effect::ElementRead:
  case Effect::ElementWrite:
  case Effect::Insert:
  case Effect::Erase:
  case Effect::Assign:
  case Effect::PointerRead:
  case Effect::PointerWrite: return Name + "must not run beside other operations; " + Other;
  }
  return "";
}

/// The places of a map where an element gets away from what guards it, one for each function.
static void reportOutliving(const Picture &P, size_t Map, std::vector<Finding> &Out) {
  const MapUse &M = P.Maps[Map];
  std::map<FuncId, const Conflict *> ByFunction;
  for (const Conflict &K : P.Conflicts[Map])
    if (K.Escape && (K.First->Access.Flags & FlagHeld))
      ByFunction.try_emplace(K.First->Access.Function, &K);
  for (const auto &[Function, Pair] : ByFunction)
    Out.push_back(makeFinding(P, M, RuleId::MR12, *Pair,
                              "an element of the concurrent container '" + M.Name + "' is " +
                                  P.C.P.text(Pair->First->Access.Operation).str() + ", where nothing guards it; " +
                                  describeThread(P.C, Pair->Second->In) + " may run '" +
                                  P.C.P.text(Pair->Second->Access.Operation).str() + "' at the same time"));
}

void checkConcurrentMapMisuse(const Picture &P, std::vector<Finding> &Out) {
  for (size_t I = 0; I < P.Maps.size(); ++I) {
    const MapUse &M = P.Maps[I];
    if (M.What != Category::ConcurrentMap)
      continue;
    reportOutliving(P, I, Out);
    const Conflict *Found = bestPair(P, P.Conflicts[I], false);
    if (!Found)
      Found = bestPair(P, P.Conflicts[I], true);
    if (!Found)
      continue;
    Conflict Pair = *Found;
    // The side that breaks the promise.
    auto Rank = [](const ContextAccess &X) {
      return X.Access.What == Effect::UnsafeOp ? 2 : X.Access.What == Effect::Iterate ? 1 : 0;
    };
    if (Rank(*Pair.Second) > Rank(*Pair.First))
      std::swap(Pair.First, Pair.Second);
    Out.push_back(makeFinding(P, M, RuleId::MR12, Pair, message(P, M, Pair)));
  }
}

} // namespace maprace
