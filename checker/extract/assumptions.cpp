//===- assumptions.cpp - flags that decide about locking --------------------===//
//
// `if (!locked) mu_.lock(); ... if (!locked) mu_.unlock();`: each edge of a branch says
// what value a flag, mode or pointer has there, and each assignment what it is from then
// on. With that, linking keeps the two ways through the function apart
// (checker/link/assumptions.h).
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

/// The spelling by which constants compare: numbers in decimal, true as 1, null as 0.
Str FunctionLowering::constantOf(const Expr *E) {
  E = stripped(E);
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
    return N.intern("0");
  Expr::EvalResult Value;
  if (E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() || !E->EvaluateAsInt(Value, N.context()))
    return 0;
  llvm::SmallString<16> Text;
  Value.Val.getInt().toString(Text);
  return N.intern(Text);
}

/// What a flag, mode or pointer is known by; 0 where nothing can be told of it, as others
/// may change it at any time.
ValueId FunctionLowering::selector(const Expr *E) {
  E = stripped(E);
  QualType Ty = E->getType();
  bool Pointer = Ty->isPointerType();
  if (!Pointer && !Ty->isIntegralOrEnumerationType())
    return 0;
  if (const auto *R = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(R->getDecl());
    if (!Var || EscapingVars.count(Var) || Var->getType().isVolatileQualified())
      return 0;
    bool Own = Var->hasLocalStorage() && !isa<ParmVarDecl>(Var);
    if (Pointer ? Own || Assigned.count(Var) : Own && !Ty->isBooleanType() && !Ty->isEnumeralType())
      return 0;
    if (VaryingVars.count(Var) && !Ty->isBooleanType())
      return 0;
  } else if (const auto *M = dyn_cast<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(M->getMemberDecl());
    if (!Field || Field->getType().isVolatileQualified())
      return 0;
    // What a member leads to is told by Test; here it is locks that may be missing.
    Category What = T.classify(Ty).What;
    if (Pointer && What != Category::Mutex && What != Category::Guard)
      return 0;
  } else if (const auto *C = dyn_cast<CallExpr>(E)) {
    // A getter of the program, or a function that says whether it has locked.
    const FunctionDecl *Callee = C->getDirectCallee();
    if (Pointer || !Callee || isa<CXXOperatorCallExpr>(C) || N.inSystemHeader(Callee))
      return 0;
  } else {
    return 0;
  }
  ValueId X = valueOf(E);
  switch (Out.Values[X].Kind) {
  case ValueKind::Param:
  case ValueKind::Capture:
  case ValueKind::Local:
  case ValueKind::Global:
  case ValueKind::Field:
  case ValueKind::Result: return X;
  default: return 0;
  }
}

bool FunctionLowering::isFlag(QualType Ty) { return Ty->isBooleanType() || Ty->isEnumeralType(); }

void FunctionLowering::assumption(std::vector<Event> &On, ValueId Selector, Str Constant, Knowledge What,
                                  SourceLocation L) {
  Event Ev;
  Ev.Kind = EventKind::Assume;
  Ev.Subject = Selector;
  Ev.Name = Constant;
  Ev.Detail = static_cast<std::uint8_t>(What);
  Ev.At = N.loc(L);
  On.push_back(Ev);
}

/// E, or a comparison of it with a constant, decides between two edges.
void FunctionLowering::assume(const Expr *E, bool Sense, EdgeEvents &Out) {
  Str Constant = N.intern("0");
  bool Equal = !Sense;
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    // Comparisons with zero and true ask for the other side itself (condition()).
    if (!B->isEqualityOp() || B->getLHS()->getType()->isBooleanType())
      return;
    Constant = constantOf(B->getRHS());
    Equal = (B->getOpcode() == BO_EQ) == Sense;
    E = B->getLHS();
    if (!Constant || stripped(E)->getType()->isPointerType())
      return;
  } else if (!E->getType()->isBooleanType() && !E->getType()->isPointerType()) {
    return;
  }
  if (ValueId X = selector(E)) {
    assumption(Out.OnTrue, X, Constant, Equal ? Knowledge::Is : Knowledge::IsNot, E->getExprLoc());
    assumption(Out.OnFalse, X, Constant, Equal ? Knowledge::IsNot : Knowledge::Is, E->getExprLoc());
  }
}

/// The edge of a switch to the block that begins with Label, none where no case fits.
std::vector<Event> FunctionLowering::caseEdge(const SwitchStmt *S, const Stmt *Label) {
  EdgeEvents Events;
  const Expr *On = keptResult(stripped(S->getCond()));
  SourceLocation L = S->getSwitchLoc();
  const auto *Case = dyn_cast_or_null<CaseStmt>(Label);
  if (Case && Case->getRHS()) // case 1 ... 3
    return {};
  ValueId X = selector(On);
  llvm::SmallVector<Str, 4> Others;
  for (const SwitchCase *C = S->getSwitchCaseList(); C; C = C->getNextSwitchCase())
    if (const auto *Other = dyn_cast<CaseStmt>(C)) {
      if (Other->getRHS() || Others.size() > 6)
        X = 0;
      Others.push_back(constantOf(Other->getLHS()));
    }
  if (Case) {
    Str Constant = constantOf(Case->getLHS());
    if (X && Constant)
      assumption(Events.OnTrue, X, Constant, Knowledge::Is, L);
    tried(On, Constant == N.intern("0"), Events.OnTrue);
    return Events.OnTrue;
  }
  if (X)
    for (Str Constant : Others)
      if (Constant)
        assumption(Events.OnTrue, X, Constant, Knowledge::IsNot, L);
  if (llvm::is_contained(Others, N.intern("0")))
    tried(On, false, Events.OnTrue);
  return Events.OnTrue;
}

