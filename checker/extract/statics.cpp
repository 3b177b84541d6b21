//===- statics.cpp - what runs before main, and once ------------------------===//
//
// The initialiser of a global is nobody's code: it becomes a function of its own,
// "<variable>@init", that the program runs before main. One of a member,
// "<field>@init", runs in every constructor that does not initialise the member
// itself, and in aggregate initialisation. Statics of a function run theirs once,
// under a lock that the compiler adds.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/Attr.h"

using namespace clang;

namespace maprace {

FunctionLowering::FunctionLowering(UnitLowering &U, const ValueDecl *D)
    : U(U), N(U.N), T(U.T), V(U.V), F(nullptr), Initialised(D) {
  start();
  if (const auto *Field = dyn_cast<FieldDecl>(D)) {
    Body = Field->getInClassInitializer();
    return;
  }
  ASTContext &Context = N.context();
  auto *Var = const_cast<VarDecl *>(cast<VarDecl>(D));
  Body = new (Context) DeclStmt(DeclGroupRef(Var), Var->getBeginLoc(), Var->getEndLoc());
}

void FunctionLowering::describeInitialiser() {
  Out.Usr = N.intern(U.Facts.Strings[N.usr(Initialised)] + "@init");
  Out.Name = N.qualified(Initialised);
  Out.At = N.loc(Initialised->getLocation());
  if (!isa<FieldDecl>(Initialised)) {
    Out.Flags = FuncStatic | FuncInternal | FuncStartup;
    return;
  }
  const auto *R = cast<CXXRecordDecl>(Initialised->getDeclContext());
  Out.Flags = FuncConstructor;
  Out.Class = N.usr(R);
  U.noteClass(R);
}

bool FunctionLowering::saysSomething() const {
  return llvm::any_of(Out.Events, [](const Event &E) {
    return E.Kind != EventKind::Fresh && (E.Kind != EventKind::EndOfLife || E.Callee);
  });
}

void UnitLowering::lowerGlobal(const VarDecl *D) {
  const Expr *Init = D->getInit();
  // A thread_local is made in each thread: nobody else sees that.
  if (!Init || D->isStaticLocal() || D->getTLSKind() != VarDecl::TLS_None || D->isInvalidDecl() ||
      D->getType()->isDependentType() || Init->isInstantiationDependent() ||
      D->getDeclContext()->isDependentContext() || D->getDescribedVarTemplate())
    return;
  if (!interesting(D->getType()) && !Init->HasSideEffects(N.context()))
    return;
  FunctionLowering L(*this, D);
  if (!L.run() || !L.saysSomething())
    return;
  noteGlobal(D);
  Facts.Functions.push_back(L.take());
}

Str UnitLowering::fieldInit(const FieldDecl *D) {
  auto [It, New] = FieldInits.try_emplace(D, 0);
  if (!New)
    return It->second; // 0 for one that makes an object of its own class
  const Expr *Init = D->getInClassInitializer();
  if (!Init || Init->isInstantiationDependent() || !isa<CXXRecordDecl>(D->getDeclContext()) || N.inSystemHeader(D) ||
      (D->getType()->isScalarType() && !interesting(D->getType()) && !Init->HasSideEffects(N.context())))
    return 0;
  FunctionLowering L(*this, D);
  if (!L.run() || !L.saysSomething())
    return 0;
  Facts.Functions.push_back(L.take());
  return FieldInits[D] = Facts.Functions.back().Usr;
}

/// More than library constructors, which touch nothing but their own object.
static bool runsCode(const Stmt *S, Names &N) {
  if (!S)
    return false;
  if (isa<CallExpr>(S))
    return true;
  if (const auto *C = dyn_cast<CXXConstructExpr>(S); C && !N.inSystemHeader(C->getConstructor()))
    return true;
  return !isa<LambdaExpr>(S) && llvm::any_of(S->children(), [&](const Stmt *Child) { return runsCode(Child, N); });
}

ValueId FunctionLowering::onceToken(const DeclStmt *S) {
  const auto *Var = S->isSingleDecl() ? dyn_cast<VarDecl>(S->getSingleDecl()) : nullptr;
  if (!Var || !Var->isStaticLocal() || Var->getTLSKind() != VarDecl::TLS_None || !runsCode(Var->getInit(), N))
    return 0;
  U.noteGlobal(Var);
  return element(make(ValueKind::Global, 0, N.usr(Var)), N.intern("#once"));
}

/// The way around the initialiser has seen it done; the way through it is taken once.
FunctionLowering::EdgeEvents FunctionLowering::onceEdges(const DeclStmt *S) {
  EdgeEvents Result;
  if (ValueId Once = onceToken(S)) {
    Event E;
    E.Kind = EventKind::Acquire;
    E.Subject = Once;
    E.At = N.loc(S->getBeginLoc());
    Result.OnFalse.push_back(E);
    E.Flags = FlagShared;
    Result.OnTrue.push_back(E);
  }
  return Result;
}

void FunctionLowering::onceDone(const DeclStmt *S) {
  if (ValueId Once = onceToken(S)) {
    emit(EventKind::Release, S->getEndLoc()).Subject = Once;
    Event &E = emit(EventKind::Acquire, S->getEndLoc());
    E.Subject = Once;
    E.Flags = FlagShared;
  }
}

// --- constructors and destructors that the compiler writes -------------------

void FunctionLowering::callSpecial(const FunctionDecl *Callee, Str Usr, ValueId Object, SourceLocation L,
                                   llvm::ArrayRef<ValueId> Args) {
  Event &E = emit(EventKind::Call, L);
  E.Callee = Usr;
  E.Name = Callee ? N.intern(Callee->getNameAsString()) : 0;
  E.Subject = Object;
  E.CallId = NoResult + CallIds.size() + Pending.size();
  setArgs(E, Args);
}

void FunctionLowering::lowerFieldInit(ValueId Object, const FieldDecl *D, SourceLocation L) {
  if (Str Usr = U.fieldInit(D))
    callSpecial(nullptr, Usr, Object, L, {});
}

void FunctionLowering::lowerDefault(ValueId Object, const CXXRecordDecl *R, SourceLocation L, unsigned Depth) {
  R = R ? R->getDefinition() : nullptr;
  if (!R || !Object || Depth > 4 || N.inSystemHeader(R) || R->isUnion() || R->isDependentContext())
    return;
  for (const CXXConstructorDecl *C : R->ctors())
    if (C->isDefaultConstructor() && C->isUserProvided())
      return callSpecial(C, N.usr(C), Object, L, {});
  lowerDefaultMembers(Object, R, L, Depth);
}

void FunctionLowering::lowerDefaultMembers(ValueId Object, const CXXRecordDecl *R, SourceLocation L, unsigned Depth) {
  R = R ? R->getDefinition() : nullptr;
  if (!R || !Object || N.inSystemHeader(R) || R->isUnion() || R->isDependentContext())
    return;
  for (const CXXBaseSpecifier &B : R->bases())
    lowerDefault(Object, B.getType()->getAsCXXRecordDecl(), L, Depth + 1);
  for (const FieldDecl *D : R->fields())
    if (D->hasInClassInitializer())
      lowerFieldInit(Object, D, L);
    else if (const CXXRecordDecl *Member = N.context().getBaseElementType(D->getType())->getAsCXXRecordDecl();
             Member && Member->hasDefinition() && !N.inSystemHeader(Member))
      lowerDefault(D->getType()->isArrayType() ? element(field(Object, D), 0) : field(Object, D), Member, L, Depth + 1);
}

bool UnitLowering::destructorRunsCode(const CXXRecordDecl *R) {
  R = R ? R->getDefinition() : nullptr;
  if (!R || N.inSystemHeader(R) || R->isDependentContext())
    return false;
  if (const CXXDestructorDecl *D = R->getDestructor(); D && D->isUserProvided())
    return true;
  auto [It, New] = Destroying.try_emplace(R, false);
  if (!New)
    return It->second;
  bool Result = llvm::any_of(
      R->bases(), [&](const CXXBaseSpecifier &B) { return destructorRunsCode(B.getType()->getAsCXXRecordDecl()); });
  for (const FieldDecl *D : R->fields())
    Result |= !D->getType()->isReferenceType() &&
              destructorRunsCode(N.context().getBaseElementType(D->getType())->getAsCXXRecordDecl());
  return Destroying[R] = Result;
}

void FunctionLowering::lowerMembersEnd(ValueId Object, const CXXRecordDecl *R, SourceLocation L) {
  if (!U.destructorRunsCode(R))
    return;
  llvm::SmallVector<const FieldDecl *, 8> Fields(R->fields());
  for (const FieldDecl *D : llvm::reverse(Fields)) {
    QualType Ty = N.context().getBaseElementType(D->getType());
    if (!Ty->isReferenceType() && U.destructorRunsCode(Ty->getAsCXXRecordDecl()))
      lowerEndOfLife(field(Object, D), Ty, L);
  }
  for (const CXXBaseSpecifier &B : llvm::reverse(R->bases()))
    if (U.destructorRunsCode(B.getType()->getAsCXXRecordDecl()))
      lowerEndOfLife(Object, B.getType(), L);
}

} // namespace maprace
