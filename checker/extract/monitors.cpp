//===- monitors.cpp - guards of monitors ----------------------------------------===//
//
// Classes that lock by a counter, a mutex and a condition variable give their methods any
// name: readerIn() and readerOut(), get() and release(). What tells is a guard: a class
// whose constructor calls a method that waits, and whose destructor calls another method
// of the same member. The object that waits is then the lock, always an exclusive one:
// whether its waiters would let others in, only the arithmetic of its counter says.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace maprace {

namespace {

/// The member that an expression of a guard's constructor or destructor leads to, also by
/// the parameter that it is set to.
const FieldDecl *memberOf(const Expr *E, const CXXMethodDecl *In) {
  const ValueDecl *D = namedBy(E);
  if (const auto *Field = dyn_cast_or_null<FieldDecl>(D))
    return Field;
  if (const auto *C = dyn_cast<CXXConstructorDecl>(In); C && isa_and_nonnull<ParmVarDecl>(D))
    for (const CXXCtorInitializer *I : C->inits())
      if (I->isMemberInitializer() && I->getInit() && namedBy(I->getInit()) == D)
        return I->getMember();
  return nullptr;
}

/// The methods that a function calls of one member.
class CallsOf : public RecursiveASTVisitor<CallsOf> {
public:
  CallsOf(const CXXMethodDecl *In, const FieldDecl *Member) : In(In), Member(Member) {
    const FunctionDecl *Body = nullptr;
    if (In->hasBody(Body))
      TraverseStmt(Body->getBody());
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *E) {
    if (E->getMethodDecl() && memberOf(E->getImplicitObjectArgument(), In) == Member)
      Called.push_back(E->getMethodDecl());
    return true;
  }
  llvm::SmallVector<const CXXMethodDecl *, 2> Called;

private:
  const CXXMethodDecl *In;
  const FieldDecl *Member;
};

/// Some wait on a condition variable.
class Waits : public RecursiveASTVisitor<Waits> {
public:
  explicit Waits(llvm::function_ref<bool(const CXXRecordDecl *)> IsCondition) : IsCondition(IsCondition) {}
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *E) {
    const CXXMethodDecl *M = E->getMethodDecl();
    Found |= M && M->getDeclName().isIdentifier() && M->getName().starts_with("wait") && IsCondition(M->getParent());
    return !Found;
  }
  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *F = E->getDirectCallee();
    Found |= F && F->getDeclName().isIdentifier() && F->getName() == "pthread_cond_wait";
    return !Found;
  }
  bool Found = false;

private:
  llvm::function_ref<bool(const CXXRecordDecl *)> IsCondition;
};

} // namespace

bool FunctionLowering::waits(const CXXMethodDecl *M) {
  const FunctionDecl *Body = nullptr;
  if (!M->hasBody(Body) || N.inSystemHeader(M))
    return false;
  auto IsCondition = [&](const CXXRecordDecl *R) { return isConditionVariable(R); };
  Waits Visitor(IsCondition);
  Visitor.TraverseStmt(Body->getBody());
  return Visitor.Found;
}

/// In the constructor or destructor of a guard, the call that takes or gives back the lock.
std::optional<EventKind> FunctionLowering::entersMonitor(const Expr *Object, const CXXMethodDecl *Callee) {
  const auto *In = dyn_cast_or_null<CXXMethodDecl>(F);
  bool Makes = isa_and_nonnull<CXXConstructorDecl>(In);
  if (!In || LambdaCall || (!Makes && !isa<CXXDestructorDecl>(In)))
    return std::nullopt;
  const FieldDecl *Member = memberOf(Object, In);
  if (!Member || Member->getParent() != In->getParent())
    return std::nullopt;
  auto Pairs = [&](const CXXMethodDecl *Begin, const CXXMethodDecl *End) {
    return Begin->getParent() == End->getParent() && Begin->getCanonicalDecl() != End->getCanonicalDecl() &&
           waits(Begin) && !waits(End);
  };
  if (Makes) {
    const CXXDestructorDecl *End = In->getParent()->getDestructor();
    if (End && llvm::any_of(CallsOf(End, Member).Called, [&](const CXXMethodDecl *M) { return Pairs(Callee, M); }))
      return EventKind::Acquire;
    return std::nullopt;
  }
  for (const CXXConstructorDecl *C : In->getParent()->ctors())
    if (llvm::any_of(CallsOf(C, Member).Called, [&](const CXXMethodDecl *M) { return Pairs(M, Callee); }))
      return EventKind::Release;
  return std::nullopt;
}

} // namespace maprace
