//===- gates.cpp ------------------------------------------------------------===//
#include "checker/link/gates.h"
#include "checker/link/turnstiles.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

Gates::Gates(const Program &P) : P(P) {
  llvm::DenseSet<SymId> Known;
  for (const FunctionInfo &F : llvm::drop_begin(P.functions())) {
    llvm::SmallVector<SymId, 4> Flags, Handles;
    for (const Event &E : F.Facts->Events) {
      if (E.Kind == EventKind::Publish && !(E.Flags & FlagCount) && !E.Detail)
        if (SymId Flag = ownMember(F, P, E.Subject))
          Flags.push_back(Flag);
      // The thread may be started into the member, or put there afterwards.
      if (E.Kind == EventKind::Spawn || E.Kind == EventKind::Store)
        if (SymId Handle = ownMember(F, P, E.Subject))
          if (const EntityInfo *I = P.entity(Handle); I && I->What == Category::Thread)
            Handles.push_back(Handle);
    }
    for (SymId Flag : Flags) {
      llvm::SmallVector<SymId, 2> &Of = HandlesOf[Flag];
      if (Known.insert(Flag).second)
        Of.assign(Handles.begin(), Handles.end());
      else
        llvm::erase_if(Of, [&](SymId H) { return !llvm::is_contained(Handles, H); });
    }
  }
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
