//===- prepare.cpp - what must be known before a body is walked -------------===//
//
// The CFG lists expressions in evaluation order, so that a constructor call is
// met before the variable it makes. This pass goes over the body once and notes
// who gets what, which locals are reassigned or shared, and which operator[] is
// only read.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace maprace {

class Preparation : public RecursiveASTVisitor<Preparation> {
public:
  explicit Preparation(FunctionLowering &L) : L(L) {}
  bool shouldVisitImplicitCode() const { return true; }
  bool shouldVisitLambdaBody() const { return false; }

  bool TraverseLambdaExpr(LambdaExpr *E) {
    for (unsigned I = 0; I < E->capture_size(); ++I) {
      const LambdaCapture &C = *(E->capture_begin() + I);
      if (C.capturesVariable())
        if (const auto *V = dyn_cast<VarDecl>(C.getCapturedVar()); V && C.getCaptureKind() == LCK_ByRef)
          L.EscapingVars.insert(V);
      if (Expr *Init = *(E->capture_init_begin() + I)) {
        // `[&table = seen]` takes seen by reference.
        if (E->isInitCapture(&C) && C.getCaptureKind() == LCK_ByRef)
          escape(Init);
        TraverseStmt(Init);
      }
    }
    return true;
  }
  // Unevaluated operands do nothing at run time.
  bool TraverseUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *) { return true; }
  bool TraverseCXXNoexceptExpr(CXXNoexceptExpr *) { return true; }
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }

  bool TraverseForStmt(ForStmt *S) {
    dropped(S->getBody());
    TraverseStmt(S->getInit());
    if (const auto *Init = dyn_cast_or_null<DeclStmt>(S->getInit()))
      for (const Decl *D : Init->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          L.VaryingVars.insert(V);
    return inLoop(S, [&] {
      TraverseStmt(S->getCond());
      TraverseStmt(S->getInc());
      return TraverseStmt(S->getBody());
    });
  }
  bool TraverseWhileStmt(WhileStmt *S) {
    dropped(S->getBody());
    return inLoop(S, [&] { return Base::TraverseWhileStmt(S); });
  }
  bool TraverseDoStmt(DoStmt *S) {
    return inLoop(S, [&] { return Base::TraverseDoStmt(S); });
  }
  bool TraverseCXXForRangeStmt(CXXForRangeStmt *S) {
    dropped(S->getBody());
    TraverseStmt(S->getInit());
    TraverseStmt(S->getRangeStmt());
    if (const DeclStmt *B = S->getBeginStmt())
      if (const auto *V = dyn_cast<VarDecl>(B->getSingleDecl())) {
        L.VaryingVars.insert(V);
        if (const Expr *Init = V->getInit())
          L.RangeBegins.insert(stripped(Init));
        if (V->getType()->isPointerType() && V->getInit() && isa<DeclRefExpr>(stripped(V->getInit())))
          L.ArrayWalks.insert(V);
      }
    L.VaryingVars.insert(S->getLoopVariable());
    TraverseStmt(S->getBeginStmt());
    TraverseStmt(S->getEndStmt());
    return inLoop(S, [&] {
      TraverseStmt(S->getCond());
      if (S->getInc())
        L.RangeBegins.insert(stripped(S->getInc()));
      TraverseStmt(S->getInc());
      TraverseStmt(S->getLoopVarStmt());
      return TraverseStmt(S->getBody());
    });
  }

  // What a directive stands before is lowered as a function of its own.
  bool dataTraverseStmtPre(Stmt *S) {
    if (Pieces.count(S))
      ++InPiece;
    return true;
  }
  bool dataTraverseStmtPost(Stmt *S) {
    if (Pieces.count(S))
      --InPiece;
    return true;
  }
  bool VisitOMPExecutableDirective(OMPExecutableDirective *D) {
    if (const Stmt *Body = FunctionLowering::outlinedBody(D))
      Pieces.insert(Body);
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (InPiece)
      escape(E);
    ++Uses[E->getDecl()];
    return true;
  }
  bool VisitDecompositionDecl(DecompositionDecl *D) {
    for (const BindingDecl *B : D->bindings())
      if (const VarDecl *V = B->getHoldingVar())
        L.LoopDepthOf[V] = Loops.size();
    return true;
  }

  bool VisitVarDecl(VarDecl *V) {
    if (InPiece)
      L.OutlinedVars.insert(V);
    if (V->hasLocalStorage() || V->isStaticLocal())
      L.LoopDepthOf[V] = Loops.size();
    if (const Expr *Init = V->getInit()) {
      L.InitOf[stripped(Init)] = V;
      if (V->hasLocalStorage() && !isa<ParmVarDecl>(V))
        L.MadeFor[allocation(Init)] = V;
      if (!V->getType()->isReferenceType())
        markRead(Init);
    }
    return true;
  }
  bool VisitCXXNewExpr(CXXNewExpr *E) {
    if (const CXXConstructExpr *C = E->getConstructExpr())
      L.NewOf[C] = E;
    return true;
  }
  bool VisitReturnStmt(ReturnStmt *S) {
    if (const Expr *E = S->getRetValue()) {
      L.Returned.insert(stripped(E));
      const Expr *From = stripped(E);
      while (const auto *C = dyn_cast<CXXConstructExpr>(From)) {
        if (C->getNumArgs() == 0)
          break;
        From = stripped(C->getArg(0));
      }
      if (const auto *C = dyn_cast<CallExpr>(From); C && C->getNumArgs() == 1) // std::move(p)
        From = stripped(C->getArg(0));
      if (const auto *R = dyn_cast<DeclRefExpr>(From))
        if (const auto *V = dyn_cast<VarDecl>(R->getDecl()))
          L.ReturnedVars.insert(V);
    }
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (!E->isAssignmentOp())
      return true;
    if (E->getOpcode() == BO_Assign)
      L.Overwritten.try_emplace(stripped(E->getLHS()), E->getRHS());
    assigned(E->getLHS(), E->getRHS());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *E) {
    if (E->isIncrementDecrementOp()) {
      if (const auto *R = dyn_cast<DeclRefExpr>(stripped(E->getSubExpr())))
        if (const auto *V = dyn_cast<VarDecl>(R->getDecl()))
          L.VaryingVars.insert(V);
    } else if (E->getOpcode() == UO_AddrOf) {
      escape(E->getSubExpr());
    }
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *E) {
    if (E->getOperator() == OO_Equal && E->getNumArgs() == 2) {
      L.Overwritten.try_emplace(stripped(E->getArg(0)), E->getArg(1));
      assigned(E->getArg(0), E->getArg(1));
    }
    if (E->getOperator() == OO_Arrow || E->getOperator() == OO_Star) {
      L.Unchecked.insert(stripped(E->getArg(0)));
      followed(E->getArg(0));
    }
    return true;
  }
  bool VisitCompoundStmt(CompoundStmt *S) {
    for (const Stmt *Child : S->body())
      dropped(Child);
    return true;
  }
  bool VisitIfStmt(IfStmt *S) {
    L.Branches = true;
    dropped(S->getThen());
    dropped(S->getElse());
    return true;
  }
  bool VisitCoawaitExpr(CoawaitExpr *E) {
    if (!InPiece)
      L.noteAwait(E);
    return true;
  }
  bool VisitCallExpr(CallExpr *E) {
    L.Looks = L.Looks || L.isLookup(E);
    L.noteSpawned(E);
    if (const Expr *Object = isa<CXXMemberCallExpr>(E) ? L.receiver(E) : nullptr)
      L.HasConcurrent = L.HasConcurrent || L.T.classify(Object->getType()).What == Category::ConcurrentMap;
    if (!Loops.empty())
      L.LoopOf[E] = Loops.back();
    if (const FunctionDecl *D = E->getDirectCallee();
        D && D->getDeclName().isIdentifier() && D->getName() == "atomic_thread_fence")
      L.HasFence = true;
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(E); M && M->getMethodDecl() && named(M, "unlock"))
      if (const auto *Of = dyn_cast<CXXMemberCallExpr>(stripped(M->getImplicitObjectArgument()));
          Of && (named(Of, "release") || named(Of, "mutex")))
        L.UnlockedResults.insert(Of);
    // m.extract(m.begin()): what if there is none?
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(E);
        M && M->getMethodDecl() && (named(M, "extract") || named(M, "erase")) && M->getNumArgs() == 1) {
      const Expr *At = stripped(M->getArg(0));
      while (const auto *C = dyn_cast<CXXConstructExpr>(At)) {
        if (C->getNumArgs() != 1)
          break;
        At = stripped(C->getArg(0));
      }
      if (isa<CallExpr>(At))
        L.Unchecked.insert(At);
    }
    if (const auto *M = dyn_cast<CXXMemberCallExpr>(E))
      if (const CXXMethodDecl *D = M->getMethodDecl(); D && D->getDeclName().isIdentifier())
        if (const ValueDecl *Container = namedBy(M->getImplicitObjectArgument())) {
          if (llvm::StringRef Name = D->getName(); Name.starts_with("pop") || Name == "erase") {
            L.Popped.insert(Container);
            if (M->getNumArgs() == 1)
              followed(M->getArg(0));
          } else if (!Loops.empty() && (Name.starts_with("push") || Name.starts_with("emplace")))
            L.Pushed.insert(Container);
        }
    // std::ref(local) and a local handed over by reference may be kept.
    if (const FunctionDecl *D = E->getDirectCallee(); D && D->getDeclName().isIdentifier() &&
                                                      (D->getName() == "ref" || D->getName() == "cref") &&
                                                      E->getNumArgs() > 0)
      escape(E->getArg(0));
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *E) {
    if (E->getCastKind() == CK_LValueToRValue)
      markRead(E->getSubExpr());
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    if (E->getConstructor()->isCopyConstructor() && E->getNumArgs() >= 1)
      markRead(E->getArg(0));
    return true;
  }
  bool TraverseCXXTryStmt(CXXTryStmt *S) {
    L.OuterTry[S] = Tries.empty() ? nullptr : Tries.back();
    Tries.push_back(S);
    TraverseStmt(S->getTryBlock());
    Tries.pop_back();
    for (unsigned I = 0; I < S->getNumHandlers(); ++I)
      TraverseStmt(S->getHandler(I));
    return true;
  }
  bool VisitStmt(Stmt *S) {
    L.noteNameless(S);
    if (InPiece)
      L.Outlined.insert(S);
    if (!Tries.empty())
      L.TryOf[S] = Tries.back();
    return true;
  }

  /// `auto It = m.find(k); return It->second;`: what find() gave is never compared.
  void neverCompared() {
    for (const auto &[Decl, Count] : Followed)
      if (const auto *V = dyn_cast<VarDecl>(Decl); V && V->hasLocalStorage() && V->getInit() && Uses[V] == Count)
        if (const auto *Init = dyn_cast<CallExpr>(stripped(V->getInit())))
          L.Unchecked.insert(Init);
  }

