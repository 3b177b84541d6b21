//===- paths.cpp - what may follow what in one run of a function --------------===//
//
// Of two branches only one is taken: what is done in both belongs to different runs. Asked
// of the blocks of the event graph; what a callee does is done in the block of the call.
//
//===----------------------------------------------------------------------===//
#include "checker/link/function_analysis.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

const llvm::BitVector &FunctionAnalysis::reachable(unsigned From, const Place &Around) {
  auto [It, New] = ReachableFrom.try_emplace({From, Around});
  llvm::BitVector &Seen = It->second;
  if (!New)
    return Seen;
  Seen.resize(Facts.Blocks.size());
  auto Passes = [&](unsigned B) {
    const Range &Events = Facts.Blocks[B].Events;
    for (std::uint32_t I = Events.Begin; Around.Line && I < Events.End; ++I)
      if (P.place(Info, Facts.Events[I].At) == Around)
        return true;
    return false;
  };
  llvm::SmallVector<unsigned, 16> Work{From};
  while (!Work.empty()) {
    const Range &Succs = Facts.Blocks[Work.pop_back_val()].Succs;
    for (std::uint32_t E = Succs.Begin; E < Succs.End; ++E)
      if (unsigned To = Facts.Succs[E]; !Seen[To] && !Passes(To)) {
        Seen.set(To);
        Work.push_back(To);
      }
  }
  return Seen;
}

FunctionAnalysis::Blocks FunctionAnalysis::blocksOf(const AccessRecord &R) const {
  Blocks Result;
  const FuncId Callee = R.Chain ? A.Chains[R.Chain].Callee : 0;
  for (unsigned B = 0; B < Facts.Blocks.size(); ++B)
    for (std::uint32_t I = Facts.Blocks[B].Events.Begin; I < Facts.Blocks[B].Events.End; ++I)
      if (Callee ? llvm::any_of(Instances[I], [&](const Instance &X) { return X.Callee == Callee; })
                 : P.place(Info, Facts.Events[I].At) == R.At)
        addSorted(Result, B);
  return Result;
}

bool FunctionAnalysis::inOneRun(const Blocks &X, const Blocks &Y, const Place &Around, bool EitherOr) {
  return llvm::any_of(X, [&](unsigned B) {
    return llvm::any_of(
        Y, [&](unsigned C) { return (B == C && !EitherOr) || reachable(B, Around)[C] || reachable(C, Around)[B]; });
  });
}

} // namespace maprace
