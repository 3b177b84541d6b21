//===- elements.cpp - elements of concurrent maps that outlive who guards them --===//
//
// A concurrent map guards an element as long as one holds it in the map's own way: an
// accessor (TBB), an iterator (Folly), a locked table (libcuckoo), or the call of a
// visitor (Boost, phmap, libcuckoo). A pointer or reference that is made so and used when
// the accessor has been released or has gone, that is returned, or that the visitor
// leaves behind, is guarded by nobody. Whether anybody takes the element away meanwhile,
// the rules ask.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace maprace {

namespace {

/// The variable that `a->second.name`, `(*a).second`, `e.second` begin with. Also in the
/// body of a generic lambda, where nothing has a type yet.
const VarDecl *beginsWith(const Expr *E) {
  for (unsigned Depth = 0; E && Depth < 10; ++Depth) {
    E = stripped(E);
    if (const auto *R = dyn_cast<DeclRefExpr>(E))
      return dyn_cast<VarDecl>(R->getDecl());
    if (const auto *M = dyn_cast<MemberExpr>(E)) {
      // `e.second->x` is an object that the element only leads to.
      const Expr *Base = stripped(M->getBase());
      if (M->isArrow() && !isa<CXXOperatorCallExpr>(Base))
        return nullptr;
      E = Base;
    } else if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(E)) {
      if (D->isImplicitAccess() || D->isArrow())
        return nullptr;
      E = D->getBase();
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
               O && (O->getOperator() == OO_Arrow || O->getOperator() == OO_Star)) {
      E = O->getArg(0);
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

bool isMethod(const CallExpr *C, llvm::StringRef Name) {
  const FunctionDecl *D = C->getDirectCallee();
  return D && D->getDeclName().isIdentifier() && D->getName() == Name;
}

/// What a visitor's body leaves behind of the element it was given.
class LeftBehind : public RecursiveASTVisitor<LeftBehind> {
public:
  LeftBehind(const ParmVarDecl *Element, const Stmt *Body) : Element(Element) {
    TraverseStmt(const_cast<Stmt *>(Body));
  }
  SourceLocation At;

  bool VisitVarDecl(VarDecl *D) {
    Own.insert(D);
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->getOpcode() == BO_Assign && outside(E->getLHS()) && address(E->getRHS()))
      At = E->getOperatorLoc();
    return At.isInvalid();
  }
  bool VisitCallExpr(CallExpr *E) {
    const Expr *Callee = E->getCallee()->IgnoreParenImpCasts();
    std::string Name;
    const Expr *Object = nullptr;
    if (const auto *M = dyn_cast<MemberExpr>(Callee)) {
      Name = M->getMemberDecl()->getNameAsString();
      Object = M->getBase();
    } else if (const auto *U = dyn_cast<UnresolvedMemberExpr>(Callee); U && !U->isImplicitAccess()) {
      Name = U->getMemberName().getAsString();
      Object = U->getBase();
    } else if (const auto *D = dyn_cast<CXXDependentScopeMemberExpr>(Callee); D && !D->isImplicitAccess()) {
      Name = D->getMember().getAsString();
      Object = D->getBase();
    }
    bool Keeps =
        llvm::StringRef(Name).starts_with("push") || llvm::StringRef(Name).starts_with("emplace") || Name == "insert";
    if (Object && Keeps && outside(Object) && llvm::any_of(E->arguments(), [&](const Expr *A) { return address(A); }))
      At = E->getExprLoc();
    return At.isInvalid();
  }

private:
  const ParmVarDecl *Element;
  llvm::DenseSet<const VarDecl *> Own;
  bool address(const Expr *E) {
    const auto *U = dyn_cast<UnaryOperator>(stripped(E));
    return U && U->getOpcode() == UO_AddrOf && beginsWith(U->getSubExpr()) == Element;
  }
  /// A place that is there when the visitor has gone.
  bool outside(const Expr *E) {
    E = stripped(E);
    if (const auto *R = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(R->getDecl());
      return V && V != Element && !Own.count(V);
    }
    return isa<MemberExpr>(E) && beginsWith(E) != Element;
  }
};

} // namespace

/// Goes over a body once and notes where an element gets away from its holder.
class FunctionLowering::ElementWatch : public RecursiveASTVisitor<FunctionLowering::ElementWatch> {
public:
  explicit ElementWatch(FunctionLowering &L) : L(L) {}
  bool shouldVisitLambdaBody() const { return false; }
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }

