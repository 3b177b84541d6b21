//===- openmp.cpp - what a directive stands before --------------------------===//
//
// The statement behind a directive becomes a function of its own, as a lambda's body
// does: a parallel region is started by many threads at once and waited for, a task is
// started beside its creator, and all others are called where they stand, between the
// events of the directive (a lock, one thread of the team only, a barrier). The piece
// captures what is declared around it; what a clause makes private is its own.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/Attr.h"
#include "clang/AST/StmtOpenMP.h"
#include "clang/Basic/OpenMPKinds.h"

using namespace clang;
using namespace llvm::omp;

namespace maprace {

/// What becomes of the statement behind a directive.
enum class Construct {
  Inline,
  Parallel,
  Task,
  TaskLoop,
  Worksharing,
  Sections,
  Single,
  Master,
  Critical,
  Ordered,
  Group
};

static bool isMaster(OpenMPDirectiveKind K) {
  return K == OMPD_master || K == OMPD_masked || K == OMPD_parallel_master || K == OMPD_parallel_masked;
}

static Construct construct(const OMPExecutableDirective *D) {
  if (!D->hasAssociatedStmt() || D->isStandaloneDirective())
    return Construct::Inline;
  OpenMPDirectiveKind K = D->getDirectiveKind();
  if (isOpenMPParallelDirective(K))
    return Construct::Parallel;
  if (isOpenMPTaskLoopDirective(K))
    return Construct::TaskLoop;
  if (isMaster(K))
    return Construct::Master;
  switch (K) {
  case OMPD_task: return Construct::Task;
  case OMPD_sections: return Construct::Sections;
  case OMPD_single: return Construct::Single;
  case OMPD_critical: return Construct::Critical;
  case OMPD_ordered: return Construct::Ordered;
  case OMPD_taskgroup: return Construct::Group;
  case OMPD_scope: return Construct::Worksharing;
  default: break;
  }
  if (isOpenMPWorksharingDirective(K) || K == OMPD_loop)
    return Construct::Worksharing;
  return Construct::Inline;
}

const Stmt *FunctionLowering::outlinedBody(const Stmt *S) {
  const auto *D = dyn_cast<OMPExecutableDirective>(S);
  return D && construct(D) != Construct::Inline ? D->getRawStmt() : nullptr;
}

static bool isConstant(const Expr *E, ASTContext &Context, long Value) {
  Expr::EvalResult R;
  return E && !E->isValueDependent() && E->getType()->isIntegralOrEnumerationType() && E->EvaluateAsInt(R, Context) &&
         R.Val.getInt() == Value;
}

/// The variables of the loops that the directive shares out.
static void loopVariables(const Stmt *S, unsigned Depth, llvm::DenseSet<const VarDecl *> &Out,
                          llvm::DenseSet<const Stmt *> &Begins) {
  auto Add = [&](const VarDecl *Var) {
    Out.insert(Var);
    if (Var->getInit())
      Begins.insert(stripped(Var->getInit()));
  };
  while (S && Depth) {
    if (const auto *C = dyn_cast<CompoundStmt>(S)) {
      S = C->size() ? C->body_front() : nullptr;
    } else if (const auto *L = dyn_cast<ForStmt>(S)) {
      if (const auto *D = dyn_cast_or_null<DeclStmt>(L->getInit())) {
        for (const Decl *V : D->decls())
          if (const auto *Var = dyn_cast<VarDecl>(V))
            Add(Var);
      } else if (const auto *E = dyn_cast_or_null<Expr>(L->getInit())) {
        const Expr *Target = stripped(E);
        if (const auto *B = dyn_cast<BinaryOperator>(Target))
          Target = B->getLHS();
        else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Target))
          Target = O->getArg(0);
        if (const auto *Var = dyn_cast_or_null<VarDecl>(namedBy(Target)))
          Out.insert(Var);
      }
      S = L->getBody();
      --Depth;
    } else if (const auto *L = dyn_cast<CXXForRangeStmt>(S)) {
      if (const DeclStmt *B = L->getBeginStmt())
        if (const auto *Var = dyn_cast<VarDecl>(B->getSingleDecl()))
          Add(Var);
      Out.insert(L->getLoopVariable());
      S = L->getBody();
      --Depth;
    } else if (const auto *C = dyn_cast<OMPCanonicalLoop>(S)) {
      S = C->getLoopStmt();
    } else {
      return;
    }
  }
}

