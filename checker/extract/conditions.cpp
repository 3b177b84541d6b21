//===- conditions.cpp - what a branch tells ---------------------------------===//
//
// `if (mu.try_lock())`, `if (!lock.owns_lock())`, `if (worker.joinable())`,
// `if (!cache_)`: each edge of the branch knows something that the block before
// it did not.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/Attr.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace maprace {

static bool isRelaxedLoad(const CallExpr *C) {
  for (const Expr *A : C->arguments())
    if (A->getType().getAsString().find("memory_order") != std::string::npos)
      if (const auto *D = dyn_cast<DeclRefExpr>(A->IgnoreParenImpCasts()))
        return D->getDecl()->getName().contains("relaxed");
  return false;
}

FunctionLowering::EdgeEvents FunctionLowering::conditions(const CFGBlock &B, const Expr *E) {
  EdgeEvents Result;
  Awaiting = isa_and_nonnull<WhileStmt, DoStmt, ForStmt>(B.getTerminatorStmt());
  if (E)
    condition(E, true, Result, 0);
  Awaiting = false;
  // After a loop that joins each handle of a container, all are joined; likewise locks.
  if (const Stmt *Loop = B.getTerminatorStmt())
    if (auto It = LockedAfterLoop.find(Loop); It != LockedAfterLoop.end())
      Result.OnFalse.insert(Result.OnFalse.end(), It->second.begin(), It->second.end());
  if (const Stmt *Loop = B.getTerminatorStmt())
    if (auto It = JoinedAfterLoop.find(Loop); It != JoinedAfterLoop.end())
      for (ValueId Handle : It->second) {
        Event E;
        E.Kind = EventKind::Join;
        E.Subject = Handle;
        E.Flags = FlagAll;
        E.Name = N.intern("join");
        E.At = N.loc(Loop->getBeginLoc());
        Result.OnFalse.push_back(E);
      }
  return Result;
}

/// `int rc = pthread_mutex_trylock(&mu)`: the call whose result a variable keeps.
const Expr *FunctionLowering::keptResult(const Expr *E) const {
  const auto *R = dyn_cast<DeclRefExpr>(E);
  const auto *Var = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
  if (!Var || !Var->hasLocalStorage() || !Var->getInit() || Assigned.count(Var) || VaryingVars.count(Var))
    return E;
  const Expr *Init = stripped(Var->getInit());
  return isa<CallExpr>(Init) ? Init : E;
}

/// Its operations may be those of a base class that the library keeps to itself.
bool FunctionLowering::isAtomic(const Expr *Object) {
  return T.classify(Object->IgnoreParenBaseCasts()->getType()).What == Category::Atomic;
}

/// A number that the function was given, by value, and does not change.
bool FunctionLowering::ownNumber(const Expr *E) {
  const auto *R = dyn_cast<DeclRefExpr>(E);
  const auto *Var = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
  if (!Var || !Var->getType()->isIntegralOrEnumerationType() || Assigned.count(Var) || VaryingVars.count(Var))
    return false;
  ValueId X = valueOf(E);
  if (Out.Values[X].Kind == ValueKind::Capture && LambdaCall)
    for (const LambdaCapture &C : LambdaCall->getParent()->captures())
      if (C.capturesVariable() && C.getCapturedVar() == Var)
        return C.getCaptureKind() == LCK_ByCopy;
  return Out.Values[X].Kind == ValueKind::Param;
}

/// `++arrived` and `left--`: the member or variable that counts; null for anything else.
const Expr *FunctionLowering::countedHere(const Expr *E) {
  const auto *U = dyn_cast<UnaryOperator>(E);
  if (!U || !U->isIncrementDecrementOp())
    return nullptr;
  const Expr *Counter = stripped(U->getSubExpr());
  return sharedScalar(Counter) ? Counter : nullptr;
}

/// `int round = round_;`: a local that keeps what Counter was.
static bool isSnapshotOf(const Expr *E, const Expr *Counter) {
  const auto *R = dyn_cast<DeclRefExpr>(E);
  const auto *Var = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
  return Var && Var->hasLocalStorage() && Var->getInit() && namedBy(Counter) &&
         namedBy(Var->getInit()) == namedBy(Counter);
}

