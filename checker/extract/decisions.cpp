//===- decisions.cpp - what a branch depends on -----------------------------===//
//
// `if (m.count(k))`, `auto it = m.find(k); if (it == m.end())`, `if (!cache.has(k))`,
// `auto p = cache.get(k); if (p) return p;`: each edge of the branch says which lookup
// or call chose it, and whether that one had found something. A return says what the
// function's own result tells its callers. Whether lookup and act lie in one critical
// section, linking decides (checker/link/sections.cpp).
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

/// A value that is made of more parts than this is not followed further.
static constexpr unsigned MaxMadeOf = 40;

static std::string methodName(const CallExpr *C) {
  const FunctionDecl *D = C->getDirectCallee();
  return D && D->getDeclName().isIdentifier() ? D->getNameAsString() : "";
}

static bool isEnd(const Expr *E) {
  const auto *C = dyn_cast<CallExpr>(stripped(E));
  if (!C)
    return false;
  std::string Name = methodName(C);
  return Name == "end" || Name == "cend" || Name == "constEnd";
}

static bool isNothing(const Expr *E) {
  E = stripped(E);
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E))
    return true;
  const CXXRecordDecl *R = E->getType()->getAsCXXRecordDecl();
  return R && R->getDeclName().isIdentifier() && R->getName() == "nullopt_t";
}

/// A map operation, or a function of the program that may do one.
bool FunctionLowering::isLookup(const CallExpr *C) {
  const FunctionDecl *Callee = C->getDirectCallee();
  if (!Callee)
    return false;
  if (const Expr *Object = receiver(C); Object && T.isMap(Object->getType())) {
    const CXXRecordDecl *R = Object->getType()->isPointerType() ? Object->getType()->getPointeeCXXRecordDecl()
                                                                : Object->getType()->getAsCXXRecordDecl();
    return R && !T.isSmartPointer(R) && !isEnd(C);
  }
  return !N.inSystemHeader(Callee) && !Callee->isConsteval() && !isa<CXXConversionDecl>(Callee);
}

