//===- coroutines.cpp - what runs after co_await ----------------------------===//
//
// Where await_suspend() of a class in view takes the handle and does something with it,
// the rest of the coroutine runs in whichever thread resumes the handle. That rest is a
// function of its own: the same graph, entered behind the co_await, with the object and
// the parameters captured. The handle is the closure of it, and resume() calls it. Where
// the handle goes to a library, the coroutine is taken to go on in its thread,
// and so where one coroutine waits for another.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace maprace {

namespace {

class UseFinder : public RecursiveASTVisitor<UseFinder> {
public:
  explicit UseFinder(const ValueDecl *D) : D(D) {}
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    Found |= E->getDecl() == D;
    return true;
  }
  bool VisitMemberExpr(MemberExpr *E) {
    const ValueDecl *M = E->getMemberDecl();
    Promise |= M->getDeclName().isIdentifier() && M->getName() == "promise";
    return true;
  }
  const ValueDecl *D;
  bool Found = false;
  bool Promise = false; ///< kept for another coroutine, which goes on with it in its own thread
};

/// The call that makes the handle of the running coroutine.
const CallExpr *handleIn(const Stmt *S) {
  if (!S)
    return nullptr;
  if (const auto *C = dyn_cast<CallExpr>(S))
    if (const FunctionDecl *D = C->getDirectCallee();
        D && D->getDeclName().isIdentifier() && D->getName() == "from_address")
      return C;
  for (const Stmt *Child : S->children())
    if (const CallExpr *C = handleIn(Child))
      return C;
  return nullptr;
}

} // namespace

/// Notes a co_await that hands the rest of the coroutine to somebody.
void FunctionLowering::noteAwait(const CoawaitExpr *E) {
  const auto *Suspend = E->isImplicit() ? nullptr : dyn_cast_or_null<CallExpr>(stripped(E->getSuspendExpr()));
  const FunctionDecl *D = Suspend ? Suspend->getDirectCallee() : nullptr;
  if (!D || !D->getDeclName().isIdentifier() || D->getName() != "await_suspend" || N.inSystemHeader(D))
    return;
  const FunctionDecl *Body = D->getDefinition();
  if (!Body || Body->getNumParams() != 1 ||
      !(Body->getReturnType()->isVoidType() || Body->getReturnType()->isBooleanType()))
    return;
  UseFinder Uses(Body->getParamDecl(0));
  Uses.TraverseStmt(Body->getBody());
  const CallExpr *Handle = handleIn(Suspend->getArg(Suspend->getNumArgs() - 1));
  if (!Uses.Found || Uses.Promise || !Handle)
    return;
  unsigned Index = Resumptions.size() + 1;
  Resumptions.push_back(E);
  ResumedAfter[Suspend] = Index;
  ResumedBy[Handle] = Index;
}

/// What the rest of the coroutine knows of its frame.
llvm::SmallVector<const VarDecl *, 8> FunctionLowering::frameVariables() const {
  llvm::SmallVector<const VarDecl *, 8> Result{nullptr};
  Result.append(F->param_begin(), F->param_end());
  if (const auto *M = dyn_cast<CXXMethodDecl>(F); M && M->getParent()->isLambda())
    for (const LambdaCapture &C : M->getParent()->captures())
      if (C.capturesVariable())
        if (const auto *Var = dyn_cast<VarDecl>(C.getCapturedVar()))
          Result.push_back(Var);
  return Result;
}

Str FunctionLowering::resumptionUsr(unsigned Index) {
  Str Root = Part ? Part->Outer->Out.Usr : Out.Usr;
  return N.intern(U.Facts.Strings[Root] + "@resume" + std::to_string(Index));
}

ValueId FunctionLowering::resumption(unsigned Index) {
  llvm::SmallVector<ValueId, 4> Kids;
  for (const VarDecl *Var : frameVariables())
    Kids.push_back(Var ? valueOfVar(Var, nullptr) : thisValue());
  return make(ValueKind::Closure, 0, resumptionUsr(Index), Kids);
}

FunctionLowering::FunctionLowering(FunctionLowering &Outer, unsigned Resumption) : FunctionLowering(Outer.U, Outer.F) {
  LambdaCall = nullptr;
  Part = std::make_unique<Piece>();
  Part->Outer = &Outer;
  Part->Body = F->getBody();
  Part->Resumption = Resumption;
  Part->Usr = Outer.resumptionUsr(Resumption);
  Part->Captured = frameVariables();
  for (const ParmVarDecl *P : F->parameters())
    if (P->getType()->isRecordType() && !T.isTransparent(P->getType()))
      Part->Copied.insert(P);
}

void FunctionLowering::lowerResumptions() {
  if (Part)
    return;
  for (unsigned I = 1; I <= Resumptions.size(); ++I) {
    FunctionLowering Rest(*this, I);
    if (Rest.run())
      U.Facts.Functions.push_back(Rest.take());
  }
}

/// co_spawn(context, coroutine(arguments), token): called there, not here.
void FunctionLowering::noteSpawned(const CallExpr *E) {
  const FunctionDecl *D = E->getDirectCallee();
  if (!D || !D->getDeclName().isIdentifier() || D->getName() != "co_spawn")
    return;
  for (const Expr *A : E->arguments())
    if (const auto *C = dyn_cast<CallExpr>(stripped(A)); C && C->getDirectCallee())
      if (const CXXRecordDecl *R = C->getType()->getAsCXXRecordDecl();
          R && !N.inSystemHeader(C->getDirectCallee()) && N.vocabulary(R).ends_with("asio::awaitable"))
        CalledLater.insert(C);
}

ValueId FunctionLowering::calledLater(const CallExpr *E) {
  llvm::SmallVector<ValueId, 4> Args;
  ValueId Run;
  const Expr *Object = receiver(E);
  unsigned First = isa<CXXOperatorCallExpr>(E) ? 1 : 0;
  for (unsigned I = First; I < E->getNumArgs(); ++I)
    Args.push_back(valueOf(E->getArg(I)));
  if (Object && First)
    Run = valueOf(Object);
  else if (Object)
    Run = make(ValueKind::Function, 0, N.usr(E->getDirectCallee()), {valueOf(Object)});
  else
    Run = make(ValueKind::Function, 0, N.usr(E->getDirectCallee()));
  return make(ValueKind::Bind, Run, 0, Args);
}

} // namespace maprace
