//===- sweeps.cpp - loops that lock each element ------------------------------===//
//
// `for (auto &shard : shards_) shard.mu.lock();`: after the loop the locks of all elements
// are held, whichever of them somebody else takes. Only where every round locks, and the
// loop goes over the whole container.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

/// A statement of the body itself, which nothing but statements without branches is beside.
static bool everyRound(const Stmt *Body, const Expr *E) {
  llvm::SmallVector<const Stmt *, 4> Parts{Body};
  if (const auto *C = dyn_cast<CompoundStmt>(Body))
    Parts.assign(C->body_begin(), C->body_end());
  bool Found = false;
  for (const Stmt *S : Parts) {
    const auto *X = dyn_cast<Expr>(S);
    if (!X && !isa<DeclStmt, NullStmt>(S))
      return false;
    Found |= X && stripped(X) == E;
  }
  return Found;
}

namespace {
/// What the loop's variable picks an element of.
struct Indexed {
  const VarDecl *Index;
  const Expr *Container = nullptr;
  void find(const Stmt *S) {
    if (!S || Container)
      return;
    const Expr *Base = nullptr, *At = nullptr;
    if (const auto *A = dyn_cast<ArraySubscriptExpr>(S)) {
      Base = A->getBase();
      At = A->getIdx();
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(S); O && O->getOperator() == OO_Subscript) {
      Base = O->getArg(0);
      At = O->getArg(1);
    }
    const auto *R = At ? dyn_cast<DeclRefExpr>(stripped(At)) : nullptr;
    if (R && R->getDecl() == Index)
      Container = Base->IgnoreParenImpCasts();
    for (const Stmt *Part : S->children())
      find(Part);
  }
};
} // namespace

/// How many elements a container of fixed size has.
static std::optional<llvm::APSInt> extent(QualType Ty) {
  if (const auto *A = dyn_cast_or_null<ConstantArrayType>(Ty->getAsArrayTypeUnsafe()))
    return llvm::APSInt(A->getSize(), true);
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Ty->getAsCXXRecordDecl());
  if (!S || S->getName() != "array" || S->getTemplateArgs().size() != 2 ||
      S->getTemplateArgs()[1].getKind() != TemplateArgument::Integral)
    return std::nullopt;
  return S->getTemplateArgs()[1].getAsIntegral();
}

/// `for (i = 0; i < bound; ++i)`, where the bound is a size or a name and, of an array, all of it.
static bool goesOverAll(const ForStmt *For, const CallExpr *E, const ASTContext &Context) {
  const auto *Init = dyn_cast_or_null<DeclStmt>(For->getInit());
  const auto *Var = Init && Init->isSingleDecl() ? dyn_cast<VarDecl>(Init->getSingleDecl()) : nullptr;
  const auto *Cond = dyn_cast_or_null<BinaryOperator>(For->getCond());
  const auto *Step = dyn_cast_or_null<UnaryOperator>(For->getInc());
  auto Names = [&](const Expr *X) {
    const auto *R = dyn_cast<DeclRefExpr>(stripped(X));
    return R && R->getDecl() == Var;
  };
  if (!Var || !Var->getInit() || !Cond || (Cond->getOpcode() != BO_LT && Cond->getOpcode() != BO_NE) ||
      !Names(Cond->getLHS()) || !Step || !Step->isIncrementOp() || !Names(Step->getSubExpr()))
    return false;
  Expr::EvalResult From, To;
  if (Var->getInit()->isValueDependent() || !Var->getInit()->EvaluateAsInt(From, Context) || From.Val.getInt() != 0)
    return false;
  const Expr *Bound = stripped(Cond->getRHS());
  Indexed At{Var};
  At.find(E);
  if (!At.Container)
    return false;
  if (std::optional<llvm::APSInt> Count = extent(At.Container->getType()))
    return !Bound->isValueDependent() && Bound->EvaluateAsInt(To, Context) &&
           llvm::APSInt::isSameValue(To.Val.getInt(), *Count);
  if (const auto *Size = dyn_cast<CXXMemberCallExpr>(Bound))
    return Size->getMethodDecl() && Size->getMethodDecl()->getDeclName().isIdentifier() &&
           Size->getMethodDecl()->getName() == "size";
  return isa<DeclRefExpr, MemberExpr>(Bound);
}

/// The value, of each element that a loop comes to.
ValueId FunctionLowering::ofEach(ValueId X) {
  const Value V = Out.Values[X];
  if (V.Kind != ValueKind::Field && V.Kind != ValueKind::Element)
    return X;
  ValueId Base = ofEach(V.A);
  if (V.Kind == ValueKind::Element && llvm::StringRef(U.Facts.Strings[V.Name]).starts_with("*"))
    return element(Base, N.intern("every:"));
  return Base == V.A ? X : make(V.Kind, Base, V.Name);
}

/// The call has given rise to the events from First on. What of that locks is done again,
/// for all elements, where the loop has ended.
void FunctionLowering::noteSweep(const CallExpr *E, size_t First) {
  auto It = LoopOf.find(E);
  if (It == LoopOf.end() || First >= Pending.size())
    return;
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(It->second)) {
    if (!everyRound(Range->getBody(), E))
      return;
  } else {
    const auto *For = dyn_cast<ForStmt>(It->second);
    if (!For || !everyRound(For->getBody(), E) || !goesOverAll(For, E, N.context()))
      return;
  }
  auto Again = [&](Event Ev, ValueId Subject) {
    llvm::SmallVector<ValueId, 2> Args;
    bool Each = false;
    for (std::uint32_t K = Ev.Args.Begin; K < Ev.Args.End; ++K) {
      Args.push_back(ofEach(Out.Kids[K]));
      Each |= Args.back() != Out.Kids[K];
    }
    Ev.Subject = Ev.Kind == EventKind::GuardInit ? Subject : ofEach(Subject);
    Each |= Ev.Subject != Subject;
    Ev.CallId = 0;
    if (!Each)
      return;
    if (!Args.empty())
      setArgs(Ev, Args);
    LockedAfterLoop[It->second].push_back(Ev);
  };
  for (; First < Pending.size(); ++First) {
    const Event Ev = Pending[First];
    bool Locks = (Ev.Kind == EventKind::Acquire && !(Ev.Flags & FlagTry)) ||
                 (Ev.Kind == EventKind::GuardInit && Ev.Detail == static_cast<std::uint8_t>(GuardPolicy::Lock)) ||
                 (Ev.Kind == EventKind::Call && Ev.Subject && !Ev.Args.size() && startsLock(U.Facts.Strings[Ev.Name]));
    if (Locks)
      Again(Ev, Ev.Subject);
    if (Ev.Kind != EventKind::GuardMove)
      continue;
    for (const Event &Made : std::vector<Event>(Pending.begin(), Pending.begin() + First))
      if (Made.Kind == EventKind::GuardInit && Made.Subject == Ev.Other)
        Again(Made, Ev.Subject);
  }
}

/// The name of a method by which the program's own lock is taken.
bool FunctionLowering::startsLock(llvm::StringRef Method) {
  return (Method.contains_insensitive("lock") && !Method.contains_insensitive("unlock") &&
          !Method.contains_insensitive("try")) ||
         Method.equals_insensitive("acquire") || Method.equals_insensitive("enter");
}

} // namespace maprace