private:
  using Base = RecursiveASTVisitor<Preparation>;
  llvm::DenseMap<const ValueDecl *, unsigned> Uses, Followed; ///< of a variable: all; dereferenced or erased
  void followed(const Expr *E) {
    E = stripped(E);
    if (const auto *C = dyn_cast<CXXConstructExpr>(E); C && C->getNumArgs() == 1)
      E = stripped(C->getArg(0));
    if (const auto *R = dyn_cast<DeclRefExpr>(E))
      ++Followed[R->getDecl()];
  }
  void dropped(const Stmt *S) {
    if (const auto *E = dyn_cast_or_null<Expr>(S))
      L.Unused.insert(stripped(E));
  }
  FunctionLowering &L;
  llvm::SmallVector<const Stmt *, 4> Loops;
  llvm::SmallVector<const CXXTryStmt *, 2> Tries;
  llvm::DenseSet<const Stmt *> Pieces;
  unsigned InPiece = 0;

  template <class Body> bool inLoop(const Stmt *Loop, Body B) {
    Loops.push_back(Loop);
    bool R = B();
    Loops.pop_back();
    return R;
  }
  static bool named(const CXXMemberCallExpr *E, llvm::StringRef Name) {
    const CXXMethodDecl *D = E->getMethodDecl();
    return D && D->getDeclName().isIdentifier() && D->getName() == Name;
  }
  /// What `p = new T`, `unique_ptr<T> p(new T)`, `T &r = *new T` make the pointer with.
  static const Expr *allocation(const Expr *Init) {
    const Expr *E = stripped(Init);
    while (const auto *C = dyn_cast<CXXConstructExpr>(E)) {
      if (C->getNumArgs() == 0)
        break;
      E = stripped(C->getArg(0));
    }
    if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_Deref)
      E = stripped(U->getSubExpr());
    return E;
  }
  void assigned(const Expr *Target, const Expr *Source) {
    if (const auto *R = dyn_cast<DeclRefExpr>(stripped(Target)))
      if (const auto *V = dyn_cast<VarDecl>(R->getDecl())) {
        L.Assigned[V].push_back(Source);
        if (!Loops.empty())
          L.VaryingVars.insert(V);
      }
  }
  void escape(const Expr *E) {
    if (const auto *R = dyn_cast<DeclRefExpr>(stripped(E)))
      if (const auto *V = dyn_cast<VarDecl>(R->getDecl()))
        L.EscapingVars.insert(V);
  }
  void markRead(const Expr *E) {
    E = stripped(E);
    while (const auto *M = dyn_cast<MemberExpr>(E))
      E = stripped(M->getBase());
    if (const auto *C = dyn_cast<CXXOperatorCallExpr>(E); C && C->getOperator() == OO_Subscript)
      L.OnlyRead.insert(C);
  }
};

void FunctionLowering::prepare() {
  Preparation P(*this);
  if (const auto *Ctor = dyn_cast_or_null<CXXConstructorDecl>(F); Ctor && !Part)
    for (const CXXCtorInitializer *I : Ctor->inits()) {
      // A default initialiser is a function of its own.
      if (!I->getInit() || isa<CXXDefaultInitExpr>(I->getInit()))
        continue;
      if (I->isAnyMemberInitializer())
        FieldInitOf[stripped(I->getInit())] = I->getAnyMember();
      else
        SelfInits.insert(stripped(I->getInit()));
      P.TraverseStmt(I->getInit());
    }
  if (const auto *Field = dyn_cast_or_null<FieldDecl>(Initialised))
    FieldInitOf[stripped(Field->getInClassInitializer())] = Field;
  P.TraverseStmt(const_cast<Stmt *>(Part ? Part->Body : Body));
  P.neverCompared();
  watchElements();
}

} // namespace maprace
