//===- reaching.cpp - what a local pointer was last set to ------------------===//
//
// `p = shared.load(); if (!p) { p = new Map; p->emplace(...); shared.store(p); }`: inside of
// the branch p leads to the new map and nowhere else. Reaching definitions (Aho, Lam,
// Sethi, Ullman: Compilers, 9.2.4), for locals that are assigned to and whose address goes
// nowhere.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

/// Definitions of one variable are the bits of a mask. Bit 0: what it began with.
static constexpr unsigned MaxDefinitions = 32;

void FunctionLowering::findDefinitions(const CFG &G) {
  llvm::DenseMap<const VarDecl *, unsigned> Vars;
  for (const auto &[Var, Sources] : Assigned)
    if (Var->hasLocalStorage() && T.isTransparent(Var->getType()) && !Var->getType()->isReferenceType() &&
        !EscapingVars.count(Var) && !OutlinedVars.count(Var) && Sources.size() < MaxDefinitions)
      Vars.try_emplace(Var, Vars.size());
  if (Vars.empty() || Part)
    return;
  auto VarOf = [&](const Expr *E) -> const VarDecl * {
    const auto *R = dyn_cast<DeclRefExpr>(stripped(E));
    const auto *Var = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
    return Var && Vars.count(Var) ? Var : nullptr;
  };
  auto AssignedBy = [&](const Stmt *S) -> std::pair<const VarDecl *, const Expr *> {
    if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->isAssignmentOp())
      return {VarOf(B->getLHS()), B->getRHS()};
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S); O && O->getOperator() == OO_Equal && O->getNumArgs() == 2)
      return {VarOf(O->getArg(0)), O->getArg(1)};
    return {nullptr, nullptr};
  };
  using Masks = std::vector<std::uint32_t>;
  auto Step = [&](const Stmt *S, Masks &Now) {
    if (const auto *D = dyn_cast<DeclStmt>(S)) {
      for (const Decl *One : D->decls())
        if (const auto *Var = dyn_cast<VarDecl>(One); Var && Vars.count(Var))
          Now[Vars[Var]] = 1;
    } else if (auto [Var, Source] = AssignedBy(S); Var) {
      const auto &Sources = Assigned.find(Var)->second;
      auto It = llvm::find(Sources, Source);
      Now[Vars[Var]] = It == Sources.end() ? ~0u : 1u << (1 + (It - Sources.begin()));
    } else if (const auto *R = dyn_cast<DeclRefExpr>(S)) {
      if (const VarDecl *Used = VarOf(R))
        Reaching[R] = Now[Vars[Used]];
    }
  };
  std::vector<Masks> In(G.getNumBlockIDs(), Masks(Vars.size(), 0));
  In[G.getEntry().getBlockID()].assign(Vars.size(), 1);
  // Handlers are entered from anywhere.
  for (const CFGBlock *B : G)
    if (B->pred_empty() && B != &G.getEntry())
      In[B->getBlockID()].assign(Vars.size(), ~0u);
  for (bool Changed = true; Changed;) {
    Changed = false;
    for (const CFGBlock *B : G) {
      Masks Now = In[B->getBlockID()];
      for (const CFGElement &E : *B)
        if (auto S = E.getAs<CFGStmt>())
          Step(S->getStmt(), Now);
      for (const CFGBlock::AdjacentBlock &Next : B->succs())
        if (const CFGBlock *To = Next.getReachableBlock())
          for (size_t V = 0; V < Now.size(); ++V) {
            std::uint32_t &Mask = In[To->getBlockID()][V];
            Changed |= (Mask | Now[V]) != Mask;
            Mask |= Now[V];
          }
    }
  }
}

bool FunctionLowering::reaches(const Expr *Use, unsigned Definition) const {
  auto It = Use ? Reaching.find(Use) : Reaching.end();
  return It == Reaching.end() || (It->second >> Definition & 1);
}

} // namespace maprace