/// Which variables are the piece's own, and which start as a copy of those outside.
void FunctionLowering::readClauses(const OMPExecutableDirective *D) {
  auto Each = [&](const auto *C, bool Copy) {
    for (const Expr *E : C->varlist()) {
      const auto *Var = dyn_cast_or_null<VarDecl>(namedBy(E));
      if (!Var)
        continue;
      QualType Ty = N.context().getBaseElementType(Var->getType().getNonReferenceType());
      if (Copy && (!Ty->isRecordType() || T.isTransparent(Ty)))
        Part->Copied.insert(Var);
      else
        Part->Private.insert(Var);
    }
  };
  for (const OMPClause *C : D->clauses()) {
    if (const auto *X = dyn_cast<OMPPrivateClause>(C))
      Each(X, false);
    else if (const auto *X = dyn_cast<OMPFirstprivateClause>(C))
      Each(X, true);
    else if (const auto *X = dyn_cast<OMPLastprivateClause>(C))
      Each(X, false);
    else if (const auto *X = dyn_cast<OMPReductionClause>(C))
      Each(X, false);
    else if (const auto *X = dyn_cast<OMPInReductionClause>(C))
      Each(X, false);
    else if (const auto *X = dyn_cast<OMPLinearClause>(C))
      Each(X, true);
  }
  if (const auto *L = dyn_cast<OMPLoopDirective>(D))
    if (construct(D) != Construct::Inline)
      loopVariables(D->getRawStmt(), L->getLoopsNumber(), OwnIndices, OwnBegins);
}

FunctionLowering::FunctionLowering(FunctionLowering &Outer, const OMPExecutableDirective *D, const Stmt *Body,
                                   bool Clauses, bool Task)
    : FunctionLowering(Outer.U, Outer.F) {
  LambdaCall = nullptr;
  Part = std::make_unique<Piece>();
  Part->Directive = D;
  Part->Body = Body;
  Part->Outer = &Outer;
  Part->Task = Task;
  Part->Usr = N.intern(U.Facts.Strings[Outer.Out.Usr] + "@omp" + std::to_string(++Outer.PieceCount));
  if (Clauses)
    readClauses(D);
}

ValueId FunctionLowering::outerVar(const VarDecl *D) {
  auto It = llvm::find(Part->Captured, D);
  size_t Index = It - Part->Captured.begin();
  if (It == Part->Captured.end())
    Part->Captured.push_back(D);
  return make(ValueKind::Capture, Index);
}

/// The value of a variable that is not simply local to the piece.
std::optional<ValueId> FunctionLowering::valueInPiece(const VarDecl *D) {
  if (Part->Resumption && llvm::is_contained(Part->Captured, D))
    return outerVar(D);
  bool Own = Part->Private.count(D), Copied = Part->Copied.count(D);
  if (!Own && !Copied) {
    if (const auto *E = dyn_cast<OMPCapturedExprDecl>(D))
      return valueOf(E->getInit());
    if (LoopDepthOf.count(D) || D->hasGlobalStorage())
      return std::nullopt;
    return outerVar(D);
  }
  if (Own && !T.isTransparent(D->getType().getNonReferenceType()))
    return localValue(D);
  // A pointer of its own leads to what it is set to.
  llvm::SmallVector<ValueId, 4> Kids;
  if (Copied)
    Kids.push_back(outerVar(D));
  if (Resolving.insert(D).second) {
    if (auto A = Assigned.find(D); A != Assigned.end())
      for (const Expr *S : A->second)
        if (ValueId X = valueOf(S); X && Out.Values[X].Kind != ValueKind::Literal && !llvm::is_contained(Kids, X))
          Kids.push_back(X);
    Resolving.erase(D);
  }
  if (Kids.empty())
    return localValue(D);
  return Kids.size() == 1 ? Kids[0] : make(ValueKind::OneOf, 0, 0, Kids);
}

