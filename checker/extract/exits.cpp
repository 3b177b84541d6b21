//===- exits.cpp - what runs when the program, a thread or an owner ends ----===//
//
// Handlers of atexit run behind the last statement of main; destructors of thread_local
// objects, and those of pthread keys, at the end of each thread that used them. Both are
// callables kept in a place that nothing but the end takes them out of. The deleter of a
// shared pointer runs wherever the last owner lets go, which nobody can tell: it is
// handed over as to unknown code.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

/// Linking runs what is kept there (Contexts::start, and the call behind main).
static constexpr llvm::StringLiteral AtExit("@atexit"), AtThreadExit("@threadexit");

bool FunctionLowering::lowerExitCall(const CallExpr *E, const FunctionDecl *Callee) {
  const ExitOperation *Op = V.exitFunction(N.vocabulary(Callee));
  if (!Op || std::max(Op->First, Op->Second) >= static_cast<int>(E->getNumArgs()))
    return false;
  SourceLocation L = E->getExprLoc();
  ValueId First = valueOf(E->getArg(Op->First));
  ValueId Second = Op->Second < 0 ? 0 : valueOf(E->getArg(Op->Second));
  if (!First)
    return true;
  auto Destructor = [&](ValueId Key) { return make(ValueKind::Field, Key, N.intern("@destructor")); };
  switch (Op->What) {
  case ExitAction::Handler:
    if (Second)
      First = make(ValueKind::Bind, First, 0, {Second});
    store(make(ValueKind::Global, 0, N.intern(AtExit)), First, L);
    break;
  case ExitAction::Key: store(Destructor(First), Second, L); break;
  case ExitAction::Value:
    store(make(ValueKind::Global, 0, N.intern(AtThreadExit)), make(ValueKind::Bind, Destructor(First), 0, {Second}), L);
    break;
  }
  return true;
}

/// The variable is used: its destructor runs at the end of this thread.
void FunctionLowering::noteThreadLocal(const VarDecl *D, SourceLocation L) {
  const CXXRecordDecl *R = N.context().getBaseElementType(D->getType())->getAsCXXRecordDecl();
  R = R ? R->getDefinition() : nullptr;
  if (D->getTLSKind() == VarDecl::TLS_None || !R || N.inSystemHeader(R) || R->isDependentContext())
    return;
  const CXXDestructorDecl *Destructor = R->getDestructor();
  if (!Destructor || !Destructor->isUserProvided() || !EndsWithThread.insert(D).second)
    return;
  ValueId Run = make(ValueKind::Function, 0, N.usr(Destructor), {make(ValueKind::Global, 0, N.usr(D))});
  store(make(ValueKind::Global, 0, N.intern(AtThreadExit)), Run, L);
}

/// Behind the last statement of main.
void FunctionLowering::lowerProgramEnd(std::vector<Event> &Last) {
  for (llvm::StringRef Place : {AtThreadExit, AtExit}) {
    Event Ev;
    Ev.Kind = EventKind::Call;
    Ev.Other = make(ValueKind::Global, 0, N.intern(Place));
    Ev.CallId = NoResult + CallIds.size() + Last.size();
    Ev.Flags = FlagSynchronous;
    Ev.At = N.loc(Body->getEndLoc());
    Last.push_back(Ev);
  }
}

void FunctionLowering::lowerDeleter(const CXXRecordDecl *R, llvm::ArrayRef<const Expr *> Args, SourceLocation L) {
  llvm::StringRef Name = N.vocabulary(R);
  if (Args.size() < 2 || (Name != "std::shared_ptr" && Name != "boost::shared_ptr"))
    return;
  ValueId Run = valueOf(Args[1]);
  ValueKind K = Out.Values[Run].Kind;
  if (K == ValueKind::Closure || K == ValueKind::Function || K == ValueKind::Bind)
    spawn(L, "the deleter of a shared pointer", 0, Run, {valueOf(Args[0])}, FlagPossible | FlagDeferred);
}

/// A node of a flow graph runs its body in threads of the graph's: one at a time where its
/// concurrency is 1 or is not said.
void FunctionLowering::lowerFlowNode(const CXXRecordDecl *R, llvm::ArrayRef<const Expr *> Args, SourceLocation L) {
  if (!V.flowNode(N.vocabulary(R)) || Args.size() < 2)
    return;
  unsigned Flags = 0;
  for (const Expr *A : Args.drop_front()) {
    if (Str Concurrency = constantOf(A))
      Flags = Concurrency == N.intern("1") ? 0 : FlagMany;
    else if (ValueId Run = valueOf(A); Run && Out.Values[Run].Kind != ValueKind::Literal)
      spawn(L, N.vocabulary(R), valueOf(Args[0]), Run, {}, Flags);
  }
}

} // namespace maprace