/// The result of an attempt to lock, zero or not: what it says is held from here on.
bool FunctionLowering::tried(const Expr *E, bool Zero, std::vector<Event> &On) {
  const auto *C = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = C ? C->getDirectCallee() : nullptr;
  auto Op = Callee ? V.lockFunction(N.vocabulary(Callee)) : std::nullopt;
  if (!Op || Op->Action == LockAction::Acquire || Op->Action == LockAction::Release)
    return false;
  if (Op->Action == LockAction::TryZero ? Zero : !Zero) {
    Event Ev;
    Ev.Kind = EventKind::GuardAssert;
    Ev.Subject = valueOf(C->getArg(Op->Arg < 0 ? 0 : Op->Arg));
    Ev.CallId = callId(C);
    Ev.Flags = Op->Mode == LockMode::Shared ? FlagShared : 0;
    Ev.At = N.loc(E->getExprLoc());
    On.push_back(Ev);
  }
  return true;
}

/// A flag or mode is set; Value: null where nothing is known of it.
void FunctionLowering::becomes(const Expr *Target, const Expr *Value, SourceLocation L) {
  if (isFlag(Target->getType()))
    if (ValueId X = selector(Target))
      becomes(X, Value, L);
}

void FunctionLowering::becomes(ValueId Flag, const Expr *Value, SourceLocation L) {
  const Str Constant = Value ? constantOf(Value) : 0;
  const Expr *From = Value && !Constant ? stripped(Value) : nullptr;
  Event Ev;
  if (const auto *R = dyn_cast_or_null<DeclRefExpr>(From)) {
    // What a parameter said when the object was made, the member says from then on.
    const auto *Given = dyn_cast<ParmVarDecl>(R->getDecl());
    if (Given && !Assigned.count(Given))
      Ev.Other = selector(R);
  } else if (From) {
    // Whether it has locked, by itself or in a function of the program.
    if (attempt(From, Ev); !Ev.CallId && isa<CallExpr>(From))
      if (ValueId X = selector(From); X && Out.Values[X].Kind == ValueKind::Result)
        Ev.Other = X;
  }
  assumption(Pending, Flag, Constant, Knowledge::Becomes, L);
  Pending.back().Other = Ev.Other;
  Pending.back().CallId = Ev.CallId;
  Pending.back().Flags = Ev.Flags;
}

/// Whether an attempt to lock has succeeded is what E says: Ev gets its CallId, and
/// FlagClears where success is false or zero.
void FunctionLowering::attempt(const Expr *E, Event &Ev) {
  if (!E->getType()->isIntegralOrEnumerationType())
    return;
  auto Find = [&](llvm::ArrayRef<Event> On, std::uint16_t Flags) {
    for (const Event &X : On)
      if (X.Kind == EventKind::GuardAssert && X.CallId && !Ev.CallId) {
        Ev.CallId = X.CallId;
        Ev.Flags = Flags;
        Ev.Subject = X.Subject;
      }
  };
  EdgeEvents Tried;
  if (E->getType()->isBooleanType()) {
    condition(E, true, Tried, 0);
  } else {
    tried(E, false, Tried.OnTrue);
    tried(E, true, Tried.OnFalse);
  }
  Find(Tried.OnTrue, 0);
  Find(Tried.OnFalse, FlagClears);
}

/// `mutex_(enable ? &mutex : nullptr)`: the pointer is what the flag says.
void FunctionLowering::follows(ValueId Pointer, const Expr *Init, SourceLocation L) {
  const auto *C = dyn_cast<ConditionalOperator>(stripped(Init));
  if (!C || !Pointer)
    return;
  bool Then = isNull(C->getTrueExpr()), Else = isNull(C->getFalseExpr());
  const Expr *Flag = stripped(C->getCond());
  if (const auto *U = dyn_cast<UnaryOperator>(Flag); U && U->getOpcode() == UO_LNot) {
    Flag = stripped(U->getSubExpr());
    std::swap(Then, Else);
  }
  ValueId Decides = Then != Else ? selector(Flag) : 0;
  if (!Decides)
    return;
  assumption(Pending, Pointer, 0, Knowledge::Follows, L);
  Pending.back().Other = Decides;
  Pending.back().Flags = Then ? FlagClears : 0;
}