/// The number of the thread in its team, or what only this thread has of a shared loop.
bool FunctionLowering::isThreadNumber(const Expr *E, unsigned Depth) {
  E = stripped(E);
  if (Depth > 4)
    return false;
  if (const auto *C = dyn_cast<CallExpr>(E))
    return C->getDirectCallee() && N.vocabulary(C->getDirectCallee()) == "omp_get_thread_num";
  const auto *R = dyn_cast<DeclRefExpr>(E);
  const auto *Var = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
  if (!Var || !Var->getType()->isIntegerType() || !Var->hasLocalStorage())
    return false;
  bool Any = false;
  if (const Expr *Init = Var->getInit(); Init && !isa<ParmVarDecl>(Var)) {
    if (!isThreadNumber(Init, Depth + 1))
      return false;
    Any = true;
  }
  if (auto A = Assigned.find(Var); A != Assigned.end())
    for (const Expr *S : A->second) {
      if (!isThreadNumber(S, Depth + 1))
        return false;
      Any = true;
    }
  return Any;
}

/// Another index for each thread of a team. What is computed from one may still be the
/// same for two threads where it loses something.
bool FunctionLowering::isOwnIndex(const Expr *E, unsigned Depth) {
  E = stripped(E);
  if (Depth > 6)
    return false;
  if (const auto *B = dyn_cast<BinaryOperator>(E))
    return (B->isAdditiveOp() || B->getOpcode() == BO_Mul || B->getOpcode() == BO_Shl) &&
           (isOwnIndex(B->getLHS(), Depth + 1) || isOwnIndex(B->getRHS(), Depth + 1));
  if (isThreadNumber(E))
    return true;
  const auto *R = dyn_cast<DeclRefExpr>(E);
  const auto *Var = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
  if (!Var)
    return false;
  for (const FunctionLowering *L = this;; L = L->Part->Outer) {
    if (L->OwnIndices.count(Var))
      return true;
    // The threads of an inner team all have the same.
    if (!L->Part || L->Part->Task || !L->Part->Directive ||
        isOpenMPParallelDirective(L->Part->Directive->getDirectiveKind()))
      break;
  }
  return Var->hasLocalStorage() && Var->getInit() && !isa<ParmVarDecl>(Var) && !Assigned.count(Var) &&
         !VaryingVars.count(Var) && Var->getType()->isIntegerType() && isOwnIndex(Var->getInit(), Depth + 1);
}

void FunctionLowering::describePiece() {
  Out.Usr = Part->Usr;
  Out.Name = N.qualified(F);
  Out.Parent = Part->Outer->Out.Usr;
  Out.Class = Part->Outer->Out.Class;
  Out.At = N.loc(Part->Body->getBeginLoc());
  Out.Flags |= FuncLambda | FuncRegion | FuncInternal;
  if (Part->Resumption) {
    Out.Flags |= FuncCoroutine;
    Out.At = N.loc(Resumptions[Part->Resumption - 1]->getKeywordLoc());
  }
  // Task indices are known by the names of what was copied.
  if (Part->Task)
    for (const VarDecl *D : Part->Copied)
      outerVar(D);
}

void FunctionLowering::describeCaptures() {
  for (const VarDecl *D : Part->Captured) {
    Capture X;
    X.ByRef = true;
    if (!D) {
      X.Name = N.intern("this");
      X.Type = Out.Class;
    } else {
      TypeInfo I = T.classify(D->getType());
      X.Name = N.intern(D->getNameAsString());
      X.Type = I.Class ? N.usr(I.Class) : 0;
      X.What = I.What;
      X.Flags = I.Flags;
      X.ByRef = !((Part->Task || Part->Resumption) && Part->Copied.count(D));
      X.At = N.loc(D->getLocation());
      if (I.Class)
        U.noteClass(I.Class);
    }
    Out.Captures.push_back(X);
  }
}

/// The piece as a callable: lowered, and closed over what it captures.
ValueId FunctionLowering::closureOf(const OMPExecutableDirective *D, const Stmt *Body, bool Clauses, bool Task) {
  FunctionLowering Inner(*this, D, Body, Clauses, Task);
  if (!Inner.run())
    return 0;
  llvm::SmallVector<ValueId, 4> Kids;
  for (const VarDecl *Var : Inner.Part->Captured) {
    ValueId X = Var ? valueOfVar(Var, nullptr) : thisValue();
    // A task gets where the pointer leads now, not all the places it comes by.
    if (Var && Task && X && Inner.Part->Copied.count(Var) && VaryingVars.count(Var) &&
        T.isTransparent(Var->getType()) && Out.Values[X].Kind != ValueKind::Element)
      X = element(X, N.intern("*" + Var->getNameAsString()));
    Kids.push_back(X);
  }
  Str Usr = Inner.Part->Usr;
  U.Facts.Functions.push_back(Inner.take());
  return make(ValueKind::Closure, 0, Usr, Kids);
}

