//===- executors.cpp - queues of callables ----------------------------------===//
//
// An executor is a place that callables are stored in and called from: posting is a
// store into the field `@queue` of the executor, draining it a call of what the field
// holds. Who runs a handler, and whether two may run at once, then follows from who
// drains. A pool is an executor whose own threads drain it. Timers, sockets and
// executor handles lead to the executor they were made from; a strand wraps what is
// posted to it in a lock of its own. The rows are in executors.def.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

ExecutorKind FunctionLowering::executorKind(QualType Ty) {
  Ty = Ty.getNonReferenceType();
  if (Ty->isPointerType())
    Ty = Ty->getPointeeType();
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  return R ? V.executorKind(N.vocabulary(R)) : ExecutorKind::None;
}

ValueId FunctionLowering::queueOf(ValueId Executor) { return make(ValueKind::Field, Executor, N.intern("@queue")); }

/// The executor that the expression is or leads to.
ValueId FunctionLowering::executorOf(const Expr *E) {
  ValueId X = valueOf(E);
  if (!X || executorKind(E->getType()) != ExecutorKind::Strand)
    return X;
  if (auto It = ContextOf.find(X); It != ContextOf.end())
    return It->second;
  return make(ValueKind::Field, X, N.intern("@context"));
}

/// A strand that is made, or copied, from Source.
void FunctionLowering::linkStrand(ValueId Strand, const Expr *Source, SourceLocation L) {
  Source = stripped(Source);
  if (!Strand || executorKind(Source->getType()) != ExecutorKind::Strand)
    return;
  ValueId Executor = 0;
  if (const auto *C = dyn_cast<CallExpr>(Source); C && C->getDirectCallee() && !receiver(C)) {
    std::optional<int> From = V.linkResult(N.vocabulary(C->getDirectCallee()));
    if (From && *From < static_cast<int>(C->getNumArgs()))
      Executor = executorOf(C->getArg(*From));
  } else if (const auto *C = dyn_cast<CXXConstructExpr>(Source)) {
    if (C->getNumArgs() >= 1)
      Executor = executorOf(C->getArg(0));
  } else {
    Executor = executorOf(Source);
  }
  if (!Executor)
    return;
  if (Out.Values[Strand].Kind == ValueKind::Local || Out.Values[Strand].Kind == ValueKind::Alloc)
    ContextOf[Strand] = Executor;
  store(make(ValueKind::Field, Strand, N.intern("@context")), Executor, L);
}

void FunctionLowering::makeExecutor(const Expr *Site, ValueId Dest, QualType Made, llvm::ArrayRef<const Expr *> Args) {
  SourceLocation L = Site->getBeginLoc();
  const CXXRecordDecl *R = Made->getAsCXXRecordDecl();
  switch (V.executorKind(N.vocabulary(R))) {
  case ExecutorKind::None: return;
  case ExecutorKind::Handle:
    if (!Args.empty())
      store(Dest, executorOf(Args[0]), L);
    return;
  case ExecutorKind::Loop:
    if (Out.Values[Dest].Kind == ValueKind::Alloc)
      emit(EventKind::Fresh, L).Subject = Dest;
    return;
  case ExecutorKind::Strand:
    if (isa<CXXConstructExpr>(Site))
      linkStrand(Dest, Site, L);
    else if (!Args.empty())
      store(make(ValueKind::Field, Dest, N.intern("@context")), executorOf(Args[0]), L);
    return;
  case ExecutorKind::Pool: break;
  }
  if (Out.Values[Dest].Kind == ValueKind::Alloc)
    emit(EventKind::Fresh, L).Subject = Dest;
  // A pool of one thread runs its callables one after the other.
  unsigned Flags = FlagMany;
  Expr::EvalResult Size;
  if (!Args.empty() && Args[0]->getType()->isIntegerType() && !Args[0]->isValueDependent() &&
      Args[0]->EvaluateAsInt(Size, N.context()) && Size.Val.getInt() == 1)
    Flags = 0;
  spawn(L, N.vocabulary(R), Dest, make(ValueKind::Function, 0, stub(Site, N.vocabulary(R), Stub::Drain)), {Dest},
        Flags);
}

