//===- turnstiles.cpp -------------------------------------------------------===//
#include "checker/link/turnstiles.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

SymId ownMember(const FunctionInfo &F, const Program &P, ValueId V) {
  const std::vector<Value> &Values = F.Facts->Values;
  while (Values[V].Kind == ValueKind::Element)
    V = Values[V].A;
  const Value &X = Values[V];
  return X.Kind == ValueKind::Field && Values[X.A].Kind == ValueKind::This ? P.sym(F, X.Name) : 0;
}

/// Members that have been seen changed on the one way to the block.
static llvm::SmallVector<SymId, 2> seenBefore(const FunctionInfo &F, const Program &P,
                                              llvm::ArrayRef<unsigned> OnlyPredecessor, unsigned Block) {
  llvm::SmallVector<SymId, 2> Result;
  for (unsigned Steps = 0; Block != ~0u && Steps < 16; Block = OnlyPredecessor[Block], ++Steps)
    for (std::uint32_t I = F.Facts->Blocks[Block].Events.Begin; I < F.Facts->Blocks[Block].Events.End; ++I)
      if (const Event &E = F.Facts->Events[I]; E.Kind == EventKind::Observe)
        if (SymId Count = ownMember(F, P, E.Subject))
          Result.push_back(Count);
  return Result;
}

Turnstiles::Turnstiles(const Program &P) {
  llvm::DenseMap<SymId, bool> Known;
  for (const FunctionInfo &F : llvm::drop_begin(P.functions())) {
    auto Observes = [](const Event &E) { return E.Kind == EventKind::Observe; };
    if ((F.Facts->Flags & FuncConstructor))
      continue;
    bool Any = llvm::any_of(F.Facts->Events, Observes);
    std::vector<unsigned> OnlyPredecessor, Ways;
    for (unsigned B = 0; B < F.Facts->Blocks.size(); ++B)
      for (std::uint32_t I = F.Facts->Blocks[B].Events.Begin; I < F.Facts->Blocks[B].Events.End; ++I) {
        const Event &E = F.Facts->Events[I];
        SymId Member = E.Kind == EventKind::Publish ? ownMember(F, P, E.Subject) : 0;
        if (!Member)
          continue;
        llvm::SmallVector<SymId, 2> Seen;
        if (Any) {
          if (Ways.empty()) {
            Ways.assign(F.Facts->Blocks.size(), 0);
            OnlyPredecessor.assign(F.Facts->Blocks.size(), ~0u);
            for (unsigned From = 0; From < F.Facts->Blocks.size(); ++From)
              for (std::uint32_t S = F.Facts->Blocks[From].Succs.Begin; S < F.Facts->Blocks[From].Succs.End; ++S)
                OnlyPredecessor[F.Facts->Succs[S]] = ++Ways[F.Facts->Succs[S]] == 1 ? From : ~0u;
          }
          Seen = seenBefore(F, P, OnlyPredecessor, B);
        }
        llvm::SmallVector<SymId, 2> &Of = Counts[Member];
        if (Known.try_emplace(Member).second)
          Of = Seen;
        else
          llvm::erase_if(Of, [&](SymId C) { return !llvm::is_contained(Seen, C); });
        llvm::erase(Of, Member);
      }
  }
}

llvm::ArrayRef<SymId> Turnstiles::seenWith(SymId Member) const {
  auto It = Counts.find(Member);
  return It == Counts.end() ? llvm::ArrayRef<SymId>() : llvm::ArrayRef<SymId>(It->second);
}

} // namespace maprace