ValueId FunctionLowering::team() { return make(ValueKind::Global, 0, N.intern("@omp.team")); }

/// Of all threads of the team, one.
ValueId FunctionLowering::onlyOne(llvm::StringRef Which) { return element(team(), N.intern(("#only:" + Which).str())); }

/// A lock that the runtime keeps for all that use the same name.
ValueId FunctionLowering::runtimeLock(llvm::StringRef Kind, llvm::StringRef Name) {
  Entity E;
  std::string Usr = ("@omp." + Kind + ":" + Name).str();
  E.Usr = N.intern(Usr);
  E.Name = N.intern(("omp " + Kind + (Name.empty() ? "" : "(" + Name + ")")).str());
  E.What = Category::Mutex;
  if (U.KnownGlobals.insert(E.Usr).second)
    U.Facts.Globals.push_back(E);
  return make(ValueKind::Global, 0, E.Usr);
}

void FunctionLowering::joinTasks(SourceLocation L) {
  Event &E = emit(EventKind::Join, L);
  E.Subject = make(ValueKind::Global, 0, N.intern("@omp.tasks"));
  E.Flags = FlagAll;
  E.Name = N.intern("taskwait");
}

/// All threads of the team meet, and all tasks are done.
void FunctionLowering::teamBarrier(SourceLocation L) {
  joinTasks(L);
  Event &E = emit(EventKind::Await, L);
  E.Subject = team();
  E.Flags = FlagMany;
}

/// Tasks that name what they need are ordered by it: as if each held it.
void FunctionLowering::lowerDepend(const OMPExecutableDirective *D) {
  for (const auto *C : D->getClausesOfKind<OMPDependClause>())
    for (const Expr *E : C->varlist()) {
      ValueId X = valueOf(E);
      if (!X || Out.Values[X].Kind == ValueKind::Literal)
        continue;
      Event &Ev = emit(EventKind::Acquire, E->getBeginLoc());
      Ev.Subject = make(ValueKind::Field, X, N.intern("@omp.depend"));
      Ev.Flags = C->getDependencyKind() == OMPC_DEPEND_in ? FlagShared : 0;
      Ev.Name = N.intern("depend");
    }
}

/// Each section runs once, in one thread of the team.
void FunctionLowering::lowerSections(const OMPExecutableDirective *D, const Stmt *Body, bool Clauses) {
  const auto *All = dyn_cast<CompoundStmt>(Body);
  if (!All)
    return;
  for (const Stmt *S : All->body()) {
    SourceLocation L = S->getBeginLoc();
    const auto *Section = dyn_cast<OMPSectionDirective>(S);
    ValueId Run = closureOf(D, Section ? Section->getRawStmt() : S, Clauses, false);
    callPiece(S, Run, onlyOne("section" + U.Facts.Strings[Out.Usr] + std::to_string(PieceCount)), L);
  }
}

/// Calls the piece where it stands; the lock is held meanwhile.
void FunctionLowering::callPiece(const Stmt *At, ValueId Run, ValueId Lock, SourceLocation L) {
  if (Lock)
    emit(EventKind::Acquire, L).Subject = Lock;
  Event &E = emit(EventKind::Call, L);
  E.Other = Run;
  E.CallId = callId(At);
  E.Flags = FlagSynchronous;
  if (Lock)
    emit(EventKind::Release, L).Subject = Lock;
}