/// The handler with the sockets that its caller makes for it: they belong to the
/// executor of the object that accepts them.
ValueId FunctionLowering::boundHandler(const Expr *Handler, ValueId Executor) {
  ValueId X = valueOf(Handler);
  const auto *L = dyn_cast<LambdaExpr>(stripped(Handler));
  if (!L || !X)
    return X;
  llvm::SmallVector<ValueId, 4> Args;
  bool Any = false;
  for (const ParmVarDecl *P : L->getCallOperator()->parameters()) {
    bool Handle = executorKind(P->getType()) == ExecutorKind::Handle;
    Any |= Handle;
    Args.push_back(Handle ? Executor : 0);
  }
  return Any ? make(ValueKind::Bind, X, 0, Args) : X;
}

ValueId FunctionLowering::serialized(const Expr *At, ValueId Strand, ValueId Handler) {
  if (!Strand || !Handler)
    return Handler;
  return make(ValueKind::Bind, make(ValueKind::Function, 0, stub(At, "strand", Stub::Serialized)), 0,
              {Strand, Handler});
}

void FunctionLowering::post(const Expr *At, const Expr *Executor, ValueId Handler) {
  ValueId X = executorOf(Executor);
  if (!X || !Handler || Out.Values[X].Kind == ValueKind::Literal)
    return;
  if (executorKind(Executor->getType()) == ExecutorKind::Strand)
    Handler = serialized(At, valueOf(Executor), Handler);
  store(queueOf(X), Handler, At->getExprLoc());
}

std::optional<ValueId> FunctionLowering::valueOfExecutorCall(const CallExpr *E, const FunctionDecl *Callee) {
  const Expr *Object = receiver(E);
  llvm::StringRef Name = N.vocabulary(Callee);
  if (Object) {
    ExecutorKind Kind = executorKind(Object->getType());
    if (Kind == ExecutorKind::None)
      return std::nullopt;
    // strand.wrap(handler)
    if (Kind == ExecutorKind::Strand && E->getNumArgs() == 1 && Callee->getNameAsString() == "wrap")
      return serialized(E, valueOf(Object), valueOf(E->getArg(0)));
    // get_executor(), context(), next_layer() and the like
    if (executorKind(E->getType()) != ExecutorKind::None)
      return executorOf(Object);
    return std::nullopt;
  }
  if (V.singletonFunction(Name))
    return make(ValueKind::Global, 0, N.usr(Callee));
  if (std::optional<int> From = V.linkResult(Name); From && *From < static_cast<int>(E->getNumArgs())) {
    if (executorKind(E->getType()) == ExecutorKind::Strand)
      return alloc(E, E->getType());
    return executorOf(E->getArg(*From));
  }
  if ((Name == "boost::asio::bind_executor" || Name == "asio::bind_executor") && E->getNumArgs() >= 2) {
    ValueId Handler = valueOf(E->getArg(1));
    return executorKind(E->getArg(0)->getType()) == ExecutorKind::Strand ? serialized(E, valueOf(E->getArg(0)), Handler)
                                                                         : Handler;
  }
  return std::nullopt;
}

