//===- synchronized.cpp - values with a lock of their own -------------------===//
//
// folly::Synchronized and its kin: the value is what the object leads to, the lock is
// its field `@lock`, and a locked pointer is a guard that leads to the value. Also the
// guards that are made from guards: upgrades, and scopes that let go of a lock.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

static const CXXRecordDecl *classOf(const Expr *E) {
  QualType Ty = E->getType().getNonReferenceType();
  if (Ty->isPointerType())
    Ty = Ty->getPointeeType();
  return Ty->getAsCXXRecordDecl();
}

/// The initialiser of the local variable that the expression names.
static const Expr *initialiser(const Expr *E) {
  const auto *R = dyn_cast<DeclRefExpr>(E);
  const auto *Var = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() && !isa<ParmVarDecl>(Var) ? Var->getInit() : nullptr;
}

void FunctionLowering::initGuard(SourceLocation L, ValueId Guard, ValueId Lock, bool Shared, GuardPolicy Policy) {
  if (!Guard || !Lock)
    return;
  Event &E = emit(EventKind::GuardInit, L);
  E.Subject = Guard;
  E.Detail = static_cast<std::uint8_t>(Policy);
  E.Flags = Shared ? FlagShared : 0;
  setArgs(E, {Lock});
}

std::optional<long> FunctionLowering::permits(const Expr *Semaphore) {
  Semaphore = stripped(Semaphore);
  auto Count = [&](const Expr *Init) -> std::optional<long> {
    Init = Init ? stripped(Init) : nullptr;
    if (const auto *L = dyn_cast_or_null<InitListExpr>(Init); L && L->getNumInits() == 1)
      Init = stripped(L->getInit(0));
    if (const auto *C = dyn_cast_or_null<CXXConstructExpr>(Init); C && C->getNumArgs() >= 1)
      Init = C->getArg(0);
    Expr::EvalResult R;
    if (!Init || Init->isValueDependent() || !Init->getType()->isIntegerType() || !Init->EvaluateAsInt(R, N.context()))
      return std::nullopt;
    return R.Val.getInt().getExtValue();
  };
  if (const auto *R = dyn_cast<DeclRefExpr>(Semaphore))
    if (const auto *Var = dyn_cast<VarDecl>(R->getDecl()))
      return Count(Var->getInit());
  const auto *M = dyn_cast<MemberExpr>(Semaphore);
  const auto *FD = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
  const auto *Parent = FD ? dyn_cast<CXXRecordDecl>(FD->getParent()) : nullptr;
  if (!Parent)
    return std::nullopt;
  std::optional<long> Result = Count(FD->getInClassInitializer());
  for (const CXXConstructorDecl *C : Parent->ctors())
    if (const auto *Body = cast_or_null<CXXConstructorDecl>(C->getDefinition()))
      for (const CXXCtorInitializer *I : Body->inits())
        if (I->getAnyMember() == FD && I->isWritten())
          Result = Count(I->getInit());
  return Result;
}

/// What a locked pointer leads to.
ValueId FunctionLowering::dataOf(const Expr *E, unsigned Depth) {
  E = stripped(E);
  if (!E || Depth > 8)
    return 0;
  if (const auto *C = dyn_cast<CallExpr>(E); C && C->getDirectCallee()) {
    if (const Expr *Object = receiver(C)) {
      if (T.isSynchronized(Object->getType()))
        return valueOf(Object);
      return dataOf(Object, Depth + 1); // moveFromUpgradeToWrite()
    }
    if ((V.holder(N.vocabulary(C->getDirectCallee())) & HolderPassThrough) && C->getNumArgs() >= 1)
      return dataOf(C->getArg(0), Depth + 1);
    return 0;
  }
  if (const auto *C = dyn_cast<CXXConstructExpr>(E))
    return C->getNumArgs() >= 1 ? dataOf(C->getArg(0), Depth + 1) : 0;
  if (const Expr *Init = initialiser(E))
    return dataOf(Init, Depth + 1);
  // withWLockPtr hands the pointer over: the parameter stands for the value.
  ValueId X = valueOf(E);
  return Out.Values[X].Kind == ValueKind::Param ? X : 0;
}

/// The lock that a guard was made with.
ValueId FunctionLowering::lockOf(const Expr *Guard, unsigned Depth) {
  Guard = stripped(Guard);
  if (!Guard || Depth > 8)
    return 0;
  if (const CXXRecordDecl *R = classOf(Guard); R && V.lockedPointer(N.vocabulary(R))) {
    ValueId Data = dataOf(Guard);
    return Data ? make(ValueKind::Field, Data, N.intern("@lock")) : 0;
  }
  if (const auto *C = dyn_cast<CXXConstructExpr>(Guard)) {
    if (C->getNumArgs() == 0)
      return 0;
    const CXXRecordDecl *A = classOf(C->getArg(0));
    return A && T.classCategory(A) == Category::Guard ? lockOf(C->getArg(0), Depth + 1) : valueOf(C->getArg(0));
  }
  if (const Expr *Init = initialiser(Guard))
    return lockOf(Init, Depth + 1);
  return 0;
}