/// E tells whether there is something: the edges learn it of each call that E comes from.
void FunctionLowering::decision(const Expr *E, bool Sense, EdgeEvents &Out, unsigned Depth) {
  E = stripped(E);
  if (!E || Depth > 6)
    return;
  auto Emit = [&](const CallExpr *C, bool OnTrue) {
    for (bool Edge : {true, false}) {
      Event Ev;
      Ev.Kind = EventKind::Decide;
      Ev.Detail = static_cast<std::uint8_t>((Edge == Sense) == OnTrue ? Answer::Yes : Answer::No);
      Ev.CallId = callId(C);
      Ev.At = N.loc(C->getExprLoc());
      (Edge ? Out.OnTrue : Out.OnFalse).push_back(Ev);
    }
  };
  if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_LNot)
    return decision(U->getSubExpr(), !Sense, Out, Depth + 1);
  // One edge of `a || b` says both; the other, that it depends on them.
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isLogicalOp()) {
    EdgeEvents Both, Depends;
    decision(B->getLHS(), Sense, Both, Depth + 1);
    decision(B->getRHS(), Sense, Both, Depth + 1);
    decidedBy(E, Depends, Depth + 1);
    const bool OnTrue = (B->getOpcode() == BO_LAnd) == Sense;
    llvm::append_range(Out.OnTrue, OnTrue ? Both.OnTrue : Depends.OnTrue);
    llvm::append_range(Out.OnFalse, OnTrue ? Depends.OnFalse : Both.OnFalse);
    return;
  }
  // Both forms of a comparison: of numbers and pointers, and of iterators.
  auto Compare = [&](BinaryOperatorKind Op, const Expr *L, const Expr *R) {
    L = stripped(L);
    R = stripped(R);
    if (BinaryOperator::isEqualityOp(Op)) {
      bool Same = (Op == BO_EQ) == Sense;
      if (isEnd(L) || isNothing(L))
        std::swap(L, R);
      if (isEnd(R) || isNothing(R))
        return decision(L, !Same, Out, Depth + 1);
      Expr::EvalResult Number;
      if (!R->isValueDependent() && R->getType()->isIntegralOrEnumerationType() &&
          R->EvaluateAsInt(Number, N.context()))
        return decision(L, Number.Val.getInt() == 0 ? !Same : Same, Out, Depth + 1);
    } else if (Op == BO_GT) {
      Expr::EvalResult Number;
      if (!R->isValueDependent() && R->getType()->isIntegralOrEnumerationType() &&
          R->EvaluateAsInt(Number, N.context()) && Number.Val.getInt() == 0)
        return decision(L, Sense, Out, Depth + 1);
    }
    decidedBy(L, Out, Depth + 1);
    decidedBy(R, Out, Depth + 1);
  };
  if (const auto *B = dyn_cast<BinaryOperator>(E))
    return Compare(B->getOpcode(), B->getLHS(), B->getRHS());
  if (const auto *W = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
    CXXRewrittenBinaryOperator::DecomposedForm D = W->getDecomposedForm();
    return Compare(D.Opcode, D.LHS, D.RHS);
  }
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
    // What an element leads to is there if the element is.
    if (O->getOperator() == OO_Arrow || O->getOperator() == OO_Star)
      return decision(O->getArg(0), Sense, Out, Depth + 1);
    if (O->getNumArgs() == 2 && (O->getOperator() == OO_EqualEqual || O->getOperator() == OO_ExclaimEqual))
      return Compare(O->getOperator() == OO_EqualEqual ? BO_EQ : BO_NE, O->getArg(0), O->getArg(1));
  }
  if (const auto *C = dyn_cast<CallExpr>(E)) {
    std::string Method = methodName(C);
    if (isLookup(C)) {
      const Expr *Object = receiver(C);
      bool Map = Object && T.isMap(Object->getType());
      if (Map && (Method == "empty" || Method == "isEmpty"))
        return Emit(C, false);
      // Of the program's own functions: a name that asks for nothing answers the other way,
      // and what follows sees both.
      return Emit(C, true);
    }
    if (const Expr *Object = receiver(C))
      if (const CXXRecordDecl *R = Object->getType()->getAsCXXRecordDecl();
          R && T.isSmartPointer(R) &&
          (isa<CXXConversionDecl>(C->getDirectCallee()) || Method == "has_value" || Method == "get" ||
           Method == "operator bool"))
        return decision(Object, Sense, Out, Depth + 1);
    return decidedBy(E, Out, Depth + 1);
  }
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(D->getDecl());
    if (!Var || !Var->hasLocalStorage() || isa<ParmVarDecl>(Var))
      return decidedBy(E, Out, Depth + 1);
    if (Var->getInit())
      decision(Var->getInit(), Sense, Out, Depth + 1);
    if (auto It = Assigned.find(Var); It != Assigned.end())
      for (const Expr *Source : It->second)
        decision(Source, Sense, Out, Depth + 1);
    return;
  }
  if (const auto *M = dyn_cast<MemberExpr>(E); M && M->getMemberDecl()->getDeclName().isIdentifier() &&
                                               M->getMemberDecl()->getName() == "second" && M->isArrow())
    return decision(M->getBase(), Sense, Out, Depth + 1);
  if (const auto *C = dyn_cast<CXXConstructExpr>(E); C && C->getNumArgs() == 1)
    return decision(C->getArg(0), Sense, Out, Depth + 1);
  decidedBy(E, Out, Depth + 1);
}

/// E depends on these calls, nobody knows how.
void FunctionLowering::decidedBy(const Expr *E, EdgeEvents &Out, unsigned Depth) {
  E = stripped(E);
  if (!E || Depth > 8)
    return;
  if (const auto *C = dyn_cast<CallExpr>(E)) {
    if (isLookup(C)) {
      Event Ev;
      Ev.Kind = EventKind::Decide;
      Ev.Detail = static_cast<std::uint8_t>(Answer::Some);
      Ev.CallId = callId(C);
      Ev.At = N.loc(C->getExprLoc());
      Out.OnTrue.push_back(Ev);
      Out.OnFalse.push_back(Ev);
      return;
    }
    if (const Expr *Object = receiver(C))
      decidedBy(Object, Out, Depth + 1);
    return;
  }
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(D->getDecl());
    if (const auto *B = dyn_cast<BindingDecl>(D->getDecl()))
      Var = dyn_cast_or_null<VarDecl>(B->getDecomposedDecl());
    if (!Var || !Var->hasLocalStorage() || isa<ParmVarDecl>(Var))
      return;
    if (Var->getInit())
      decidedBy(Var->getInit(), Out, Depth + 1);
    if (auto It = Assigned.find(Var); It != Assigned.end())
      for (const Expr *Source : It->second)
        decidedBy(Source, Out, Depth + 1);
    return;
  }
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return decidedBy(M->getBase(), Out, Depth + 1);
  if (const auto *C = dyn_cast<ConditionalOperator>(E)) {
    decidedBy(C->getTrueExpr(), Out, Depth + 1);
    return decidedBy(C->getFalseExpr(), Out, Depth + 1);
  }
  if (const auto *U = dyn_cast<UnaryOperator>(E))
    return decidedBy(U->getSubExpr(), Out, Depth + 1);
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    decidedBy(B->getLHS(), Out, Depth + 1);
    return decidedBy(B->getRHS(), Out, Depth + 1);
  }
  if (const auto *C = dyn_cast<CXXConstructExpr>(E); C && C->getNumArgs() >= 1)
    decidedBy(C->getArg(0), Out, Depth + 1);
}

