//===- capabilities.cpp - locks that are known by their declarations --------===//
//
// What Clang's thread safety attributes say that a call does, and lock and guard
// classes of libraries whose bodies nobody sees: these are judged by their shape, and
// linking prefers a body (Event::Callee) where some unit has one.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/Attr.h"
#include "llvm/ADT/StringSwitch.h"

using namespace clang;

namespace maprace {

/// The value that a capability expression of a callee's declaration means at a call.
ValueId FunctionLowering::capabilityAt(const Expr *Cap, ValueId Receiver, const FunctionDecl *Callee,
                                       llvm::ArrayRef<ValueId> Args) {
  Cap = stripped(Cap);
  if (isa<CXXThisExpr>(Cap))
    return Receiver;
  if (const auto *M = dyn_cast<MemberExpr>(Cap)) {
    if (const auto *FD = dyn_cast<FieldDecl>(M->getMemberDecl())) {
      ValueId Base = capabilityAt(M->getBase(), Receiver, Callee, Args);
      return Base ? field(Base, FD) : 0;
    }
  } else if (const auto *R = dyn_cast<DeclRefExpr>(Cap)) {
    if (const auto *P = dyn_cast<ParmVarDecl>(R->getDecl()))
      return P->getFunctionScopeIndex() < Args.size() ? Args[P->getFunctionScopeIndex()] : 0;
    if (const auto *Var = dyn_cast<VarDecl>(R->getDecl()); Var && Var->hasGlobalStorage())
      return valueOfVar(Var, nullptr);
  } else if (const auto *U = dyn_cast<UnaryOperator>(Cap)) {
    return capabilityAt(U->getSubExpr(), Receiver, Callee, Args);
  }
  return 0;
}

static bool isScope(const FunctionDecl *Callee) {
  const auto *M = dyn_cast<CXXMethodDecl>(Callee);
  return M && M->getParent()->hasAttr<ScopedLockableAttr>();
}

void FunctionLowering::lowerCapabilities(const FunctionDecl *Callee, ValueId Receiver, llvm::ArrayRef<ValueId> Args,
                                         const Expr *At) {
  SourceLocation L = At->getExprLoc();
  bool Scope = isScope(Callee), Known = false;
  auto Emit = [&](EventKind K, ValueId Lock, bool Shared) {
    if (!Lock)
      return;
    Event &Ev = emit(K, L);
    Ev.Subject = Lock;
    Ev.Flags = Shared ? FlagShared : 0;
    Ev.Name = N.intern(Callee->getNameAsString());
  };
  auto Each = [&](llvm::ArrayRef<Expr *> Locks, EventKind K, bool Shared) {
    Known = true;
    if (Locks.empty() && Receiver) {
      // Lock() and Unlock() of a scope object work on what its constructor was given.
      if (Scope)
        K = K == EventKind::Acquire ? EventKind::GuardAcquire : K == EventKind::Release ? EventKind::GuardRelease : K;
      Emit(K, Receiver, Shared);
    }
    for (const Expr *Lock : Locks)
      Emit(K, capabilityAt(Lock, Receiver, Callee, Args), Shared);
  };
  // The constructor of a scope object: its destructor gives up what this takes.
  auto Begin = [&](llvm::ArrayRef<Expr *> Locks, GuardPolicy Policy, bool Shared) {
    Known = true;
    llvm::SmallVector<ValueId, 2> Values;
    for (const Expr *Lock : Locks)
      if (ValueId X = capabilityAt(Lock, Receiver, Callee, Args))
        Values.push_back(X);
    if (Values.empty())
      return;
    Event &Ev = emit(EventKind::GuardInit, L);
    Ev.Subject = Receiver;
    Ev.Detail = static_cast<std::uint8_t>(Policy);
    Ev.Flags = Shared ? FlagShared : 0;
    Ev.Name = N.intern(Callee->getNameAsString());
    setArgs(Ev, Values);
  };
  bool Constructor = Scope && isa<CXXConstructorDecl>(Callee);
  for (const FunctionDecl *D : Callee->redecls())
    for (const Attr *A : D->attrs()) {
      if (const auto *C = dyn_cast<AcquireCapabilityAttr>(A)) {
        if (Constructor && C->args_size())
          Begin({C->args_begin(), C->args_end()}, GuardPolicy::Lock, C->isShared());
        else
          Each({C->args_begin(), C->args_end()}, EventKind::Acquire, C->isShared());
      } else if (const auto *C = dyn_cast<RequiresCapabilityAttr>(A); C && Constructor) {
        Begin({C->args_begin(), C->args_end()}, GuardPolicy::Adopt, C->isShared());
      } else if (const auto *C = dyn_cast<LocksExcludedAttr>(A); C && Constructor) {
        Begin({C->args_begin(), C->args_end()}, GuardPolicy::Defer, false);
      } else if (const auto *C = dyn_cast<TryAcquireCapabilityAttr>(A)) {
        // Held where the result says so (condition()).
        size_t First = Pending.size();
        Each({C->args_begin(), C->args_end()}, EventKind::Acquire, C->isShared());
        for (; First < Pending.size(); ++First) {
          Pending[First].Flags |= FlagTry;
          Pending[First].CallId = callId(At);
        }
      } else if (const auto *C = dyn_cast<ReleaseCapabilityAttr>(A))
        Each({C->args_begin(), C->args_end()}, EventKind::Release, false);
      else if (const auto *C = dyn_cast<AssertCapabilityAttr>(A))
        Each({C->args_begin(), C->args_end()}, EventKind::GuardAssert, C->isShared());
    }
  if (!Known)
    lowerByShape(Callee, Receiver, Args, L);
}

namespace {

enum class Step { None, Acquire, Release };
struct Named {
  Step Does = Step::None;
  bool Shared = false;
  llvm::StringRef Other; ///< the method that undoes or begins it
  const CXXMethodDecl *Unseen = nullptr;
};

Named stepOf(const CXXMethodDecl *M) {
  if (!M->getDeclName().isIdentifier() || M->getNumParams() || M->isStatic() || !M->getReturnType()->isVoidType())
    return {};
  llvm::StringRef Name = M->getName();
  static const struct {
    llvm::StringRef Acquire, Release;
    bool Shared;
  } Pairs[] = {{"lock", "unlock", false},
               {"Lock", "Unlock", false},
               {"acquire", "release", false},
               {"Acquire", "Release", false},
               {"enter", "leave", false},
               {"Enter", "Leave", false},
               {"lock_shared", "unlock_shared", true},
               {"ReadLock", "ReadUnlock", true},
               {"WriteLock", "WriteUnlock", false}};
  for (const auto &P : Pairs) {
    if (Name == P.Acquire)
      return {Step::Acquire, P.Shared, P.Release};
    if (Name == P.Release)
      return {Step::Release, P.Shared, P.Acquire};
  }
  return {};
}

/// Its body says what it does; that of a library is not looked into.
bool inView(const FunctionDecl *F, Names &N) { return F->isDefined() && !N.inSystemHeader(F); }

/// A method that takes or gives up a lock, in a class that can do both, where the body of
/// one of the two is not in view: that one is Unseen.
Named lockStep(const CXXMethodDecl *M, Names &N) {
  Named S = stepOf(M);
  if (S.Does != Step::None)
    for (const CXXMethodDecl *Other : M->getParent()->methods())
      if (Other->getDeclName().isIdentifier() && Other->getName() == S.Other && stepOf(Other).Does != Step::None &&
          (!inView(M, N) || !inView(Other, N))) {
        S.Unseen = inView(M, N) ? Other : M;
        return S;
      }
  return {};
}

/// The constructor of a guard: given a lock, in a class that does something at its end.
bool takesLock(const CXXConstructorDecl *C, Names &N) {
  const CXXDestructorDecl *End = C->getParent()->getDestructor();
  if (inView(C, N) || C->getNumParams() != 1 || !End || !End->isUserProvided() || inView(End, N))
    return false;
  QualType Ty = C->getParamDecl(0)->getType();
  const CXXRecordDecl *Lock =
      (Ty->isReferenceType() || Ty->isPointerType()) ? Ty->getPointeeType()->getAsCXXRecordDecl() : nullptr;
  return Lock && !Ty->getPointeeType().isConstQualified() && Lock->hasDefinition() &&
         llvm::any_of(Lock->getDefinition()->methods(), [&](const CXXMethodDecl *X) {
           const Named S = lockStep(X, N);
           return !inView(X, N) && S.Does == Step::Acquire && !S.Shared;
         });
}

} // namespace

bool FunctionLowering::isGuardByShape(const CXXRecordDecl *R) {
  return llvm::any_of(R->ctors(), [&](const CXXConstructorDecl *C) { return takesLock(C, N); });
}

/// `Lock() ... Unlock()` and the RAII class around it, declared by a library.
void FunctionLowering::lowerByShape(const FunctionDecl *Callee, ValueId Receiver, llvm::ArrayRef<ValueId> Args,
                                    SourceLocation L) {
  const auto *M = dyn_cast<CXXMethodDecl>(Callee);
  if (!M || !Receiver || M->isVirtual())
    return;
  if (Named S = lockStep(M, N); S.Does != Step::None) {
    Event &Ev = emit(S.Does == Step::Acquire ? EventKind::Acquire : EventKind::Release, L);
    Ev.Subject = Receiver;
    Ev.Flags = S.Shared ? FlagShared : 0;
    Ev.Callee = N.usr(S.Unseen); // in another unit it may be in view
    return;
  }
  const auto *Ctor = dyn_cast<CXXConstructorDecl>(M);
  if (!Ctor || Args.size() != 1 || !takesLock(Ctor, N))
    return;
  Event &Ev = emit(EventKind::GuardInit, L);
  Ev.Subject = Receiver;
  Ev.Callee = N.usr(Callee);
  Ev.Name = N.intern(Callee->getNameAsString());
  setArgs(Ev, Args);
}

} // namespace maprace