bool FunctionLowering::lowerPost(const CallExpr *E, const FunctionDecl *Callee) {
  llvm::StringRef Name = N.vocabulary(Callee);
  int Count = static_cast<int>(E->getNumArgs());
  bool Known = false;
  auto Default = [&] { return make(ValueKind::Global, 0, N.intern("@default-loop")); };
  auto LoopOf = [&](int Argument, bool Via) {
    ValueId X = Argument < 0 ? Default() : executorOf(E->getArg(Argument));
    if (X && Out.Values[X].Kind == ValueKind::Literal)
      X = Default();
    return X && Via ? make(ValueKind::Field, X, N.intern("@context")) : X;
  };
  if (std::optional<std::pair<int, int>> Link = V.linkFunction(Name);
      Link && Link->first < Count && Link->second < Count) {
    ValueId Handle = valueOf(E->getArg(Link->first));
    if (Handle)
      store(make(ValueKind::Field, Handle, N.intern("@context")), LoopOf(Link->second, false), E->getExprLoc());
    Known = true;
  }
  for (const PostOperation &Op : V.posts(Name)) {
    Known = true;
    if (Op.Executor >= Count || Op.Callable >= Count)
      continue;
    if (Op.Callable == -2) {
      for (int I = 0; I < Count; ++I)
        if (I != Op.Executor && isCallable(E->getArg(I)))
          post(E, E->getArg(Op.Executor), boundHandler(E->getArg(I), executorOf(E->getArg(Op.Executor))));
      continue;
    }
    const Expr *A = E->getArg(Op.Callable);
    if (isa<CXXDefaultArgExpr>(A) || !isCallable(A))
      continue;
    ValueId Run = valueOf(A), Loop = LoopOf(Op.Executor, Op.Via);
    if (!Run || !Loop || Out.Values[Run].Kind == ValueKind::Literal)
      continue;
    if (Op.Data >= 0 && Op.Data < Count) {
      llvm::SmallVector<ValueId, 4> Args(Op.Slot + 1, 0);
      Args[Op.Slot] = valueOf(E->getArg(Op.Data));
      Run = make(ValueKind::Bind, Run, 0, Args);
    } else if (const Value F = Out.Values[Run]; F.Kind == ValueKind::Function && F.Kids.size() == 0) {
      // &Receiver::slot
      const auto *D = dyn_cast<DeclRefExpr>(stripped(A));
      if (const auto *O = dyn_cast<UnaryOperator>(stripped(A)))
        D = dyn_cast<DeclRefExpr>(stripped(O->getSubExpr()));
      if (const auto *M = D ? dyn_cast<CXXMethodDecl>(D->getDecl()) : nullptr; M && !M->isStatic())
        Run = make(ValueKind::Function, 0, F.Name, {Loop});
    }
    store(queueOf(Loop), Run, E->getExprLoc());
  }
  if (std::optional<int> Drained = V.drainFunction(Name); Drained && *Drained < Count) {
    if (ValueId Loop = LoopOf(*Drained, false))
      lowerValueCall(E, element(queueOf(Loop), 0), {});
    Known = true;
  }
  return Known;
}

bool FunctionLowering::lowerExecutorCall(const CallExpr *E, const FunctionDecl *Callee) {
  if (!N.inSystemHeader(Callee))
    return false;
  const Expr *Object = receiver(E);
  if (!Object) {
    if (const auto *M = dyn_cast<CXXMethodDecl>(Callee); M && !M->isStatic())
      return false;
    return lowerPost(E, Callee);
  }
  std::string Method = Callee->getNameAsString();
  const auto *M = cast<CXXMethodDecl>(Callee);
  if (std::optional<int> Thread = V.serveMethod(N.vocabulary(M->getParent()), Method)) {
    if (*Thread < static_cast<int>(E->getNumArgs()))
      spawn(E->getExprLoc(), "QThread::exec", valueOf(E->getArg(*Thread)),
            make(ValueKind::Function, 0, stub(E, N.vocabulary(Callee), Stub::Drain)), {valueOf(Object)}, 0);
    return true;
  }
  ExecutorKind Kind = executorKind(Object->getType());
  if (Kind == ExecutorKind::None)
    Kind = V.executorKind(N.vocabulary(M->getParent()));
  if (Kind == ExecutorKind::None)
    return false;
  if (V.drainMethod(Method) && Kind == ExecutorKind::Loop) {
    lowerValueCall(E, element(queueOf(valueOf(Object)), 0), {});
    return true;
  }
  if (V.joinMethod(N.vocabulary(M->getParent()), Method))
    return false;
  if (V.postMethod(Method)) {
    for (const Expr *A : E->arguments())
      if (isCallable(A))
        post(E, Object, boundHandler(A, executorOf(Object)));
    return true;
  }
  if (Method == "operator=" && E->getNumArgs() == 2 && Kind == ExecutorKind::Handle)
    store(valueOf(Object), executorOf(E->getArg(1)), E->getExprLoc());
  return true;
}

} // namespace maprace
