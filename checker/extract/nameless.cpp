//===- nameless.cpp - guards that guard nothing -----------------------------===//
//
// A guard that is an unnamed temporary is seen by its construction (calls.cpp). Others
// look like guards and are none: one that a call returns and nobody keeps, one that is
// alone in its scope, and a variable that takes the name of the mutex instead of the
// mutex: `std::unique_lock<std::mutex> (mu_);`.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

/// Called for every statement of the body, those around it first.
void FunctionLowering::noteNameless(const Stmt *S) {
  auto Lonely = [&](const Stmt *Child) {
    const auto *D = dyn_cast_or_null<DeclStmt>(Child);
    if (!D || !D->isSingleDecl())
      return;
    if (const auto *V = dyn_cast<VarDecl>(D->getSingleDecl());
        V && V->hasLocalStorage() && T.classify(V->getType()).What == Category::Guard)
      LonelyGuards.insert(V);
  };
  if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
    // The body itself: what locks for nothing there, its name says (a barrier, a test).
    if (Block != Body && Block->size() == 1)
      Lonely(Block->body_front());
    for (const Stmt *Child : Block->body())
      if (const auto *E = dyn_cast<Expr>(Child))
        if (const auto *C = dyn_cast<CallExpr>(stripped(E));
            C && C->isPRValue() && T.classify(C->getType()).What == Category::Guard)
          DroppedGuards.insert(C);
    return;
  }
  if (const auto *If = dyn_cast<IfStmt>(S)) {
    Lonely(If->getThen());
    Lonely(If->getElse());
  }
}

/// The mutex that a variable of this name hides from the rest of its scope.
static const ValueDecl *hidden(const VarDecl *D, Types &T) {
  for (const DeclContext *DC = D->getDeclContext()->getParent(); DC; DC = DC->getParent())
    for (const NamedDecl *Found : DC->lookup(D->getDeclName()))
      if (const auto *V = dyn_cast<ValueDecl>(Found); V && V != D)
        return T.classify(V->getType()).What == Category::Mutex ? V : nullptr;
  return nullptr;
}

void FunctionLowering::lowerShadow(const VarDecl *D) {
  if (!D->hasLocalStorage() || D->getDeclName().isEmpty() || T.classify(D->getType()).What != Category::Guard)
    return;
  const auto *C = dyn_cast_or_null<CXXConstructExpr>(D->getInit() ? stripped(D->getInit()) : nullptr);
  if (!C || C->getNumArgs() != 0 || !hidden(D, T))
    return;
  Event &E = emit(EventKind::GuardInit, D->getBeginLoc());
  E.Subject = localValue(D);
  E.Detail = static_cast<std::uint8_t>(GuardPolicy::Lock);
  E.Flags = FlagTemporary;
}

} // namespace maprace