/// `while (done < parties)`, `while (open > 0)`, `seen == total`: one edge has seen where
/// the count ends.
void FunctionLowering::compareCounter(const BinaryOperator *B, bool Sense, EdgeEvents &Out) {
  const Expr *L = stripped(B->getLHS()), *R = stripped(B->getRHS());
  for (auto [Counter, Other, Left] : {std::tuple{L, R, true}, std::tuple{R, L, false}}) {
    bool Plain = Awaiting && sharedScalar(Counter);
    const Expr *Counted = Counter;
    if (const Expr *Here = countedHere(Counter)) {
      // The last of all parties to count has seen the others count.
      Counted = Here;
      Plain = true;
    } else if (const auto *C = dyn_cast<CallExpr>(Counter)) {
      Counted = receiver(C);
      if (!Counted || isRelaxedLoad(C) || !isAtomic(Counted))
        continue;
    } else if (!Plain) {
      continue;
    }
    bool Less = (B->getOpcode() == BO_LT || B->getOpcode() == BO_LE) == Left;
    Expr::EvalResult Limit;
    bool CountsDown = !Other->isValueDependent() && Other->getType()->isIntegralOrEnumerationType() &&
                      Other->EvaluateAsInt(Limit, N.context()) && Limit.Val.getInt() == 0;
    // A generation that is another than it was has been counted on.
    bool Moved = B->isEqualityOp() && isSnapshotOf(Other, Counted);
    bool Edge = B->isEqualityOp() ? (B->getOpcode() == BO_EQ) != Moved : CountsDown ? Less : !Less;
    Event Ev;
    Ev.Kind = EventKind::Observe;
    Ev.Subject = valueOf(Counted);
    Ev.Flags = (Plain ? FlagPlain : 0) | (countedHere(Counter) ? FlagCount : 0);
    Ev.At = N.loc(B->getExprLoc());
    if (Ev.Subject)
      (Edge == Sense ? Out.OnTrue : Out.OnFalse).push_back(Ev);
  }
}

/// `if (users_++ > 0) return;` and `if (users_.fetch_add(1) == 0)`: one edge is taken by the
/// first that comes, and by nobody after him.
bool FunctionLowering::firstToCome(const Expr *E, BinaryOperatorKind Op, std::int64_t Limit, bool Sense,
                                   EdgeEvents &Out) {
  const Expr *Counter = nullptr;
  bool Plain = false, Before = true; // tells the value of before counting
  if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->isIncrementOp() && sharedScalar(stripped(U->getSubExpr()))) {
    Counter = stripped(U->getSubExpr());
    Before = U->isPostfix();
    Plain = true;
  } else if (const auto *C = dyn_cast<CallExpr>(E); C && C->getDirectCallee()) {
    const Expr *Object = receiver(C);
    if (Object && isAtomic(Object) && C->getDirectCallee()->getNameAsString() == "fetch_add")
      Counter = Object;
  }
  if (!Counter)
    return false;
  auto Holds = [&](std::int64_t Value) {
    switch (Op) {
    case BO_EQ: return Value == Limit;
    case BO_NE: return Value != Limit;
    case BO_LT: return Value < Limit;
    case BO_LE: return Value <= Limit;
    case BO_GT: return Value > Limit;
    default: return Value >= Limit;
    }
  };
  bool First = Holds(Before ? 0 : 1);
  if (First == Holds(Before ? 1 : 2))
    return false;
  Event Ev;
  Ev.Kind = EventKind::Acquire;
  Ev.Subject = element(valueOf(Counter), N.intern("#first"));
  Ev.Flags = Plain ? FlagPlain : 0;
  Ev.At = N.loc(E->getExprLoc());
  (First == Sense ? Out.OnTrue : Out.OnFalse).push_back(Ev);
  return true;
}

/// A guard that a function of the program has returned, or has not, and one that is in a
/// local and holds its lock or not.
void FunctionLowering::heldOrNot(const Expr *Guard, std::vector<Event> &Held, std::vector<Event> &Not) {
  ValueId X = valueOf(Guard);
  if (Guessing || !X)
    return;
  if (Out.Values[X].Kind != ValueKind::Result &&
      (Out.Values[X].Kind != ValueKind::Local || T.isSmartPointer(Guard->getType()->getAsCXXRecordDecl())))
    return;
  assumption(Held, X, N.intern("0"), Knowledge::IsNot, Guard->getExprLoc());
  assumption(Not, X, N.intern("0"), Knowledge::Is, Guard->getExprLoc());
}