  bool TraverseCompoundStmt(CompoundStmt *S) {
    Scopes.push_back(S);
    Base::TraverseCompoundStmt(S);
    Scopes.pop_back();
    // Accessors declared here are gone.
    for (auto &[Holder, H] : Holders)
      if (H.Scope == S)
        H.GoneIn.push_back(Scopes.empty() ? nullptr : Scopes.back());
    return true;
  }
  bool VisitVarDecl(VarDecl *D) {
    if (!D->hasLocalStorage() || isa<ParmVarDecl>(D) || !D->getInit())
      return true;
    if (isAccessor(D->getType())) {
      Holders[D].Scope = Scopes.empty() ? nullptr : Scopes.back();
      // An iterator of a map that guards what its iterators lead to; a locked table.
      if (const auto *C = dyn_cast<CXXMemberCallExpr>(stripped(D->getInit())))
        holds(D, C);
      return true;
    }
    if (D->getType()->isReferenceType() || D->getType()->isPointerType())
      made(D, D->getInit(), !D->getType()->isReferenceType(), Statement);
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *E) {
    const Expr *Object = E->getImplicitObjectArgument();
    // `m.find(a, k)`, `m.insert(a, k)`
    if (L.T.isMap(Object->getType()))
      for (const Expr *A : E->arguments())
        if (const auto *R = dyn_cast<DeclRefExpr>(stripped(A)))
          if (const auto *V = dyn_cast<VarDecl>(R->getDecl()); V && Holders.count(V))
            holds(V, E);
    if (isMethod(E, "release") || isMethod(E, "unlock"))
      if (const auto *R = dyn_cast<DeclRefExpr>(stripped(Object)))
        if (auto It = Holders.find(dyn_cast<VarDecl>(R->getDecl())); It != Holders.end() && !Scopes.empty())
          It->second.Released.push_back(Scopes.back());
    visited(E, Object);
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *E) {
    if (E->getOpcode() == BO_Assign)
      if (const auto *R = dyn_cast<DeclRefExpr>(stripped(E->getLHS())))
        if (const auto *V = dyn_cast<VarDecl>(R->getDecl());
            V && V->hasLocalStorage() && V->getType()->isPointerType()) {
          Views.erase(V);
          made(V, E->getRHS(), true, E);
        }
    return true;
  }
  bool VisitReturnStmt(ReturnStmt *S) {
    const auto *Of = L.F;
    if (!Of || !S->getRetValue())
      return true;
    QualType Ty = Of->getReturnType();
    if (Ty->isReferenceType() || Ty->isPointerType())
      if (const Holder *H = behind(S->getRetValue(), !Ty->isReferenceType()))
        L.Outliving[S] = {H->Map, "returned", S->getReturnLoc()};
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    const auto *V = dyn_cast<VarDecl>(E->getDecl());
    auto It = V ? Views.find(V) : Views.end();
    if (It == Views.end() || !It->second.Of)
      return true;
    const Holder &H = *It->second.Of;
    // What follows a release in its own block is not reached without it.
    auto Here = [&](const CompoundStmt *S) { return llvm::is_contained(Scopes, S); };
    bool Released = std::any_of(H.Released.begin() + It->second.Releases, H.Released.end(), Here);
    bool Gone = std::any_of(H.GoneIn.begin() + It->second.Ends, H.GoneIn.end(), Here);
    if ((Released || Gone) && (E != Assigning || V->getType()->isReferenceType()))
      L.Outliving.try_emplace(
          It->second.MadeBy,
          Outlived{H.Map, Released ? "used after release()" : "used when the accessor is gone", E->getLocation()});
    return true;
  }
  bool dataTraverseStmtPre(Stmt *S) {
    if (isa<DeclStmt>(S))
      Statement = S;
    if (const auto *B = dyn_cast<BinaryOperator>(S); B && B->getOpcode() == BO_Assign)
      Assigning = stripped(B->getLHS());
    return true;
  }

private:
  using Base = RecursiveASTVisitor<ElementWatch>;
  struct Holder {
    const CompoundStmt *Scope = nullptr;
    const Expr *Map = nullptr;
    llvm::SmallVector<const CompoundStmt *, 2> Released, GoneIn; ///< in which block that happened
  };
  struct Seen {
    const Holder *Of = nullptr;
    const Stmt *MadeBy = nullptr;
    size_t Releases = 0, Ends = 0; ///< that came before the view
  };
  FunctionLowering &L;
  std::map<const VarDecl *, Holder> Holders;
  llvm::DenseMap<const VarDecl *, Seen> Views;
  llvm::SmallVector<const CompoundStmt *, 8> Scopes;
  const Stmt *Statement = nullptr, *Assigning = nullptr;