void FunctionLowering::decisions(const CFGBlock &B, EdgeEvents &Out) {
  const Expr *E = B.getLastCondition();
  if (!E)
    return;
  decision(E, true, Out, 0);
}

void FunctionLowering::returnDecision(const ReturnStmt *S) {
  const Expr *E = S->getRetValue() ? stripped(S->getRetValue()) : nullptr;
  if (!E || E->getType()->isVoidType())
    return;
  auto Emit = [&](Answer A, unsigned CallId) {
    Event &Ev = emit(EventKind::Decide, S->getReturnLoc());
    Ev.Detail = static_cast<std::uint8_t>(A);
    Ev.CallId = CallId;
  };
  auto isNoAnswer = [&](const Expr *E) {
    E = stripped(E);
    Expr::EvalResult Value;
    if (isNothing(E))
      return true;
    if (const auto *C = dyn_cast<CXXConstructExpr>(E))
      return C->getNumArgs() == 0 || isNothing(C->getArg(0));
    if (const auto *I = dyn_cast<InitListExpr>(E))
      return I->getNumInits() == 0;
    return E->getType()->isBooleanType() && !E->isValueDependent() && E->EvaluateAsInt(Value, N.context()) &&
           Value.Val.getInt() == 0;
  };
  EdgeEvents Known;
  // `return It == end() ? nullptr : It->second;`
  const auto *Made = dyn_cast<CXXConstructExpr>(E);
  const Expr *Given = Made && Made->getNumArgs() == 1 ? stripped(Made->getArg(0)) : E;
  const auto *Either = dyn_cast<ConditionalOperator>(Given);
  if (Either && isNoAnswer(Either->getTrueExpr()) != isNoAnswer(Either->getFalseExpr()))
    decision(Either->getCond(), isNoAnswer(Either->getFalseExpr()), Known, 0);
  else if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isLogicalOp())
    decidedBy(E, Known, 0); // what one answer says, the other does not deny
  else
    decision(E, true, Known, 0);
  for (const Event &Ev : Known.OnTrue) {
    Answer A = static_cast<Answer>(Ev.Detail);
    Emit(A == Answer::Yes ? Answer::ReturnedYes : A == Answer::No ? Answer::ReturnedNo : Answer::Returned, Ev.CallId);
  }
  if (!Known.OnTrue.empty() || !Branches || !Looks)
    return;
  Emit(isNoAnswer(E) ? Answer::GivesNothing : Answer::Gives, 0);
}