void FunctionLowering::condition(const Expr *E, bool Sense, EdgeEvents &Out, unsigned Depth) {
  E = stripped(E);
  if (!E || Depth > 4)
    return;
  if (!Guessing)
    assume(E, Sense, Out);
  ownerSeen(E, Sense, Out);
  auto On = [&](bool Edge) -> std::vector<Event> & { return Edge == Sense ? Out.OnTrue : Out.OnFalse; };
  auto Make = [&](EventKind K, ValueId Subject) {
    Event Ev;
    Ev.Kind = K;
    Ev.Subject = Subject;
    Ev.At = N.loc(E->getExprLoc());
    return Ev;
  };
  if (const auto *U = dyn_cast<UnaryOperator>(E)) {
    if (U->getOpcode() == UO_LNot)
      condition(U->getSubExpr(), !Sense, Out, Depth + 1);
    else
      firstToCome(U, BO_NE, 0, Sense, Out);
    return;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isComparisonOp() && B->getOpcode() != BO_Cmp)
    if (Expr::EvalResult Limit; !B->getRHS()->isValueDependent() &&
                                B->getRHS()->getType()->isIntegralOrEnumerationType() &&
                                B->getRHS()->EvaluateAsInt(Limit, N.context()))
      firstToCome(stripped(B->getLHS()), B->getOpcode(), Limit.Val.getInt().getExtValue(), Sense, Out);
  // table == nullptr, table != nullptr with a smart pointer
  const Expr *Pointer = nullptr;
  bool Equal = true;
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E); O && O->getNumArgs() == 2) {
    Equal = O->getOperator() == OO_EqualEqual;
    if ((Equal || O->getOperator() == OO_ExclaimEqual) &&
        isa<CXXNullPtrLiteralExpr, GNUNullExpr>(stripped(O->getArg(1))))
      Pointer = O->getArg(0);
  } else if (const auto *W = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
    CXXRewrittenBinaryOperator::DecomposedForm D = W->getDecomposedForm();
    Equal = D.Opcode == BO_EQ;
    if ((Equal || D.Opcode == BO_NE) && isa<CXXNullPtrLiteralExpr, GNUNullExpr>(stripped(D.RHS)))
      Pointer = D.LHS;
  }
  if (Pointer) {
    const CXXRecordDecl *R = stripped(Pointer)->getType()->getAsCXXRecordDecl();
    TypeInfo I = T.classify(stripped(Pointer)->getType());
    if (!R || !T.isSmartPointer(R) || (I.What != Category::Map && I.What != Category::ConcurrentMap))
      return;
    Event Ev = Make(EventKind::Test, valueOf(Pointer));
    On(!Equal).push_back(Ev);
    Ev.Detail = 1;
    On(Equal).push_back(Ev);
    return;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    if (B->isRelationalOp()) {
      compareCounter(B, Sense, Out);
      return;
    }
    if (!B->isEqualityOp())
      return;
    const Expr *L = stripped(B->getLHS()), *R = stripped(B->getRHS());
    Expr::EvalResult Value;
    bool Null = isa<CXXNullPtrLiteralExpr, GNUNullExpr>(R);
    if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(L)) {
      std::swap(L, R);
      Null = true;
    }
    if (!Null && !(!R->isValueDependent() && R->getType()->isIntegralOrEnumerationType() &&
                   R->EvaluateAsInt(Value, N.context()))) {
      compareCounter(B, Sense, Out);
      return;
    }
    bool Zero = Null || Value.Val.getInt() == 0;
    bool Equal = B->getOpcode() == BO_EQ;
    L = keptResult(L);
    if (tried(L, Zero, On(Equal)))
      return;
    // future.wait_for(...) == std::future_status::ready
    if (const auto *C = dyn_cast<CallExpr>(L); C && !Null && Zero)
      if (const Expr *Object = receiver(C);
          Object && T.classify(Object->IgnoreParenBaseCasts()->getType()).What == Category::Thread &&
          C->getDirectCallee() && C->getDirectCallee()->getNameAsString().rfind("wait_", 0) == 0) {
        Event Ev = Make(EventKind::Join, valueOf(Object));
        Ev.Name = N.intern("wait");
        On(Equal).push_back(Ev);
        return;
      }
    // counter.fetch_sub(1) == 1 and left.load() == 0: the end has been seen.
    if (const auto *C = dyn_cast<CallExpr>(L); C && !Null)
      if (const Expr *Object = receiver(C); Object && isAtomic(Object)) {
        std::string Method = C->getDirectCallee() ? C->getDirectCallee()->getNameAsString() : "";
        QualType Counted = firstTypeArgument(Object->IgnoreParenBaseCasts()->getType()->getAsCXXRecordDecl());
        bool Bool = !Counted.isNull() && Counted->isBooleanType();
        if (!Bool && (!isRelaxedLoad(C) || HasFence)) {
          Event Ev = Make(EventKind::Observe, valueOf(Object));
          // `refs_.fetch_sub(1) == 1`, `--refs_ == 0`: one of them comes last.
          Ev.Flags = Method == "fetch_sub" || Method == "operator--" ? FlagCount : 0;
          On(Equal).push_back(Ev);
          if (Zero && Method == "load")
            On(!Equal).push_back(Ev);
          return;
        }
      }
    if (const Expr *Here = countedHere(L);
        Value.Val.isInt() && !L->getType()->isBooleanType() && (Here || (Awaiting && sharedScalar(L)))) {
      // open_ == 0, done_ == 4, --open_ == 0: the end of a count has been seen.
      Event Ev = Make(EventKind::Observe, valueOf(Here ? Here : L));
      Ev.Flags = FlagPlain | (Here ? FlagCount : 0);
      On(Equal).push_back(Ev);
    }
    if (Value.Val.isInt() && isThreadNumber(L)) {
      llvm::SmallString<16> Text;
      Value.Val.getInt().toString(Text);
      On(Equal).push_back(Make(EventKind::Acquire, onlyOne(Text)));
    } else if (Value.Val.isInt() && ownNumber(L)) {
      // if (id == 0): of all threads that run this, the one with that number.
      llvm::SmallString<16> Text;
      Value.Val.getInt().toString(Text);
      On(Equal).push_back(Make(EventKind::Acquire, element(valueOf(L), N.intern(("#only:" + Text).str()))));
    }
    // x == 0 and x == nullptr ask the opposite of x.
    if (Zero)
      condition(L, Equal ? !Sense : Sense, Out, Depth + 1);
    else if (!Null && Value.Val.getInt() == 1)
      condition(L, Equal ? Sense : !Sense, Out, Depth + 1);
    return;
  }
  // A flag seen to be set, or a count seen to be zero.
  auto Flag = [&](const Expr *Of, bool Plain, bool Edge = true) {
    Event Ev = Make(EventKind::Observe, valueOf(Of));
    Ev.Flags = Plain && !PredicateOfWait ? FlagPlain : 0;
    if (Ev.Subject)
      On(Edge).push_back(Ev);
  };
  auto Unset = [&](const Expr *Of, bool Edge = false) {
    Event Ev = Make(EventKind::Test, valueOf(Of));
    Ev.Detail = 1;
    if (Ev.Subject)
      On(Edge).push_back(Ev);
  };
  if ((Awaiting || E->getType()->isBooleanType()) && sharedScalar(E)) {
    if (E->getType()->isBooleanType())
      Unset(E);
    return Flag(E, true, E->getType()->isBooleanType());
  }
  if (const auto *C = dyn_cast<CallExpr>(keptResult(E))) {
    const FunctionDecl *Callee = C->getDirectCallee();
    if (!Callee)
      return;
    if (const Expr *Object = receiver(C)) {
      QualType Ty = Object->getType();
      const CXXRecordDecl *R = (Ty->isPointerType() ? Ty->getPointeeType() : Ty)->getAsCXXRecordDecl();
      llvm::StringRef Class = R ? N.vocabulary(R) : llvm::StringRef();
      std::string Method = Callee->getNameAsString();
      if ((Class == "std::atomic" || Class == "std::atomic_flag" ||
           llvm::StringRef(Class).starts_with("std::__atomic")) &&
          (Method == "load" || Method == "test" || llvm::StringRef(Method).starts_with("operator "))) {
        Unset(Object);
        if (!isRelaxedLoad(C) || HasFence)
          Flag(Object, false);
        return;
      }
    }
    // if (pthread_create(&thread, ...)) return: no thread was started.
    if (auto Op = V.spawnFunction(N.vocabulary(Callee)); Op && Op->Handle >= 0) {
      Event Ev = Make(EventKind::Join, valueOf(C->getArg(Op->Handle)));
      Ev.Name = N.intern("failed");
      On(true).push_back(Ev);
      return;
    }
    if (tried(C, false, On(true))) {
      tried(C, true, On(false));
      return;
    }
    for (const auto *A : Callee->specific_attrs<TryAcquireCapabilityAttr>()) {
      Event Ev = Make(EventKind::GuardAssert, valueOf(C));
      Ev.CallId = callId(C);
      Ev.Flags = A->isShared() ? FlagShared : 0;
      Expr::EvalResult Success;
      bool OnZero = A->getSuccessValue()->EvaluateAsInt(Success, N.context()) && Success.Val.getInt() == 0;
      On(!OnZero).push_back(Ev);
      return;
    }
    const Expr *Object = receiver(C);
    // Of the program itself: true may mean that a flag has been seen (lowerReturn).
    if (!N.inSystemHeader(Callee) && E->getType()->isBooleanType() && Callee->hasBody())
      Flag(E, false);
    if (!Object)
      return;
    QualType Ty = Object->getType();
    if (Ty->isPointerType())
      Ty = Ty->getPointeeType();
    const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
    if (!R)
      return;
    R = R->getDefinition() ? R->getDefinition() : R;
    std::string Method = Callee->getNameAsString();
    if (Awaiting && Method == "empty" && T.isSequence(R) && sharedPlace(Object))
      return Flag(Object, true, false); // while (queue.empty()) wait
    if (isConditionVariable(R)) {
      // wait_for and wait_until say whether the predicate held in the end, with the lock.
      llvm::SaveAndRestore Locked(PredicateOfWait, true);
      for (const Expr *A : C->arguments())
        if (const Expr *Predicate = soleResult(A))
          condition(Predicate, Sense, Out, Depth + 1);
      return;
    }
    Category Cat = T.classCategory(R);
    if (Cat == Category::Mutex) {
      if (auto Op = V.lockMethod(Method); Op && Op->Action == LockAction::Try) {
        Event Ev = Make(EventKind::GuardAssert, valueOf(Object));
        Ev.CallId = callId(C);
        Ev.Flags = Op->Mode == LockMode::Shared ? FlagShared : 0;
        On(true).push_back(Ev);
      }
    } else if (Cat == Category::Guard) {
      auto Op = V.guardMethod(Method);
      if (Op && (Op->Action == LockAction::Try || Op->Action == LockAction::Test)) {
        Event Ev = Make(EventKind::GuardAssert, valueOf(Object));
        Ev.CallId = Op->Action == LockAction::Try ? callId(C) : 0;
        On(true).push_back(Ev);
        if (Op->Action == LockAction::Test)
          heldOrNot(Object, On(true), On(false));
      }
    } else if (Method == "joinable") {
      Event Ev = Make(EventKind::Join, valueOf(Object));
      Ev.Name = N.intern(Method);
      On(false).push_back(Ev);
    } else if (Method == "test_and_set" || Method == "exchange") {
      Event Ev = Make(EventKind::GuardAssert, valueOf(Object));
      Ev.CallId = callId(C);
      On(false).push_back(Ev);
      Unset(Object);
    } else if (llvm::StringRef(Method).starts_with("compare_exchange")) {
      Event Ev = Make(EventKind::GuardAssert, valueOf(Object));
      Ev.CallId = callId(C);
      On(true).push_back(Ev);
      Unset(Object);
    } else if (T.isSmartPointer(R) && (Method == "operator bool" || Method == "has_value" || Method == "get")) {
      TypeInfo I = T.classify(Ty);
      Event Ev = Make(EventKind::Test, valueOf(Object));
      if (I.What == Category::Guard) {
        Ev.Kind = EventKind::GuardAssert;
        On(true).push_back(Ev);
        heldOrNot(Object, On(true), On(false));
        return;
      }
      Ev.Detail = 0;
      On(true).push_back(Ev);
      Ev.Detail = 1;
      On(false).push_back(Ev);
      if (I.What == Category::Thread) {
        Event J = Make(EventKind::Join, valueOf(Object));
        J.Name = N.intern("empty");
        On(false).push_back(J);
      }
    }
    return;
  }
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(D->getDecl());
    if (Var && Var->getType()->isBooleanType() && Var->hasLocalStorage()) {
      // A result kept in a variable: of all its sources, those that unlocking has
      // not made stale since.
      auto Sources = Assigned.find(Var);
      llvm::SaveAndRestore Several(Guessing, Guessing || Sources != Assigned.end() || VaryingVars.count(Var));
      if (Var->getInit())
        condition(Var->getInit(), Sense, Out, Depth + 1);
      if (Sources != Assigned.end())
        for (const Expr *Source : Sources->second)
          condition(Source, Sense, Out, Depth + 1);
      return;
    }
  }
  if (E->getType()->isPointerType()) {
    TypeInfo I = T.classify(E->getType());
    bool Holder = E->getType()->getPointeeType()->isRecordType() && sharedPlace(E);
    if (I.What != Category::Map && I.What != Category::Thread && I.What != Category::ConcurrentMap && !Holder)
      return;
    Event Ev = Make(EventKind::Test, valueOf(E));
    On(true).push_back(Ev);
    Ev.Detail = 1;
    On(false).push_back(Ev);
    if (I.What == Category::Thread) {
      Event J = Make(EventKind::Join, valueOf(E));
      J.Name = N.intern("empty");
      On(false).push_back(J);
    }
  }
}

} // namespace maprace
