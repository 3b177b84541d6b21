//===- gates.cpp ------------------------------------------------------------===//
#include "checker/link/gates.h"
#include "checker/link/turnstiles.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

Gates::Gates(const Program &P) : P(P) {
  llvm::DenseSet<SymId> Known;
  llvm::MapVector<std::pair<SymId, SymId>, Handles> OfState;
  auto Keep = [](Handles &Of, bool First, llvm::ArrayRef<SymId> Started) {
    if (First)
      Of.assign(Started.begin(), Started.end());
    else
      llvm::erase_if(Of, [&](SymId H) { return !llvm::is_contained(Started, H); });
  };
  for (const FunctionInfo &F : llvm::drop_begin(P.functions())) {
    llvm::SmallVector<SymId, 4> Flags, Started;
    llvm::SmallVector<std::pair<SymId, SymId>, 4> States;
    for (const Event &E : F.Facts->Events) {
      if (E.Kind == EventKind::Publish && !(E.Flags & FlagCount) && !E.Detail)
        if (SymId Flag = ownMember(F, P, E.Subject))
          Flags.push_back(Flag);
      // The thread may be started into the member, or put there afterwards.
      if (E.Kind == EventKind::Spawn || E.Kind == EventKind::Store)
        if (SymId Handle = ownMember(F, P, E.Subject))
          if (const EntityInfo *I = P.entity(Handle); I && I->What == Category::Thread)
            Started.push_back(Handle);
      if (E.Kind == EventKind::Assume && static_cast<Knowledge>(E.Detail) == Knowledge::Becomes && E.Name)
        // But that nobody has asked them to stop yet says little about threads.
        if (SymId Member = ownMember(F, P, E.Subject); Member && P.text(P.sym(F, E.Name)) != "0")
          States.push_back({Member, P.sym(F, E.Name)});
    }
    for (SymId Flag : Flags)
      Keep(HandlesOf[Flag], Known.insert(Flag).second, Started);
    for (const std::pair<SymId, SymId> &State : States) {
      auto [Of, New] = OfState.try_emplace(State);
      Keep(Of->second, New, Started);
    }
  }
  // In the one state that only starts bring about.
  for (const auto &[Key, Of] : OfState)
    if (auto [Member, State] = Key; !Of.empty()) {
      Running[Member] = Running.count(Member) ? 0 : State;
      HandlesOf[Member].append(Of.begin(), Of.end());
    }
}

bool Gates::excludesRunning(const Assumption &Known) const {
  const Term &T = P.Terms[Known.Selector];
  auto It = T.Kind == TermKind::Field ? Running.find(T.B) : Running.end();
  return It != Running.end() && It->second && Known.Equal != (Known.Constant == It->second);
}

bool Gates::closed(TermId Handle, llvm::ArrayRef<TermId> Unset) const {
  Handle = P.Terms.container(Handle);
  if (!Handle || Unset.empty())
    return false;
  const Term &H = P.Terms[Handle];
  return llvm::any_of(Unset, [&](TermId Flag) {
    if (P.Terms.hasPrefix(Handle, Flag))
      return true;
    const Term &X = P.Terms[Flag];
    if (X.Kind != TermKind::Field || H.Kind != TermKind::Field || P.Terms.base(Flag) != P.Terms.base(Handle))
      return false;
    auto It = HandlesOf.find(X.B);
    return It != HandlesOf.end() && llvm::is_contained(It->second, H.B);
  });
}

} // namespace maprace