  bool isAccessor(QualType Ty) {
    const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
    return R && R->getDeclName().isIdentifier() &&
           (R->getName().contains("accessor") || R->getName() == "locked_table" || R->getName() == "ConstIterator");
  }
  void holds(const VarDecl *D, const CXXMemberCallExpr *Call) {
    const Expr *Object = Call->getImplicitObjectArgument();
    if (L.T.classify(Object->getType()).What == Category::ConcurrentMap)
      Holders[D].Map = Object;
  }
  /// The holder that E, an element or with Address a pointer to one, is reached by.
  const Holder *behind(const Expr *E, bool Address) {
    E = stripped(E);
    if (const auto *R = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(R->getDecl());
      auto It = V ? Views.find(V) : Views.end();
      return It != Views.end() && V->getType()->isPointerType() == Address ? It->second.Of : nullptr;
    }
    if (const auto *C = dyn_cast<AbstractConditionalOperator>(E)) {
      const Holder *H = behind(C->getTrueExpr(), Address);
      return H ? H : behind(C->getFalseExpr(), Address);
    }
    if (Address) {
      const auto *U = dyn_cast<UnaryOperator>(E);
      return U && U->getOpcode() == UO_AddrOf ? behind(U->getSubExpr(), false) : nullptr;
    }
    if (const auto *C = dyn_cast<CXXMemberCallExpr>(E); C && isMethod(C, "at"))
      E = C->getImplicitObjectArgument();
    const VarDecl *V = beginsWith(E);
    if (auto It = Views.find(V); V && It != Views.end() && V->getType()->isReferenceType())
      return It->second.Of;
    auto It = Holders.find(V);
    return It != Holders.end() && It->second.Map ? &It->second : nullptr;
  }
  void made(const VarDecl *View, const Expr *From, bool Address, const Stmt *By) {
    if (const Holder *H = behind(From, Address))
      Views[View] = {H, By, H->Released.size(), H->GoneIn.size()};
  }
  /// `m.visit(k, [&](auto &e) { p = &e.second; })`
  void visited(const CXXMemberCallExpr *E, const Expr *Object) {
    if (L.T.classify(Object->getType()).What != Category::ConcurrentMap)
      return;
    for (const Expr *A : E->arguments()) {
      const auto *Lambda = dyn_cast<LambdaExpr>(stripped(A));
      const CXXMethodDecl *Call = Lambda ? Lambda->getCallOperator() : nullptr;
      if (!Call || Call->getNumParams() == 0 || !Call->getParamDecl(0)->getType()->isReferenceType())
        continue;
      LeftBehind Found(Call->getParamDecl(0), Lambda->getBody());
      if (Found.At.isValid())
        L.Outliving[E] = {Object, "left behind by the visitor", Found.At};
    }
  }
};

void FunctionLowering::watchElements() {
  const Stmt *All = Part ? Part->Body : Body;
  if (All && HasConcurrent)
    ElementWatch(*this).TraverseStmt(const_cast<Stmt *>(All));
}

void FunctionLowering::outlives(const Stmt *S) {
  auto It = Outliving.find(S);
  if (It == Outliving.end())
    return;
  escape(valueOf(It->second.Map), false, It->second.How, It->second.At);
  Pending.back().Flags |= FlagHeld;
}

} // namespace maprace