/// What a function that may lock tells its callers.
void FunctionLowering::returnedConstant(const ReturnStmt *S) {
  const Expr *E = stripped(S->getRetValue());
  if (!E->getType()->isIntegralOrEnumerationType())
    return;
  SourceLocation L = S->getReturnLoc();
  if (Str Constant = constantOf(E))
    return assumption(Pending, 0, Constant, Knowledge::Returns, L);
  if (ValueId X = selector(E))
    return assumption(Pending, X, 0, Knowledge::Returns, L);
  Event Ev;
  attempt(E, Ev);
  if (!Ev.CallId)
    return;
  assumption(Pending, Ev.Subject, 0, Knowledge::Returns, L);
  Pending.back().CallId = Ev.CallId;
  Pending.back().Flags = Ev.Flags;
}

/// A guard in an optional or behind a pointer, or one that may hold nothing: none is returned.
void FunctionLowering::returnedGuard(const ReturnStmt *S) {
  if (T.classify(F->getReturnType()).What != Category::Guard)
    return;
  bool Empty = isNull(S->getRetValue());
  for (const Expr *E = stripped(S->getRetValue()); E && !Empty;) {
    const CXXRecordDecl *R = E->getType()->getAsCXXRecordDecl();
    Empty = R && N.vocabulary(R) == "std::nullopt_t";
    const auto *C = dyn_cast<CXXConstructExpr>(E);
    E = C && C->getNumArgs() == 1 ? stripped(C->getArg(0)) : nullptr;
  }
  if (Empty)
    assumption(Pending, 0, N.intern("0"), Knowledge::Returns, S->getReturnLoc());
}

/// A method of the program that is called as those of a mutex are.
static bool namedAsLock(llvm::StringRef Method) {
  return Method.contains_insensitive("lock") || Method.equals_insensitive("acquire") ||
         Method.equals_insensitive("release") || Method.equals_insensitive("enter") ||
         Method.equals_insensitive("leave");
}

/// Only a function that locks, or that asks twice, goes several ways because of a flag.
/// That a member changes at all, others want to know.
void FunctionLowering::forgetAssumptions() {
  bool Locks = false;
  unsigned Returns = 0;
  const bool Constructor = isa_and_nonnull<CXXConstructorDecl>(F) && !LambdaCall;
  llvm::DenseMap<ValueId, unsigned> Asked;
  for (const Event &E : Out.Events) {
    Locks |= E.Kind == EventKind::Acquire || E.Kind == EventKind::Release || E.Kind == EventKind::GuardInit ||
             E.Kind == EventKind::GuardAssert || E.Kind == EventKind::GuardAcquire ||
             E.Kind == EventKind::GuardRelease || E.Kind == EventKind::GuardMove;
    // The constructor of a guard may leave the locking to a method of its own.
    if (E.Kind == EventKind::Call)
      Locks |= (Constructor && Out.Values[E.Subject].Kind == ValueKind::This) ||
               (E.Subject && namedAsLock(U.Facts.Strings[E.Name]));
    if (E.Kind == EventKind::Assume && E.Detail == static_cast<std::uint8_t>(Knowledge::Is))
      ++Asked[E.Subject];
    Returns += E.Kind == EventKind::Assume && E.Detail == static_cast<std::uint8_t>(Knowledge::Returns);
  }
  auto Idle = [&](const Event &E) {
    if (E.Kind != EventKind::Assume)
      return false;
    unsigned Times = Asked.lookup(E.Subject);
    ValueKind K = Out.Values[E.Subject].Kind;
    const Knowledge What = static_cast<Knowledge>(E.Detail);
    // A callee may say whether it has locked.
    if (K == ValueKind::Result)
      return false;
    // A getter answers for the member.
    if (What == Knowledge::Returns && K == ValueKind::Field && Returns == 1)
      return false;
    if (What == Knowledge::Returns || What == Knowledge::Follows)
      return !Locks;
    // Of a function that may tell whether it has locked.
    if (What == Knowledge::Becomes && E.Other && Times && Out.Values[E.Other].Kind == ValueKind::Result)
      return false;
    bool Useful = Locks ? Times > 0 : Times > 1;
    bool Member = K == ValueKind::Field || K == ValueKind::Global;
    // Where an object is made, its flags begin: they do not change.
    if (Constructor && Member && What == Knowledge::Becomes)
      return !Useful &&
             !(Locks && (E.CallId || E.Name || Asked.lookup(E.Other) || Out.Values[E.Other].Kind == ValueKind::Result));
    return !Useful && !(Member && What == Knowledge::Becomes);
  };
  std::vector<Event> Kept;
  Kept.reserve(Out.Events.size());
  for (Block &B : Out.Blocks) {
    std::uint32_t Begin = Kept.size();
    for (std::uint32_t I = B.Events.Begin; I < B.Events.End; ++I)
      if (!Idle(Out.Events[I]))
        Kept.push_back(Out.Events[I]);
    B.Events = {Begin, static_cast<std::uint32_t>(Kept.size())};
  }
  Out.Events = std::move(Kept);
}

} // namespace maprace
