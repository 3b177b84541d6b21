//===- entries.cpp - what libraries are given to run ------------------------===//
//
// Functions that hand callables to a library's own threads, and methods that start
// an entry of an object: the rows of entries.def as events.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

/// The record an expression points or refers to, as written before conversions.
static const CXXRecordDecl *recordOf(const Expr *E) {
  QualType Ty = E->IgnoreParenBaseCasts()->getType();
  if (Ty->isPointerType())
    Ty = Ty->getPointeeType();
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  return R && R->getDefinition() ? R->getDefinition() : R;
}

/// The method of that name that R has itself or inherits first.
static const CXXMethodDecl *methodNamed(const CXXRecordDecl *R, llvm::StringRef Name) {
  for (const CXXMethodDecl *M : R->methods())
    if (M->getNameAsString() == Name)
      return M;
  for (const CXXBaseSpecifier &B : R->bases())
    if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl(); Base && Base->getDefinition())
      if (const CXXMethodDecl *M = methodNamed(Base->getDefinition(), Name))
        return M;
  return nullptr;
}

/// A piece of a library as a function of its own, so that linking sees who calls what:
///   Call        (f)         { f(); }
///   Drain       (executor)  { executor.queue[](); }
///   Serialized  (strand, f) { lock strand; f(); unlock strand; }
Str FunctionLowering::stub(const Expr *At, llvm::StringRef Name, Stub What) {
  FunctionFacts G;
  G.At = N.loc(At->getExprLoc());
  G.Usr = N.intern(U.Facts.Strings[Out.Usr] + "@stub" + std::to_string(callId(At)) + "." +
                   std::to_string(static_cast<int>(What)));
  G.Name = N.intern(Name);
  G.Flags = FuncStatic | FuncInternal;
  G.Params.resize(What == Stub::Serialized ? 2 : 1);
  G.Values.emplace_back();
  G.Values.push_back({ValueKind::Param, 0, 0, {}});
  ValueId Callee = 1;
  if (What == Stub::Drain) {
    G.Values.push_back({ValueKind::Field, 1, N.intern("@queue"), {}});
    G.Values.push_back({ValueKind::Element, 2, 0, {}});
    Callee = 3;
  } else if (What == Stub::Serialized) {
    G.Values.push_back({ValueKind::Param, 1, 0, {}});
    Callee = 2;
  }
  auto Emit = [&](EventKind K, ValueId Subject, ValueId Other) {
    Event E;
    E.Kind = K;
    E.Subject = Subject;
    E.Other = Other;
    E.Name = G.Name;
    E.At = G.At;
    E.CallId = K == EventKind::Call;
    G.Events.push_back(E);
  };
  if (What == Stub::Serialized)
    Emit(EventKind::Acquire, 1, 0);
  Emit(EventKind::Call, 0, Callee);
  if (What == Stub::Serialized)
    Emit(EventKind::Release, 1, 0);
  Block B;
  B.Events = {0, static_cast<std::uint32_t>(G.Events.size())};
  G.Blocks.push_back(B);
  Str Usr = G.Usr;
  U.Facts.Functions.push_back(std::move(G));
  return Usr;
}

void FunctionLowering::registerTable(const CallExpr *E, ValueId Table, const RecordDecl *R, unsigned Flags) {
  R = R ? R->getDefinition() : nullptr;
  if (!R || !Table)
    return;
  Str Run = stub(E, N.vocabulary(E->getDirectCallee()), Stub::Call);
  for (const FieldDecl *FD : R->fields()) {
    ValueId Member = field(Table, FD);
    if (const auto *P = FD->getType()->getAs<PointerType>(); P && P->getPointeeType()->isFunctionType())
      spawn(E->getExprLoc(), N.vocabulary(E->getDirectCallee()), 0, make(ValueKind::Function, 0, Run), {Member}, Flags);
    else if (const RecordDecl *Inner = FD->getType()->getAsRecordDecl())
      registerTable(E, Member, Inner, Flags);
  }
}

void FunctionLowering::startMethod(const CallExpr *E, ValueId Object, const CXXMethodDecl *Entry, ValueId Handle,
                                   unsigned Flags) {
  ValueId Run = make(ValueKind::Function, 0, N.usr(Entry), {Object});
  spawn(E->getExprLoc(), N.vocabulary(E->getDirectCallee()), Handle, Run, {}, Flags);
}

bool FunctionLowering::lowerStart(const CallExpr *E, const CXXMethodDecl *Callee) {
  const Expr *Receiver = receiver(E);
  std::string Method = Callee->getNameAsString();
  std::optional<StartOperation> Op = V.startMethod(N.vocabulary(Callee->getParent()), Method);
  if (!Op || !Receiver || Op->Object >= static_cast<int>(E->getNumArgs()))
    return false;
  const Expr *Object = Op->Object < 0 ? Receiver : E->getArg(Op->Object);
  const CXXRecordDecl *R = recordOf(Object);
  if (Op->Object >= 0 && isCallable(Object)) {
    spawn(E->getExprLoc(), N.vocabulary(Callee), valueOf(Receiver), valueOf(Object), {}, 0);
    return true;
  }
  if (!R)
    return true;
  if (Op->Service) {
    for (const CXXMethodDecl *M : R->methods())
      if (M->getNumParams() > 0 && !M->isStatic())
        if (const CXXRecordDecl *P = M->getParamDecl(0)->getType()->getPointeeCXXRecordDecl();
            P && N.vocabulary(P) == Op->Entry)
          startMethod(E, valueOf(Object), M, valueOf(Receiver), FlagMany);
    return true;
  }
  if (const CXXMethodDecl *Entry = methodNamed(R, Op->Entry))
    startMethod(E, valueOf(Object), Entry, valueOf(Receiver), 0);
  return true;
}

bool FunctionLowering::lowerRegistration(const CallExpr *E, const FunctionDecl *Callee) {
  if (const auto *M = dyn_cast<CXXMethodDecl>(Callee))
    return lowerStart(E, M);
  llvm::ArrayRef<Registration> Rows = V.registrations(N.vocabulary(Callee));
  if (Rows.empty() || !N.inSystemHeader(Callee))
    return false;
  int Count = static_cast<int>(E->getNumArgs());
  for (const Registration &R : Rows) {
    if (R.Callable >= Count)
      continue;
    const Expr *A = E->getArg(R.Callable);
    if (R.Table) {
      const auto *P = A->IgnoreParenImpCasts()->getType()->getAs<PointerType>();
      registerTable(E, valueOf(A), P ? P->getPointeeType()->getAsRecordDecl() : nullptr, R.Flags);
      continue;
    }
    ValueId Run = valueOf(A);
    if (!Run || Out.Values[Run].Kind == ValueKind::Literal)
      continue;
    llvm::SmallVector<ValueId, 4> Args;
    if (R.Data >= 0 && R.Data < Count) {
      Args.assign(R.Slot + 1, 0);
      Args[R.Slot] = valueOf(E->getArg(R.Data));
    }
    ValueId Handle = 0;
    if (R.Handle == -1)
      Handle = make(ValueKind::Result, callId(E));
    else if (R.Handle >= 0 && R.Handle < Count)
      Handle = valueOf(E->getArg(R.Handle));
    spawn(E->getExprLoc(), N.vocabulary(Callee), Handle, Run, Args, R.Flags);
  }
  // Work in a thread, and what is to follow in the loop.
  lowerPost(E, Callee);
  return true;
}

} // namespace maprace
