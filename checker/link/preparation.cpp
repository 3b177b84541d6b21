//===- preparation.cpp - what is done to an object before its own thread --------===//
//
// A thread object is set up and then started, and the next one likewise: the setting up of
// one comes after the start of another, but each thread reads its own. Known by its shape,
// as the objects cannot always be told apart: a function does the access and then always starts
// the thread, with the same object, and the handle lies in the object. The thread cannot run
// before: to start it again would lose the handle of the one that runs.
//
//===----------------------------------------------------------------------===//
#include "checker/link/contexts.h"
#include "llvm/ADT/STLExtras.h"
#include <utility>

namespace maprace {

namespace {

/// A frame on the way to something, and where it goes on from there.
struct Step {
  FuncId Function = 0;
  Place At;
};

llvm::SmallVector<Step, 8> stepsTo(const Analyzer &A, ChainId Chain, FuncId Function, Place At) {
  llvm::SmallVector<Step, 8> Result;
  for (ChainId I = Chain; I; I = A.Chains[I].Next)
    Result.push_back({A.Chains[I].Caller, A.Chains[I].At});
  Result.push_back({Function, At});
  return Result;
}

/// What an event works on, in the terms of its function.
std::set<TermId> objectsOf(Analyzer &A, FuncId F, const Event &E) {
  std::set<TermId> Result;
  auto Add = [&](TermId T) {
    for (TermId X : A.P.Terms.alternatives(T))
      if (A.P.Terms.isPath(X))
        Result.insert(X);
  };
  const TermId Subject = A.term(F, E.Subject);
  if (E.Kind == EventKind::Access)
    Add(A.P.Terms.base(Subject));
  if (E.Kind == EventKind::Call)
    Add(Subject);
  if (E.Kind == EventKind::Spawn)
    for (TermId Kid : A.P.Terms.kids(A.term(F, E.Other)))
      Add(Kid);
  if (E.Kind == EventKind::Call || E.Kind == EventKind::Spawn)
    for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
      Add(A.term(F, A.P.function(F).Facts->Kids[K]));
  return Result;
}

/// Every run of the function that does the first comes to the second, later.
bool leadsTo(const FunctionFacts &F, std::uint32_t First, std::uint32_t Second) {
  auto BlockOf = [&](std::uint32_t Event) -> unsigned {
    return llvm::find_if(F.Blocks, [&](const Block &B) { return B.Events.Begin <= Event && Event < B.Events.End; }) -
           F.Blocks.begin();
  };
  const unsigned From = BlockOf(First), To = BlockOf(Second);
  if (From == To)
    return First < Second;
  std::vector<char> Seen(F.Blocks.size() + 1, 0);
  Seen[To] = 1; // not beyond
  llvm::SmallVector<unsigned, 16> Work{From};
  while (!Work.empty()) {
    const unsigned B = Work.pop_back_val();
    if (B == F.Exit)
      return false;
    for (std::uint32_t E = F.Blocks[B].Succs.Begin; E < F.Blocks[B].Succs.End; ++E)
      if (!std::exchange(Seen[F.Succs[E]], 1))
        Work.push_back(F.Succs[E]);
  }
  return true;
}

/// The function does the first, and then always the second, with the same object.
bool doesBoth(Analyzer &A, FuncId F, const Place &First, const Place &Second) {
  const FunctionInfo &Info = A.P.function(F);
  std::vector<std::uint32_t> Before, Then;
  for (std::uint32_t I = 0; I < Info.Facts->Events.size(); ++I) {
    const Place At = A.P.place(Info, Info.Facts->Events[I].At);
    if (At == First)
      Before.push_back(I);
    if (At == Second)
      Then.push_back(I);
  }
  for (std::uint32_t X : Before)
    for (std::uint32_t Y : Then) {
      const std::set<TermId> Started = objectsOf(A, F, Info.Facts->Events[Y]);
      if (leadsTo(*Info.Facts, X, Y) &&
          llvm::any_of(objectsOf(A, F, Info.Facts->Events[X]), [&](TermId T) { return Started.count(T) != 0; }))
        return true;
    }
  return false;
}

} // namespace

bool Contexts::prepares(const ContextAccess &Early, const ContextAccess &Own) const {
  const Context &Thread = All[Own.In];
  const TermId Object = P.Terms.base(Own.Access.Map);
  if (Thread.Kind != ContextKind::Thread || !P.member(Own.Access.Map) || !P.member(Thread.Handle) ||
      P.Terms.base(resolve(Thread.Handle)) != Object || !givenByStart(Own.In, Object))
    return false;
  const SpawnRecord &Start = A.Spawns[Thread.Spawn];
  for (const Step &Before : stepsTo(A, Early.Access.Chain, Early.Access.Function, Early.Access.At))
    for (const Step &Then : stepsTo(A, Thread.Chain, Start.Function, Start.At))
      if (Before.Function == Then.Function && doesBoth(A, Then.Function, Before.At, Then.At))
        return true;
  return false;
}

} // namespace maprace