/// The lookups and calls whose results the value is made of.
void FunctionLowering::madeOf(const Expr *E, llvm::SmallPtrSetImpl<const Expr *> &Seen,
                              llvm::SmallVectorImpl<const CallExpr *> &Calls) {
  E = E ? stripped(E) : nullptr;
  if (!E || Seen.size() > MaxMadeOf || !Seen.insert(E).second)
    return;
  auto From = [&](const Expr *Part) { madeOf(Part, Seen, Calls); };
  if (const auto *C = dyn_cast<CallExpr>(E)) {
    const Expr *Object = receiver(C);
    const bool Lookup = isLookup(C);
    if (Lookup)
      Calls.push_back(C);
    if (Lookup && Object && T.isMap(Object->getType()))
      return; // its arguments are keys
    for (const Expr *A : C->arguments())
      if (A != Object)
        From(A);
    if (Object && !Lookup)
      From(Object);
    return;
  }
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(D->getDecl());
    if (const auto *B = dyn_cast<BindingDecl>(D->getDecl()))
      Var = dyn_cast_or_null<VarDecl>(B->getDecomposedDecl());
    if (!Var || !Var->hasLocalStorage() || isa<ParmVarDecl>(Var))
      return;
    From(Var->getInit());
    if (auto It = Assigned.find(Var); It != Assigned.end())
      for (const Expr *Source : It->second)
        From(Source);
    return;
  }
  if (const auto *C = dyn_cast<ConditionalOperator>(E)) {
    From(C->getTrueExpr());
    return From(C->getFalseExpr());
  }
  if (isa<MemberExpr, UnaryOperator, BinaryOperator, CXXConstructExpr, InitListExpr>(E))
    for (const Stmt *Part : E->children())
      From(dyn_cast_or_null<Expr>(Part));
}

/// The value that is stored here under one of the keys was made of what is, or was, under the same.
void FunctionLowering::storedFrom(const Expr *Value, llvm::ArrayRef<ValueId> Keys, SourceLocation L) {
  llvm::SmallPtrSet<const Expr *, 8> Seen;
  llvm::SmallVector<const CallExpr *, 4> Calls;
  madeOf(Value, Seen, Calls);
  for (const CallExpr *C : Calls) {
    auto IsKey = [&](const Expr *A) { return llvm::is_contained(Keys, valueOf(A)); };
    if (!llvm::any_of(C->arguments(), IsKey))
      continue;
    Event &Ev = emit(EventKind::Decide, L);
    Ev.Detail = static_cast<std::uint8_t>(Answer::Stored);
    Ev.CallId = callId(C);
  }
}

/// `put(k, get(k) + 1)`: what the function stores, linking knows.
void FunctionLowering::storedByCall(const CallExpr *E) {
  if (E->getNumArgs() < 2 || !isLookup(E))
    return;
  llvm::SmallVector<ValueId, 4> Keys;
  for (const Expr *A : E->arguments())
    if (ValueId Key = valueOf(A); isNamed(Key))
      Keys.push_back(Key);
  if (!Keys.empty())
    for (const Expr *A : E->arguments())
      storedFrom(A, Keys, E->getExprLoc());
}

/// Numbers that no branch asks for would only make the facts longer.
void FunctionLowering::forgetUndecided() {
  llvm::DenseSet<std::uint32_t> Asked;
  for (const Event &E : Out.Events)
    if (E.Kind == EventKind::Decide)
      Asked.insert(E.CallId);
  for (Event &E : Out.Events)
    if (E.Kind == EventKind::Access && !Asked.contains(E.CallId))
      E.CallId = 0;
}

/// The key that a map operation works on; 0 where it cannot be told from another.
ValueId FunctionLowering::keyOf(const CallExpr *E, llvm::StringRef Method) {
  bool Keyed = llvm::StringSwitch<bool>(Method)
                   .Cases({"find", "count", "contains", "at", "operator[]", "erase", "extract", "emplace",
                           "try_emplace", "insert_or_assign", "unsafe_erase"},
                          true)
                   .Default(false);
  unsigned First = isa<CXXOperatorCallExpr>(E) ? 1 : 0;
  if (!Keyed || E->getNumArgs() <= First)
    return 0;
  ValueId Key = valueOf(E->getArg(First));
  return isNamed(Key) ? Key : 0;
}

/// A variable or member: the same wherever it is named.
bool FunctionLowering::isNamed(ValueId V) const {
  switch (Out.Values[V].Kind) {
  case ValueKind::Param:
  case ValueKind::Capture:
  case ValueKind::Local:
  case ValueKind::Global:
  case ValueKind::Field: return true;
  default: return false;
  }
}

unsigned FunctionLowering::accessFlags(const CallExpr *E, llvm::StringRef Method) {
  unsigned Flags = 0;
  if (Overwritten.count(E) || Method == "insert_or_assign")
    Flags |= FlagOverwrite;
  if (!Unused.count(E))
    Flags |= FlagResultUsed;
  if (Unchecked.count(E) || Method == "at")
    Flags |= FlagUnchecked;
  return Flags | storedValue(E, Method);
}

} // namespace maprace