void FunctionLowering::lowerDirective(const OMPExecutableDirective *D) {
  SourceLocation L = D->getBeginLoc();
  OpenMPDirectiveKind Kind = D->getDirectiveKind();
  auto HasClause = [&](OpenMPClauseKind K) {
    return llvm::any_of(D->clauses(), [&](const OMPClause *C) { return C->getClauseKind() == K; });
  };
  auto Off = [&] {
    for (const auto *C : D->getClausesOfKind<OMPIfClause>())
      if (isConstant(C->getCondition(), N.context(), 0))
        return true;
    for (const auto *C : D->getClausesOfKind<OMPNumThreadsClause>())
      if (isConstant(C->getNumThreads(), N.context(), 1))
        return true;
    return false;
  };
  if (Kind == OMPD_barrier)
    return teamBarrier(L);
  if (Kind == OMPD_taskwait)
    return joinTasks(L);
  Construct What = construct(D);
  if (What == Construct::Inline)
    return;
  const Stmt *Body = D->getRawStmt();
  std::string Mechanism = "#pragma omp " + getOpenMPDirectiveName(Kind, 51).str();
  switch (What) {
  case Construct::Inline: return;
  case Construct::Parallel: {
    ValueId Run = closureOf(D, Body, true, false);
    bool One = Off() || isMaster(Kind);
    spawn(L, Mechanism, 0, Run, {}, FlagSynchronous | (One ? 0 : FlagMany));
    return;
  }
  case Construct::Task: {
    ValueId Run = closureOf(D, Body, true, true);
    if (Off())
      return callPiece(D, Run, 0, L);
    spawn(L, Mechanism, make(ValueKind::Global, 0, N.intern("@omp.tasks")), Run, {}, 0);
    return;
  }
  case Construct::TaskLoop: {
    bool Beside = HasClause(OMPC_nogroup);
    ValueId Handle = Beside ? make(ValueKind::Global, 0, N.intern("@omp.tasks")) : 0;
    spawn(L, Mechanism, Handle, closureOf(D, Body, true, true), {}, FlagMany | (Beside ? 0 : FlagSynchronous));
    return;
  }
  case Construct::Sections: lowerSections(D, Body, true); break;
  case Construct::Single:
    callPiece(D, closureOf(D, Body, true, false),
              onlyOne("single" + U.Facts.Strings[Out.Usr] + std::to_string(PieceCount)), L);
    break;
  case Construct::Master: {
    ValueId Run = closureOf(D, Body, true, false);
    return callPiece(D, Run, onlyOne("0"), L);
  }
  case Construct::Critical:
    return callPiece(D, closureOf(D, Body, true, false),
                     runtimeLock("critical", cast<OMPCriticalDirective>(D)->getDirectiveName().getAsString()), L);
  case Construct::Ordered: return callPiece(D, closureOf(D, Body, true, false), runtimeLock("ordered", ""), L);
  case Construct::Group: callPiece(D, closureOf(D, Body, true, false), 0, L); return joinTasks(D->getEndLoc());
  case Construct::Worksharing: callPiece(D, closureOf(D, Body, true, false), 0, L); break;
  }
  if (!HasClause(OMPC_nowait))
    teamBarrier(D->getEndLoc());
}

/// What lies in a piece is left to it.
bool FunctionLowering::isOutlined(const CFGElement &E) const {
  if (Outlined.empty())
    return false;
  if (auto S = E.getAs<CFGStmt>()) {
    if (const auto *D = dyn_cast<DeclStmt>(S->getStmt()); D && D->isSingleDecl())
      if (const auto *Var = dyn_cast<VarDecl>(D->getSingleDecl()); Var && OutlinedVars.count(Var))
        return true;
    return Outlined.count(S->getStmt());
  }
  if (auto D = E.getAs<CFGAutomaticObjDtor>())
    return OutlinedVars.count(D->getVarDecl());
  if (auto D = E.getAs<CFGTemporaryDtor>())
    return Outlined.count(D->getBindTemporaryExpr());
  if (auto D = E.getAs<CFGDeleteDtor>())
    return Outlined.count(D->getDeleteExpr());
  return false;
}

/// A piece of sections is nothing but these.
bool FunctionLowering::lowerAsSections() {
  if (!Part || !Part->Directive || Part->Directive->getDirectiveKind() != OMPD_parallel_sections ||
      Part->Body != Part->Directive->getRawStmt())
    return false;
  lowerSections(Part->Directive, Part->Body, false);
  Block B;
  B.Events = {0, static_cast<std::uint32_t>(Pending.size())};
  Out.Events = std::move(Pending);
  Out.Blocks.push_back(B);
  return true;
}

} // namespace maprace