bool FunctionLowering::lowerUpgrade(const Expr *Site, ValueId Dest, const CXXRecordDecl *R,
                                    llvm::ArrayRef<const Expr *> Args) {
  if (!V.upgradeClass(N.vocabulary(R)) || Args.empty())
    return false;
  ValueId Lock = lockOf(Args[0]);
  if (!Lock)
    return false;
  initGuard(Site->getBeginLoc(), Dest, Lock, false);
  RestoredAtEnd[Dest] = {valueOf(Args[0]), Lock};
  return true;
}

std::optional<ValueId> FunctionLowering::valueOfSynchronizedCall(const CallExpr *E, const FunctionDecl *Callee) {
  const Expr *Object = receiver(E);
  const CXXRecordDecl *R = Object ? classOf(Object) : nullptr;
  if (!R)
    return std::nullopt;
  std::string Method = Callee->getNameAsString();
  auto Guard = [&]() -> ValueId {
    if (auto It = InitOf.find(E);
        It != InitOf.end() && !It->second->getType()->isReferenceType() && It->second->hasLocalStorage())
      return localValue(It->second);
    return alloc(E, E->getType());
  };
  const CXXRecordDecl *Given = classOf(E);
  bool GivesPointer = Given && V.lockedPointer(N.vocabulary(Given));
  if (T.isSynchronized(Object->getType())) {
    std::optional<SynchronizedOperation> Op = V.synchronizedMethod(Method);
    if (!Op)
      return std::nullopt;
    switch (Op->Action) {
    case SynchronizedAction::Pointer:
    case SynchronizedAction::TryPointer:
      // A pointer of a class that nobody knows still leads to the value.
      return GivesPointer ? Guard() : valueOf(Object);
    case SynchronizedAction::Assign:
    case SynchronizedAction::Value: return valueOf(Object);
    case SynchronizedAction::With:
    case SynchronizedAction::Copy: return std::nullopt;
    }
  }
  if (V.lockedPointer(N.vocabulary(R))) {
    if (Method == "operator->" || Method == "operator*" || Method == "asConst")
      return dataOf(Object);
    if (GivesPointer)
      return Guard();
  }
  return std::nullopt;
}

bool FunctionLowering::lowerSynchronizedCall(const CallExpr *E, const FunctionDecl *Callee) {
  const Expr *Object = receiver(E);
  const CXXRecordDecl *R = Object ? classOf(Object) : nullptr;
  if (!R || !N.inSystemHeader(Callee))
    return false;
  SourceLocation L = E->getExprLoc();
  std::string Method = Callee->getNameAsString();
  if (V.lockedPointer(N.vocabulary(R))) {
    const CXXRecordDecl *Given = classOf(E);
    if (Method == "scopedUnlock") {
      Event &Ev = emit(EventKind::GuardRelease, L);
      Ev.Subject = valueOf(Object);
      RestoredAtEnd[valueOf(E)] = {valueOf(Object), 0};
      return true;
    }
    if (Given && V.lockedPointer(N.vocabulary(Given)) && llvm::StringRef(Method).starts_with("moveFrom")) {
      ValueId Lock = lockOf(Object);
      emit(EventKind::GuardRelease, L).Subject = valueOf(Object);
      initGuard(L, valueOf(E), Lock, !llvm::StringRef(Method).ends_with("ToWrite"));
      return true;
    }
    return Method == "operator->" || Method == "operator*" || Method == "asConst";
  }
  if (!T.isSynchronized(Object->getType()))
    return false;
  std::optional<SynchronizedOperation> Op = V.synchronizedMethod(Method);
  if (!Op)
    return true;
  ValueId Data = valueOf(Object);
  if (!Data)
    return true;
  ValueId Lock = make(ValueKind::Field, Data, N.intern("@lock"));
  bool Shared = Op->Mode == LockMode::Shared;
  // operator-> of a constant object takes the reader side.
  if (const auto *M = dyn_cast<CXXMethodDecl>(Callee); M && M->isConst() && isa<CXXOperatorCallExpr>(E))
    Shared = true;
  auto Take = [&](EventKind K) {
    Event &Ev = emit(K, L);
    Ev.Subject = Lock;
    Ev.Detail = static_cast<std::uint8_t>(Shared ? LockMode::Shared : LockMode::Exclusive);
    Ev.Flags = Shared ? FlagShared : 0;
    Ev.Name = N.intern(Method);
  };
  auto Whole = [&](Effect What) {
    if (T.isMap(Object->getType()))
      access(Data, What, Method, L);
  };
  switch (Op->Action) {
  case SynchronizedAction::Pointer:
  case SynchronizedAction::TryPointer:
    if (ValueId Guard = valueOf(E); Guard != Data)
      initGuard(L, Guard, Lock, Shared,
                Op->Action == SynchronizedAction::Pointer ? GuardPolicy::Lock : GuardPolicy::Try);
    break;
  case SynchronizedAction::With:
    Take(EventKind::Acquire);
    for (const Expr *A : E->arguments())
      if (isCallable(A))
        lowerValueCall(E, valueOf(A), {Data});
    Take(EventKind::Release);
    break;
  case SynchronizedAction::Copy:
    Take(EventKind::Acquire);
    Whole(Effect::Iterate);
    Take(EventKind::Release);
    break;
  case SynchronizedAction::Assign:
    Take(EventKind::Acquire);
    Whole(Effect::Assign);
    Take(EventKind::Release);
    break;
  case SynchronizedAction::Value: break;
  }
  return true;
}

} // namespace maprace
