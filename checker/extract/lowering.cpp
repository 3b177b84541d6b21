//===- lowering.cpp - statements as events ----------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace maprace {

// --- entities -------------------------------------------------------------

static Str guardedBy(UnitLowering &U, const ValueDecl *D) {
  const auto *A = D->getAttr<GuardedByAttr>();
  if (!A || !A->getArg())
    return 0;
  const Expr *E = stripped(A->getArg());
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return U.N.usr(M->getMemberDecl());
  if (const auto *R = dyn_cast<DeclRefExpr>(E))
    return U.N.usr(R->getDecl());
  return 0;
}

/// A pointer, smart pointer or optional begins with nothing.
static bool isEmptyInit(const Expr *E) {
  E = stripped(E);
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr, IntegerLiteral, ImplicitValueInitExpr>(E))
    return true;
  if (const auto *L = dyn_cast<InitListExpr>(E))
    return L->getNumInits() == 0 || (L->getNumInits() == 1 && isEmptyInit(L->getInit(0)));
  const auto *C = dyn_cast<CXXConstructExpr>(E);
  return C && (C->getNumArgs() == 0 || isa<CXXDefaultArgExpr>(C->getArg(0)) || isEmptyInit(C->getArg(0)));
}

bool FunctionLowering::isNull(const Expr *E) const { return isEmptyInit(E); }

Entity UnitLowering::entity(const ValueDecl *D) {
  Entity E;
  TypeInfo I = T.classify(D->getType());
  E.Usr = N.usr(D);
  E.Name = N.qualified(D);
  E.At = N.loc(D->getLocation());
  E.What = I.What;
  E.Flags = I.Flags;
  if (I.Class) {
    E.Type = N.usr(I.Class);
    E.TypeName = N.intern(N.vocabulary(I.Class));
  }
  if (const auto *V = dyn_cast<VarDecl>(D)) {
    if (V->getTLSKind() != VarDecl::TLS_None || V->hasAttr<OMPThreadPrivateDeclAttr>())
      E.Flags |= EntityThreadLocal;
    if (V->isStaticLocal())
      E.Flags |= EntityFunctionLocal;
    if (V->isStaticDataMember() || V->isStaticLocal() || V->getFormalLinkage() == Linkage::Internal)
      E.Flags |= EntityStatic;
  }
  E.GuardedBy = guardedBy(*this, D);
  for (const auto *A : D->specific_attrs<AnnotateAttr>()) {
    llvm::StringRef Text = A->getAnnotation();
    if (Text.consume_front("maprace::confined:"))
      E.Confined = N.intern(Text);
    else if (Text.consume_front("maprace::frozen_after:"))
      E.FrozenAfter = N.intern(Text);
  }
  if (D->getLocation().isMacroID())
    E.Flags |= EntityInMacro;
  const auto *Field = dyn_cast<FieldDecl>(D);
  if (Field && Field->isMutable())
    E.Flags |= EntityMutable;
  const Expr *Init = Field                  ? Field->getInClassInitializer()
                     : dyn_cast<VarDecl>(D) ? cast<VarDecl>(D)->getInit()
                                            : nullptr;
  if (Init && !isEmptyInit(Init))
    E.Flags |= EntityInit;
  return E;
}

void UnitLowering::noteGlobal(const VarDecl *D) {
  Str Usr = N.usr(D);
  if (!KnownGlobals.insert(Usr).second)
    return;
  // The definition's type may be complete where the declaration's is not.
  const VarDecl *Def = D->getDefinition() ? D->getDefinition() : D;
  Entity E = entity(Def);
  E.Usr = Usr;
  Facts.Globals.push_back(E);
  if (const CXXRecordDecl *R = T.classify(Def->getType()).Class)
    noteClass(R);
}

void UnitLowering::noteClass(const CXXRecordDecl *R) {
  R = R->getDefinition();
  if (!R || R->isLambda() || R->isDependentContext() || N.inSystemHeader(R))
    return;
  Str Usr = N.usr(R);
  if (!KnownClasses.insert(Usr).second)
    return;
  size_t Index = Facts.Classes.size();
  Facts.Classes.emplace_back();
  ClassFacts C;
  C.Usr = Usr;
  C.Name = N.qualified(R);
  C.At = N.loc(R->getLocation());
  if (R->getLocation().isMacroID() || !R->getIdentifier())
    C.Flags |= ClassInMacro;
  if (!R->isInvalidDecl() && !R->isDependentType()) {
    const ASTRecordLayout &Layout = N.context().getASTRecordLayout(R);
    C.Size = Layout.getSize().getQuantity();
    C.Align = Layout.getAlignment().getQuantity();
  }
  for (const CXXBaseSpecifier &B : R->bases())
    if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl()) {
      C.Bases.push_back(N.usr(Base));
      noteClass(Base);
    }
  for (const FieldDecl *F : R->fields()) {
    C.Fields.push_back(entity(F));
    if (const CXXRecordDecl *FR = T.classify(F->getType()).Class)
      noteClass(FR);
  }
  Facts.Classes[Index] = std::move(C);
}

// --- small helpers --------------------------------------------------------

FunctionLowering::FunctionLowering(UnitLowering &U, const FunctionDecl *F) : U(U), N(U.N), T(U.T), V(U.V), F(F) {
  if (const auto *M = dyn_cast<CXXMethodDecl>(F); M && M->getParent()->isLambda())
    LambdaCall = M;
  Body = F->getBody();
  start();
}

void FunctionLowering::start() {
  Out.Values.emplace_back();
  Interned[{ValueKind::Unknown, 0, 0, {}}] = 0;
}

Event &FunctionLowering::emit(EventKind K, SourceLocation L) {
  Event E;
  E.Kind = K;
  E.At = N.loc(L);
  Pending.push_back(E);
  return Pending.back();
}

void FunctionLowering::setArgs(Event &E, llvm::ArrayRef<ValueId> Args) {
  E.Args.Begin = Out.Kids.size();
  Out.Kids.insert(Out.Kids.end(), Args.begin(), Args.end());
  E.Args.End = Out.Kids.size();
}

bool FunctionLowering::interesting(QualType Ty) { return U.interesting(Ty); }

bool UnitLowering::interesting(QualType Ty) {
  TypeInfo I = T.classify(Ty);
  if (I.What == Category::Map || I.What == Category::ConcurrentMap)
    return I.Flags & EntityPointer;
  if (I.What != Category::Other)
    return true;
  // The argument of a C callback.
  if (Ty->isVoidPointerType())
    return true;
  if (const auto *Pair = dyn_cast_or_null<ClassTemplateSpecializationDecl>(I.Class);
      Pair && N.vocabulary(Pair) == "std::pair" && Pair->getTemplateArgs().size() == 2)
    return interesting(Pair->getTemplateArgs()[1].getAsType());
  return I.Class && !N.inSystemHeader(I.Class);
}

void FunctionLowering::store(ValueId Dest, ValueId Src, SourceLocation L) {
  if (!Dest || !Src || Dest == Src || Out.Values[Src].Kind == ValueKind::Literal)
    return;
  if (Out.Values[Dest].Kind != ValueKind::Local)
    handedViews(Src, "captured by a callable that is stored", L);
  Event &E = emit(EventKind::Store, L);
  E.Subject = Dest;
  E.Other = Src;
}

void FunctionLowering::access(ValueId Map, Effect What, llvm::StringRef Op, SourceLocation L, unsigned Flags,
                              ValueId Result) {
  if (!Map || Out.Values[Map].Kind == ValueKind::Literal || Out.Values[Map].Kind == ValueKind::Alloc)
    return;
  Event &E = emit(EventKind::Access, L);
  E.Subject = Map;
  E.Detail = static_cast<std::uint8_t>(What);
  E.Name = N.intern(Op);
  E.Flags = Flags;
  E.Other = Result;
}

void FunctionLowering::elementWrite(const Expr *Target, SourceLocation L, llvm::StringRef Op) {
  // A local that is set to lead elsewhere changes nothing but itself.
  if (const auto *R = dyn_cast<DeclRefExpr>(stripped(Target)))
    if (const auto *Var = dyn_cast<VarDecl>(R->getDecl()); Var && !Var->getType()->isReferenceType())
      return;
  ValueId Map;
  if (isElementOf(valueOf(Target), Map)) {
    bool Concurrent = ConcurrentMaps.count(Map);
    bool Compound = Op == "++" || Op == "--" || Op == "compound assignment";
    access(Map, Concurrent ? Effect::SafeOp : Effect::ElementWrite, Op, L, Concurrent && Compound ? FlagCompound : 0);
    if (const VarDecl *D = viewBehind(Target); D && !Concurrent && !Pending.empty())
      Pending.back().Other = localValue(D);
  }
  mutated(Target, Op, L);
  useView(Target, Effect::ElementWrite, Op, L);
  touch(Target, true, L);
}

// --- statements -----------------------------------------------------------

void FunctionLowering::lowerElement(const CFGElement &E) {
  switch (E.getKind()) {
  case CFGElement::Statement:
  case CFGElement::Constructor:
  case CFGElement::CXXRecordTypedCall:
    lowerStmt(E.castAs<CFGStmt>().getStmt());
    // The default initialiser of a member has been evaluated.
    if (const auto *D = dyn_cast_or_null<FieldDecl>(Initialised);
        D && E.castAs<CFGStmt>().getStmt() == stripped(D->getInClassInitializer()))
      lowerFieldFrom(D, D->getInClassInitializer(), D->getLocation());
    break;
  case CFGElement::Initializer: lowerInitializer(E.castAs<CFGInitializer>().getInitializer()); break;
  case CFGElement::AutomaticObjectDtor: {
    auto D = E.castAs<CFGAutomaticObjDtor>();
    const VarDecl *Var = D.getVarDecl();
    lowerEndOfLife(valueOfVar(Var, nullptr), Var->getType(),
                   D.getTriggerStmt() ? D.getTriggerStmt()->getEndLoc() : SourceLocation());
    break;
  }
  case CFGElement::TemporaryDtor: {
    const CXXBindTemporaryExpr *B = E.castAs<CFGTemporaryDtor>().getBindTemporaryExpr();
    bool Dropped = DroppedGuards.count(B->getSubExpr());
    lowerEndOfLife(valueOf(B), B->getType(), Dropped ? B->getBeginLoc() : B->getEndLoc());
    if (Dropped && !Pending.empty() && Pending.back().Kind == EventKind::EndOfLife)
      Pending.back().Flags |= FlagTemporary;
    break;
  }
  case CFGElement::DeleteDtor: {
    const CXXDeleteExpr *D = E.castAs<CFGDeleteDtor>().getDeleteExpr();
    lowerEndOfLife(valueOf(D->getArgument()), D->getDestroyedType(), D->getBeginLoc());
    break;
  }
  case CFGElement::MemberDtor: {
    const FieldDecl *D = E.castAs<CFGMemberDtor>().getFieldDecl();
    lowerEndOfLife(field(make(ValueKind::This), D), D->getType(), F->getEndLoc());
    break;
  }
  case CFGElement::BaseDtor:
    lowerEndOfLife(make(ValueKind::This), E.castAs<CFGBaseDtor>().getBaseSpecifier()->getType(), F->getEndLoc());
    break;
  default: break;
  }
}

void FunctionLowering::lowerEndOfLife(ValueId Object, QualType Ty, SourceLocation L) {
  if (!Object || Ty->isReferenceType())
    return;
  ValueKind K = Out.Values[Object].Kind;
  if (K == ValueKind::Literal || K == ValueKind::OneOf || K == ValueKind::Unknown)
    return;
  const CXXRecordDecl *R = N.context().getBaseElementType(Ty)->getAsCXXRecordDecl();
  if (!R)
    return;
  R = R->getDefinition() ? R->getDefinition() : R;
  TypeInfo I = T.classify(Ty);
  const CXXRecordDecl *Dying = R;
  if (T.isSmartPointer(R)) {
    // Only a sole owner surely destroys what it leads to.
    llvm::StringRef Name = N.vocabulary(R);
    if (Name != "std::unique_ptr" && Name != "std::optional" && Name != "boost::scoped_ptr")
      return;
    if (K == ValueKind::Param || K == ValueKind::Capture)
      return;
    Dying = I.Class;
  } else if (T.isTransparent(Ty)) {
    return;
  } else if (T.isSequence(R)) {
    if (I.What == Category::Guard)
      emit(EventKind::EndOfLife, L).Subject = Object;
    if (!I.Class || (N.inSystemHeader(I.Class) && I.What != Category::Thread))
      return;
    Dying = I.Class;
  } else if (N.inSystemHeader(R) && I.What != Category::Guard && I.What != Category::Thread &&
             I.What != Category::Executor) {
    if (isGuardByShape(R))
      emit(EventKind::EndOfLife, L).Subject = Object;
    return;
  }
  if (!Dying)
    return;
  if (auto It = RestoredAtEnd.find(Object); It != RestoredAtEnd.end()) {
    emit(EventKind::EndOfLife, L).Subject = Object;
    if (It->second.Lock)
      initGuard(L, It->second.Guard, It->second.Lock, true);
    else
      emit(EventKind::GuardAcquire, L).Subject = It->second.Guard;
    return;
  }
  Dying = Dying->getDefinition() ? Dying->getDefinition() : Dying;
  const CXXDestructorDecl *Destructor = N.inSystemHeader(Dying) ? nullptr : Dying->getDestructor();
  if ((!Destructor || !Destructor->isUserProvided()) && !T.isSequence(R))
    lowerMembersEnd(Object, Dying, L);
  Event &E = emit(EventKind::EndOfLife, L);
  E.Subject = Object;
  if (I.Flags & EntityJoins)
    E.Flags |= FlagAll;
  if (Dying->hasDefinition() && !N.inSystemHeader(Dying)) {
    U.noteClass(Dying);
    E.Name = N.usr(Dying);
    if (Destructor && Destructor->isUserProvided()) {
      E.Callee = N.usr(Destructor);
      E.CallId = NoResult + CallIds.size() + Pending.size();
      if (Destructor->isVirtual() && T.isSmartPointer(R))
        E.Flags |= FlagVirtual;
    }
  }
}

void FunctionLowering::lowerStmt(const Stmt *S) {
  outlives(S);
  if (const auto *D = dyn_cast<DeclStmt>(S))
    return lowerDecl(D);
  if (const auto *R = dyn_cast<ReturnStmt>(S))
    return lowerReturn(R);
  if (const auto *E = dyn_cast<DeclRefExpr>(S)) {
    if (const auto *Var = dyn_cast<VarDecl>(E->getDecl()))
      noteThreadLocal(Var, E->getLocation());
    return;
  }
  if (const auto *E = dyn_cast<CallExpr>(S)) {
    const size_t First = Pending.size();
    lowerCall(E);
    return noteSweep(E, First);
  }
  if (const auto *E = dyn_cast<CXXConstructExpr>(S))
    return lowerConstruct(E);
  if (const auto *D = dyn_cast<OMPExecutableDirective>(S))
    return lowerDirective(D);
  if (const auto *E = dyn_cast<LambdaExpr>(S))
    return lowerLambda(E);
  if (const auto *E = dyn_cast<CXXNewExpr>(S)) {
    ValueId Made = valueOf(E);
    // A constructor has said so before it ran: what it started knows the object.
    const CXXConstructExpr *C = E->getConstructExpr();
    Category What = C ? T.classCategory(C->getConstructor()->getParent()) : Category::Other;
    bool Constructed = C && !T.isTransparent(C->getType()) && What != Category::Map && What != Category::Guard;
    if ((Out.Values[Made].Kind == ValueKind::Alloc && !Constructed) || Out.Values[Made].Kind == ValueKind::Local)
      emit(EventKind::Fresh, E->getBeginLoc()).Subject = Made;
    if (const auto *I = dyn_cast_or_null<InitListExpr>(E->getInitializer()))
      lowerAggregate(valueOf(E), I);
    return;
  }
  if (const auto *E = dyn_cast<InitListExpr>(S)) {
    if (E->getType()->isRecordType() && !InitOf.count(E) && !FieldInitOf.count(E))
      lowerAggregate(valueOf(E), E);
    return;
  }
  if (const auto *E = dyn_cast<BinaryOperator>(S)) {
    if (E->isAssignmentOp())
      lowerAssign(E->getLHS(), E->getRHS(), E, E->isCompoundAssignmentOp());
    return;
  }
  if (const auto *E = dyn_cast<ImplicitCastExpr>(S)) {
    if (E->getCastKind() == CK_LValueToRValue) {
      if (!isa<DeclRefExpr>(stripped(E->getSubExpr())) || E->getSubExpr()->getType()->isScalarType())
        if (const VarDecl *D = viewBehind(E->getSubExpr());
            D && (D->getType()->isReferenceType() || !isa<DeclRefExpr>(stripped(E->getSubExpr()))))
          useView(E->getSubExpr(), Effect::ElementRead, "the value", E->getExprLoc());
      touch(E->getSubExpr(), false, E->getExprLoc());
    }
    return;
  }
  if (const auto *E = dyn_cast<UnaryOperator>(S)) {
    if (E->isIncrementDecrementOp() && !E->getType()->isPointerType()) {
      elementWrite(E->getSubExpr(), E->getOperatorLoc(), E->isIncrementOp() ? "++" : "--");
      setFlag(E->getSubExpr(), E->getOperatorLoc());
      if (!Pending.empty() && Pending.back().Kind == EventKind::Publish)
        Pending.back().Detail = static_cast<std::uint8_t>(Setting::Step);
    }
    return;
  }
  if (const auto *E = dyn_cast<CoreturnStmt>(S)) {
    (void)E;
    Out.Flags |= FuncCoroutine;
  }
}

void FunctionLowering::lowerDecl(const DeclStmt *S) {
  for (const Decl *D : S->decls())
    if (const auto *Var = dyn_cast<VarDecl>(D)) {
      lowerVarInit(Var);
      noteView(Var, Var->getInit());
    }
  onceDone(S);
}

void FunctionLowering::lowerVarInit(const VarDecl *D) {
  QualType Ty = D->getType();
  lowerShadow(D);
  if (D->hasGlobalStorage()) {
    U.noteGlobal(D);
    if (const Expr *Init = D->getInit(); Init && isa<InitListExpr>(stripped(Init)))
      lowerAggregate(make(ValueKind::Global, 0, N.usr(D)), Init);
    if (const Expr *Init = D->getInit(); Init && interesting(Ty) && T.isTransparent(Ty)) {
      store(make(ValueKind::Global, 0, N.usr(D)), valueOf(Init), D->getLocation());
      if (!Pending.empty() && Pending.back().Kind == EventKind::Store)
        Pending.back().Flags |= FlagInit;
    } else if (const Expr *Init = D->getInit();
               Init && T.classify(Ty).What == Category::Thread && !isa<CXXConstructExpr>(stripped(Init))) {
      store(make(ValueKind::Global, 0, N.usr(D)), valueOf(Init), D->getLocation());
    }
    return;
  }
  if (!D->hasLocalStorage() || Ty->isReferenceType())
    return;
  const Expr *Init = D->getInit();
  const Expr *S = Init ? stripped(Init) : nullptr;
  if (T.isTransparent(Ty)) {
    // A local pointer or callable that changes, or that a lambda takes by
    // reference, is a place of its own. A callable that calls itself takes it by then.
    ValueId Value = S && interesting(Ty) ? valueOf(S) : 0;
    if (Value && LocalSlots.count(D))
      store(localValue(D), Value, D->getLocation());
    return;
  }
  TypeInfo I = T.classify(Ty);
  bool Object = Ty->isRecordType() || Ty->isArrayType();
  if (Init && !Object && isFlag(Ty) && !EscapingVars.count(D) && (Assigned.count(D) || isa<CallExpr>(stripped(Init))))
    becomes(localValue(D), Init, D->getLocation());
  if (!Object && I.What == Category::Other)
    return;
  ValueId Self = localValue(D);
  // Construction comes before the declaration in the graph: the object is fresh
  // since then, so the mark goes to the front of what its construction did.
  Event Fresh;
  Fresh.Kind = EventKind::Fresh;
  Fresh.Subject = Self;
  Fresh.At = N.loc(D->getLocation());
  size_t At = Pending.size();
  while (At > 0 && (Pending[At - 1].Subject == Self))
    --At;
  Pending.insert(Pending.begin() + At, Fresh);
  if (!S)
    return;
  if (isa<InitListExpr>(S) || isa<CXXParenListInitExpr>(S)) {
    lowerAggregate(Self, S);
    return;
  }
  if (I.What == Category::Guard && !isa<CXXConstructExpr>(S)) {
    Event &E = emit(EventKind::GuardMove, D->getLocation());
    E.Subject = Self;
    E.Other = valueOf(S);
    return;
  }
  if (I.What == Category::Executor)
    linkStrand(Self, S, D->getLocation());
  if (const auto *C = dyn_cast<CXXConstructExpr>(S)) {
    if (I.What == Category::Thread && C->getNumArgs() == 1)
      store(Self, valueOf(C->getArg(0)), D->getLocation());
    return;
  }
  if (I.What == Category::Map && isa<CallExpr>(S))
    copied(D, S, D->getLocation());
  if (interesting(Ty) || I.What == Category::Thread)
    store(Self, valueOf(S), D->getLocation());
}

void FunctionLowering::lowerInitializer(const CXXCtorInitializer *I) {
  if (!I->isAnyMemberInitializer() || !I->getInit())
    return;
  const FieldDecl *D = I->getAnyMember();
  if (isa<CXXDefaultInitExpr>(I->getInit())) {
    if (isFlag(D->getType()) && D->getInClassInitializer())
      becomes(field(make(ValueKind::This), D), D->getInClassInitializer(), I->getSourceLocation());
    return lowerFieldInit(make(ValueKind::This), D, I->getSourceLocation());
  }
  lowerFieldFrom(D, I->getInit(), I->getSourceLocation());
}

void FunctionLowering::lowerFieldFrom(const FieldDecl *D, const Expr *Init, SourceLocation L) {
  const Expr *S = stripped(Init);
  ValueId Self = field(make(ValueKind::This), D);
  if (isa<InitListExpr>(S)) {
    lowerAggregate(Self, S);
    return;
  }
  bool Place = D->getType()->isReferenceType() || D->getType()->isPointerType();
  if (T.classify(D->getType()).What == Category::Guard && !isa<CXXConstructExpr>(S) && !Place) {
    Event &E = emit(EventKind::GuardMove, L);
    E.Subject = Self;
    E.Other = valueOf(S);
    return;
  }
  if (T.classify(D->getType()).What == Category::Executor)
    linkStrand(Self, S, L);
  if ((interesting(D->getType()) || Place) && (T.isTransparent(D->getType()) || !isa<CXXConstructExpr>(S)))
    store(Self, valueOf(S), L);
  if (D->getType()->isPointerType() && T.classify(D->getType()).What == Category::Mutex)
    follows(Self, S, L);
  if (isFlag(D->getType()) && !D->getType().isVolatileQualified())
    becomes(Self, S, L);
}

void FunctionLowering::lowerAggregate(ValueId Dest, const Expr *Init) {
  Init = stripped(Init);
  if (!Dest)
    return;
  const CXXRecordDecl *R = Init->getType()->getAsCXXRecordDecl();
  if (const auto *L = dyn_cast<InitListExpr>(Init)) {
    if (Init->getType()->isArrayType()) {
      for (const Expr *E : L->inits()) {
        if (isa<InitListExpr>(stripped(E)))
          lowerAggregate(element(Dest, 0), E);
        else if (interesting(E->getType()))
          store(element(Dest, 0), valueOf(E), E->getBeginLoc());
      }
      return;
    }
    if (!R || !R->getDefinition())
      return;
    R = R->getDefinition();
    unsigned Index = 0;
    for (; Index < R->getNumBases() && Index < L->getNumInits(); ++Index)
      if (const Expr *E = stripped(L->getInit(Index)); isa<InitListExpr>(E))
        lowerAggregate(Dest, E);
    for (const FieldDecl *FD : R->fields()) {
      if (FD->isUnnamedBitField())
        continue;
      if (Index >= L->getNumInits())
        break;
      if (isa<CXXDefaultInitExpr>(L->getInit(Index))) {
        lowerFieldInit(Dest, FD, L->getInit(Index++)->getBeginLoc());
        continue;
      }
      const Expr *E = stripped(L->getInit(Index++));
      if (!interesting(FD->getType()))
        continue;
      ValueId Member = field(Dest, FD);
      if (isa<InitListExpr>(E) && (E->getType()->isRecordType() || E->getType()->isArrayType()))
        lowerAggregate(Member, E);
      else
        store(Member, valueOf(E), E->getBeginLoc());
    }
    return;
  }
  copyObject(Dest, Init, false, Init->getBeginLoc());
}

/// A flag is set, or a counter moves. Whether a lock makes it a signal, and whether
/// anybody waits for it, linking decides.
void FunctionLowering::setFlag(const Expr *Flag, SourceLocation L) {
  if (!sharedScalar(Flag))
    return;
  Event &Ev = emit(EventKind::Publish, L);
  Ev.Subject = valueOf(Flag);
  Ev.Flags = FlagPlain | (Flag->getType()->isBooleanType() ? 0 : FlagCount);
}

bool FunctionLowering::sharedScalar(const Expr *E) {
  return E->getType()->isIntegralOrEnumerationType() && sharedPlace(E);
}

/// A field or variable that other threads may look at.
bool FunctionLowering::sharedPlace(const Expr *E) {
  const ValueDecl *D = namedBy(E);
  const auto *Var = dyn_cast_or_null<VarDecl>(D);
  bool Shared =
      isa_and_nonnull<FieldDecl>(D) ||
      (Var && (Var->hasGlobalStorage() || EscapingVars.count(Var) || (LambdaCall && Var->getDeclContext() != F)));
  ValueId X = Shared ? valueOf(E) : 0;
  return X && Out.Values[X].Kind != ValueKind::Literal;
}

void FunctionLowering::lowerAssign(const Expr *L, const Expr *R, const Expr *At, bool Compound) {
  storedView(L, R, At->getExprLoc());
  elementWrite(L, cast<BinaryOperator>(At)->getOperatorLoc(), Compound ? "compound assignment" : "=");
  QualType Ty = L->getType();
  becomes(L, Compound ? nullptr : R, At->getExprLoc());
  if (!Compound)
    noteSoleView(L, R);
  if (Compound || Ty->isIntegralOrEnumerationType()) {
    Expr::EvalResult Set;
    bool Cleared =
        Ty->isBooleanType() && (R->isValueDependent() || !R->EvaluateAsInt(Set, N.context()) || Set.Val.getInt() == 0);
    if (!Cleared)
      setFlag(L, At->getExprLoc());
    return;
  }
  TypeInfo I = T.classify(Ty);
  const auto *Ref = dyn_cast<DeclRefExpr>(stripped(L));
  ValueId Dest = 0;
  if (Ref)
    if (const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
        Var && Var->hasLocalStorage() && enclosingFunction(Var->getDeclContext()) == F &&
        !(isa<ParmVarDecl>(Var) && Var->getType()->isReferenceType()))
      return; // locals are resolved through all of their assignments; what a caller lent is his
  Dest = valueOf(L);
  if ((I.What == Category::Map || I.What == Category::ConcurrentMap) && (I.Flags & EntityPointer) &&
      Ty->isPointerType())
    access(Dest, Effect::PointerWrite, "=", At->getExprLoc(), isNull(R) ? FlagClears : 0);
  if (!interesting(Ty))
    return;
  store(Dest, valueOf(R), At->getExprLoc());
}

bool FunctionLowering::refersInto(const Expr *E, bool Address, ValueId &Map, bool &Whole, unsigned Depth) {
  E = stripped(E);
  if (!E || Depth > 8)
    return false;
  QualType Ty = E->getType();
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_AddrOf)
    return Address && refersInto(U->getSubExpr(), false, Map, Whole, Depth + 1);
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(E))
    return refersInto(C->getTrueExpr(), Address, Map, Whole, Depth + 1) ||
           refersInto(C->getFalseExpr(), Address, Map, Whole, Depth + 1);
  if (const auto *D = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(D->getDecl());
    if (Var && Var->hasLocalStorage() && Var->getInit() && !isa<ParmVarDecl>(Var)) {
      // A reference is what it was bound to; a pointer or iterator what it was set to.
      bool Way = Var->getType()->isReferenceType() ? !Address : Address;
      if (R && T.isIterator(R))
        return refersInto(Var->getInit(), true, Map, Whole, Depth + 1);
      return Way && refersInto(Var->getInit(), Address, Map, Whole, Depth + 1);
    }
    // `auto &[Key, Value]` of an element
    if (const auto *B = dyn_cast<BindingDecl>(D->getDecl()); B && !Address)
      if (const auto *Of = dyn_cast<VarDecl>(B->getDecomposedDecl()); Of && Of->getType()->isReferenceType())
        return isElementOf(valueOf(D), Map);
  }
  if (Address) {
    // An iterator, or a view, made from the map.
    if (R && T.isIterator(R))
      if (const auto *C = dyn_cast<CXXMemberCallExpr>(E)) {
        const Expr *Object = C->getImplicitObjectArgument();
        if (T.isMap(Object->getType()) &&
            !T.isSmartPointer(Object->getType()->getAsCXXRecordDecl() ? Object->getType()->getAsCXXRecordDecl() : R)) {
          Map = valueOf(Object);
          return Whole = true;
        }
      }
    if (const auto *C = dyn_cast<CXXMemberCallExpr>(E);
        C && C->getDirectCallee() && N.inSystemHeader(C->getDirectCallee())) {
      std::string Method = C->getDirectCallee()->getNameAsString();
      if ((R && T.isView(R)) || Method == "c_str" || Method == "data")
        return refersInto(C->getImplicitObjectArgument(), false, Map, Whole, Depth + 1);
    }
    // A view of the whole of a container, or of a range of it.
    if (const auto *C = dyn_cast<CXXConstructExpr>(E); C && R && T.isView(R) && C->getNumArgs() >= 1)
      return refersInto(C->getArg(0), true, Map, Whole, Depth + 1) ||
             refersInto(C->getArg(0), false, Map, Whole, Depth + 1);
    // `m | views::keys`, `views::filter(m, f)`
    if (const auto *C = dyn_cast<CXXOperatorCallExpr>(E); C && R && T.isView(R))
      for (const Expr *A : C->arguments())
        if (refersInto(A, true, Map, Whole, Depth + 1) || refersInto(A, false, Map, Whole, Depth + 1))
          return true;
    return false;
  }
  // The map itself.
  if (TypeInfo I = T.classify(Ty); I.What == Category::Map && !(I.Flags & (EntityPointer | EntityArray)))
    if (isa<MemberExpr, DeclRefExpr>(E)) {
      ValueId X = valueOf(E);
      ValueKind K = Out.Values[X].Kind;
      if (K == ValueKind::Field || K == ValueKind::Global) {
        Map = X;
        return Whole = true;
      }
    }
  if (const auto *M = dyn_cast<MemberExpr>(E)) {
    if (!isa<FieldDecl>(M->getMemberDecl()))
      return false;
    const Expr *Base = stripped(M->getBase());
    if (M->isArrow()) {
      // it->second: the arrow of an iterator leads into its container; that of a
      // pointer leads elsewhere.
      const auto *O = dyn_cast<CXXOperatorCallExpr>(Base);
      if (!O || O->getOperator() != OO_Arrow)
        return false;
      return refersInto(O, false, Map, Whole, Depth + 1);
    }
    return refersInto(Base, false, Map, Whole, Depth + 1);
  }
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
    const Expr *Object = O->getArg(0);
    const CXXRecordDecl *Class = Object->getType()->getAsCXXRecordDecl();
    if ((O->getOperator() == OO_Arrow || O->getOperator() == OO_Star) && Class && T.isIterator(Class))
      return isElementOf(valueOf(Object), Map);
    if (O->getOperator() == OO_Subscript && T.isMap(Object->getType())) {
      Map = valueOf(Object);
      return true;
    }
    return false;
  }
  if (const auto *C = dyn_cast<CXXMemberCallExpr>(E); C && C->getDirectCallee()) {
    const Expr *Object = C->getImplicitObjectArgument();
    if (C->getDirectCallee()->getNameAsString() == "at" && T.isMap(Object->getType())) {
      Map = valueOf(Object);
      return true;
    }
  }
  return false;
}

/// A function that is asked whether something is ready: true means that a flag has
/// been seen, as long as no other way through it says true.
void FunctionLowering::returnFlags(const ReturnStmt *S) {
  const Expr *E = stripped(S->getRetValue());
  for (const Expr *Other : Returned) {
    Expr::EvalResult R;
    if (Other != E && (Other->isValueDependent() || !Other->EvaluateAsInt(R, N.context()) || R.Val.getInt() != 0))
      return;
  }
  EdgeEvents Known;
  Awaiting = true;
  condition(E, true, Known, 0);
  Awaiting = false;
  for (const Event &Seen : Known.OnTrue)
    if (Seen.Kind == EventKind::Observe && Seen.Subject) {
      Event &Ev = emit(EventKind::Return, S->getReturnLoc());
      Ev.Other = Seen.Subject;
      Ev.Flags = Seen.Flags;
    }
}

void FunctionLowering::lowerReturn(const ReturnStmt *S) {
  const Expr *E = S->getRetValue();
  if (!E || E->getType()->isVoidType())
    return;
  returnDecision(S);
  returnedConstant(S);
  returnedGuard(S);
  if (F->getReturnType()->isBooleanType())
    return returnFlags(S);
  ValueId X = valueOf(E);
  if (!X || Out.Values[X].Kind == ValueKind::Literal)
    return;
  QualType Ty = F->getReturnType();
  ValueId Map = 0;
  bool Whole = false;
  if (refersInto(E, !Ty->isReferenceType(), Map, Whole)) {
    Event &Ev = emit(EventKind::Escape, S->getReturnLoc());
    Ev.Subject = Map;
    Ev.Flags = Whole ? FlagWhole : 0;
    Ev.Name = N.intern("return");
  } else if (ValueId Result = Out.Flags & FuncReturnsView ? resultThatLeads(E) : 0) {
    Event &Ev = emit(EventKind::View, S->getReturnLoc());
    Ev.Subject = Result;
    Ev.Name = N.intern("return");
  }
  handedViews(X, "captured by a callable that is returned", S->getReturnLoc());
  if (!interesting(E->getType()) && !interesting(Ty) && !T.isTransparent(Ty))
    return;
  Event &Ev = emit(EventKind::Return, S->getReturnLoc());
  Ev.Other = X;
}

void FunctionLowering::lowerLambda(const LambdaExpr *E) {
  capturedViews(E);
  auto Init = E->capture_init_begin();
  for (const LambdaCapture &C : E->captures()) {
    const Expr *I = *Init++;
    if (!C.capturesVariable() || !I || C.getCaptureKind() != LCK_ByCopy)
      continue;
    const auto *Var = dyn_cast<VarDecl>(C.getCapturedVar());
    if (Var && T.isMap(Var->getType()) && !T.isSynchronized(Var->getType()) && !T.isTransparent(Var->getType()) &&
        !E->isInitCapture(&C))
      access(valueOfVar(Var, nullptr), Effect::Iterate, "copy", C.getLocation());
  }
}

// --- the graph ------------------------------------------------------------

void FunctionLowering::describe() {
  if (!F)
    return describeInitialiser();
  Out.Usr = N.usr(F);
  Out.Name = N.qualified(F);
  Out.At = N.loc(F->getLocation());
  auto Set = [&](bool B, unsigned Flag) { Out.Flags |= B ? Flag : 0; };
  const auto *M = dyn_cast<CXXMethodDecl>(F);
  Set(isa<CXXConstructorDecl>(F), FuncConstructor);
  Set(isa<CXXDestructorDecl>(F), FuncDestructor);
  Set(M && M->isVirtual(), FuncVirtual);
  Set(!M || M->isStatic(), FuncStatic);
  Set(LambdaCall != nullptr, FuncLambda);
  Set(F->isMain(), FuncMain);
  Set(F->hasAttr<ConstructorAttr>(), FuncStartup);
  Set(F->isNoReturn(), FuncNoReturn);
  Set(M && M->isConst(), FuncConst);
  Set(!F->isExternallyVisible(), FuncInternal);
  Set(F->isExternallyVisible() && !LambdaCall && F->getAccess() != AS_private && F->getAccess() != AS_protected,
      FuncPublic);
  if (M)
    Set(M->isCopyAssignmentOperator() || M->isMoveAssignmentOperator(), FuncMoveOrCopy);
  if (const auto *C = dyn_cast<CXXConstructorDecl>(F))
    Set(C->isCopyOrMoveConstructor(), FuncMoveOrCopy);
  QualType Ret = F->getReturnType();
  Set(T.classify(Ret).What == Category::Thread, FuncReturnsHandle);
  Set(!Ret->isVoidType() && (Ret->isReferenceType() || Ret->isPointerType() ||
                             (Ret->getAsCXXRecordDecl() && T.isIterator(Ret->getAsCXXRecordDecl()))),
      FuncReturnsView);
  const SourceManager &SM = N.context().getSourceManager();
  Set(SM.getFileID(SM.getExpansionLoc(F->getLocation())) != SM.getMainFileID(), FuncDefinedInHeader);
  if (LambdaCall) {
    const CXXRecordDecl *L = M->getParent();
    const FunctionDecl *Parent = enclosingFunction(L->getDeclContext());
    Out.Parent = N.usr(Parent);
    for (const DeclContext *DC = L->getDeclContext(); DC; DC = DC->getParent())
      if (const auto *R = dyn_cast<CXXRecordDecl>(DC); R && !R->isLambda()) {
        Out.Class = N.usr(R);
        U.noteClass(R);
        break;
      }
    for (const LambdaCapture &C : L->captures()) {
      Capture X;
      if (C.capturesThis()) {
        X.Name = N.intern("this");
        X.Type = Out.Class;
        X.ByRef = C.getCaptureKind() != LCK_StarThis;
      } else if (C.capturesVariable()) {
        const ValueDecl *D = C.getCapturedVar();
        TypeInfo I = T.classify(D->getType());
        X.Name = N.intern(D->getNameAsString());
        X.Type = I.Class ? N.usr(I.Class) : 0;
        X.What = I.What;
        X.Flags = I.Flags;
        X.ByRef = C.getCaptureKind() == LCK_ByRef;
        X.At = N.loc(D->getLocation());
        if (I.Class)
          U.noteClass(I.Class);
      }
      Out.Captures.push_back(X);
    }
  } else if (M) {
    Out.Class = N.usr(M->getParent());
    U.noteClass(M->getParent());
    for (const CXXMethodDecl *O : M->overridden_methods())
      Out.Overrides.push_back(N.usr(O));
  }
  for (const ParmVarDecl *P : F->parameters()) {
    Param X;
    TypeInfo I = T.classify(P->getType());
    X.Name = N.intern(P->getNameAsString());
    X.Type = I.Class ? N.usr(I.Class) : 0;
    X.What = I.What;
    X.Flags = I.Flags;
    X.ByValue = !T.isTransparent(P->getType());
    if (I.Class)
      U.noteClass(I.Class);
    Out.Params.push_back(X);
  }
  clauses();
}

void FunctionLowering::clauses() {
  auto Add = [&](ClauseKind K, llvm::ArrayRef<Expr *> Locks) {
    for (const Expr *E : Locks)
      Out.Clauses.push_back({K, valueOf(E), 0});
    if (Locks.empty())
      Out.Clauses.push_back({K, make(ValueKind::This), 0});
  };
  for (const FunctionDecl *D : F->redecls())
    for (const Attr *A : D->attrs()) {
      if (const auto *C = dyn_cast<RequiresCapabilityAttr>(A))
        Add(C->isShared() ? ClauseKind::RequiresShared : ClauseKind::Requires, {C->args_begin(), C->args_end()});
      else if (const auto *C = dyn_cast<AcquireCapabilityAttr>(A))
        Add(C->isShared() ? ClauseKind::AcquireShared : ClauseKind::Acquire, {C->args_begin(), C->args_end()});
      else if (const auto *C = dyn_cast<ReleaseCapabilityAttr>(A))
        Add(ClauseKind::Release, {C->args_begin(), C->args_end()});
      else if (const auto *C = dyn_cast<AssertCapabilityAttr>(A))
        Add(ClauseKind::Assert, {C->args_begin(), C->args_end()});
      else if (const auto *C = dyn_cast<AnnotateAttr>(A)) {
        llvm::StringRef Text = C->getAnnotation();
        if (Text.consume_front("maprace::confined:"))
          Out.Clauses.push_back({ClauseKind::Confined, 0, N.intern(Text)});
      } else if (isa<NoThreadSafetyAnalysisAttr>(A))
        Out.Clauses.push_back({ClauseKind::NoAnalysis, 0, 0});
    }
}

bool FunctionLowering::run() {
  prepare();
  CFG::BuildOptions Options;
  Options.AddInitializers = true;
  Options.AddImplicitDtors = true;
  Options.AddTemporaryDtors = true;
  Options.AddEHEdges = false;
  Options.AddStaticInitBranches = true;
  Options.setAllAlwaysAdd();
  const Decl *Owner = F ? static_cast<const Decl *>(F) : Initialised;
  if (Part) {
    describePiece();
    if (lowerAsSections()) {
      describeCaptures();
      return true;
    }
    if (const auto *C =
            Part->Directive ? dyn_cast_or_null<CapturedStmt>(Part->Directive->getAssociatedStmt()) : nullptr)
      Owner = C->getCapturedDecl();
  }
  std::unique_ptr<CFG> G = CFG::buildCFG(Owner, const_cast<Stmt *>(Part ? Part->Body : Body), &N.context(), Options);
  if (!G)
    return false;
  findDefinitions(*G);
  if (!Part)
    describe();
  buildGraph(*G);
  forgetUndecided();
  forgetAssumptions();
  markLoops();
  if (Part)
    describeCaptures();
  lowerResumptions();
  findEdits();
  return true;
}

static bool isShortCircuit(const CFGBlock &B) {
  const auto *Op = dyn_cast_or_null<BinaryOperator>(B.getTerminatorStmt());
  return Op && Op->isLogicalOp();
}

/// `do ... while (a && b)`: Clang's graph comes from both operands to one block, which then
/// branches. Whoever comes by a short circuit knows where it goes on, and for the others b
/// decides.
const BinaryOperator *FunctionLowering::operatorDecides(const CFGBlock &B) const {
  const Stmt *Branch = B.getTerminatorStmt();
  if (B.succ_size() != 2 || !isa_and_nonnull<DoStmt, IfStmt, WhileStmt, ForStmt>(Branch) ||
      JoinedAfterLoop.count(Branch))
    return nullptr;
  const Expr *E = B.getLastCondition();
  const auto *Op = E ? dyn_cast<BinaryOperator>(E->IgnoreParenImpCasts()) : nullptr;
  bool Joins = llvm::any_of(B.preds(), [](const CFGBlock::AdjacentBlock &From) {
    return From.getReachableBlock() && isShortCircuit(*From.getReachableBlock());
  });
  return Op && Op->isLogicalOp() && Joins ? Op : nullptr;
}

void FunctionLowering::buildGraph(const CFG &G) {
  unsigned Count = G.getNumBlockIDs();
  // Event blocks by number of the CFG block; index 0 must be the entry.
  std::vector<unsigned> IndexOf(Count, ~0u);
  std::vector<std::vector<unsigned>> Edges;
  std::vector<std::vector<Event>> Lists;
  auto NewBlock = [&] {
    Edges.emplace_back();
    Lists.emplace_back();
    return static_cast<unsigned>(Lists.size() - 1);
  };
  IndexOf[G.getEntry().getBlockID()] = NewBlock();
  for (const CFGBlock *B : G)
    if (IndexOf[B->getBlockID()] == ~0u)
      IndexOf[B->getBlockID()] = NewBlock();
  Out.Exit = IndexOf[G.getExit().getBlockID()];
  llvm::DenseMap<const CXXTryStmt *, unsigned> TryBlocks;
  llvm::DenseSet<unsigned> Handlers;
  for (const CFGBlock *B : G.try_blocks()) {
    if (const auto *S = dyn_cast_or_null<CXXTryStmt>(B->getTerminatorStmt()))
      TryBlocks[S] = IndexOf[B->getBlockID()];
    Handlers.insert(IndexOf[B->getBlockID()]);
  }
  llvm::DenseSet<const CXXTryStmt *> Entered;
  // Clang numbers blocks backwards from the exit: highest first is source order,
  // which lets a call's value be known before its use is lowered.
  std::vector<const CFGBlock *> Blocks(G.begin(), G.end());
  llvm::sort(Blocks, [](const CFGBlock *A, const CFGBlock *B) { return A->getBlockID() > B->getBlockID(); });
  llvm::DenseMap<const CFGBlock *, unsigned> Last;
  unsigned Resumed = 0;
  for (const CFGBlock *B : Blocks) {
    unsigned Index = IndexOf[B->getBlockID()];
    Pending.clear();
    if (Part && Part->Task && B == &G.getEntry())
      lowerDepend(Part->Directive);
    for (const CFGElement &E : *B) {
      if (isOutlined(E))
        continue;
      if (auto S = E.getAs<CFGStmt>())
        if (auto It = TryOf.find(S->getStmt()); It != TryOf.end())
          for (const CXXTryStmt *Try = It->second; Try; Try = OuterTry.lookup(Try))
            if (Entered.insert(Try).second && TryBlocks.count(Try)) {
              // What holds when the body begins is what a handler can rely on.
              unsigned Next = NewBlock();
              Lists[Index] = std::move(Pending);
              Pending.clear();
              Edges[Index] = {Next, TryBlocks[Try]};
              Index = Next;
            }
      lowerElement(E);
      if (auto S = E.getAs<CFGStmt>())
        if (auto It = ResumedAfter.find(S->getStmt()); It != ResumedAfter.end()) {
          // Here the coroutine returns; who resumes it goes on behind.
          Lists[Index] = std::move(Pending);
          Pending.clear();
          Edges[Index].push_back(Out.Exit);
          Index = NewBlock();
          if (Part && Part->Resumption == It->second)
            Resumed = Index;
        }
    }
    Lists[Index] = std::move(Pending);
    Pending.clear();
    Last[B] = Index;
  }
  findTaken(Lists);
  auto Says = [&](const CFGBlock *B) {
    return Lists[Last[B]].empty() && IndexOf[B->getBlockID()] == Last[B] ? operatorDecides(*B) : nullptr;
  };
  for (const CFGBlock *B : Blocks) {
    unsigned Index = Last[B];
    if (B->hasNoReturnElement())
      continue;
    bool Throws = false;
    for (const CFGElement &E : *B)
      if (auto S = E.getAs<CFGStmt>(); S && isa<CXXThrowExpr>(S->getStmt()) && !isOutlined(E))
        Throws = true;
    if (Throws)
      continue;
    EdgeEvents Conditions;
    if (const auto *Static = dyn_cast_or_null<DeclStmt>(B->getTerminatorStmt()))
      Conditions = onceEdges(Static);
    else if (B->succ_size() == 2 && !Outlined.count(B->getTerminatorStmt()) &&
             !isa_and_nonnull<SwitchStmt>(B->getTerminatorStmt()) &&
             !isa_and_nonnull<CXXTryStmt>(B->getTerminatorStmt())) {
      const BinaryOperator *Both = Says(B);
      Conditions = conditions(*B, Both ? Both->getRHS() : B->getLastCondition());
      decisions(*B, Conditions);
    }
    const auto *Switch = dyn_cast_or_null<SwitchStmt>(B->getTerminatorStmt());
    unsigned Position = 0;
    for (const CFGBlock::AdjacentBlock &S : B->succs()) {
      const CFGBlock *Next = S.getReachableBlock();
      std::vector<Event> *OnEdge = nullptr, OfCase;
      if (Switch && Next && !Outlined.count(Switch))
        OnEdge = &(OfCase = caseEdge(Switch, Next->getLabel()));
      else if (B->succ_size() == 2)
        OnEdge = Position == 0 ? &Conditions.OnTrue : &Conditions.OnFalse;
      ++Position;
      if (Next && isShortCircuit(*B))
        if (const BinaryOperator *Both = Says(Next))
          Next =
              (Both->getOpcode() == BO_LOr ? *Next->succ_begin() : *std::next(Next->succ_begin())).getReachableBlock();
      if (!Next)
        continue;
      unsigned To = IndexOf[Next->getBlockID()];
      if (OnEdge && !OnEdge->empty()) {
        unsigned Between = NewBlock();
        Lists[Between] = std::move(*OnEdge);
        Edges[Between] = {To};
        To = Between;
      }
      Edges[Index].push_back(To);
    }
  }
  if (F && F->isMain() && !Part)
    lowerProgramEnd(Lists[Out.Exit]);
  if (Resumed)
    Edges[0] = {Resumed};
  for (size_t I = 0; I < Lists.size(); ++I) {
    Block B;
    B.Events.Begin = Out.Events.size();
    Out.Events.insert(Out.Events.end(), Lists[I].begin(), Lists[I].end());
    B.Events.End = Out.Events.size();
    B.Succs.Begin = Out.Succs.size();
    Out.Succs.insert(Out.Succs.end(), Edges[I].begin(), Edges[I].end());
    B.Succs.End = Out.Succs.size();
    if (Handlers.count(I))
      B.Flags |= BlockCatch;
    Out.Blocks.push_back(B);
  }
}

/// Tarjan's strongly connected components, without recursion.
void FunctionLowering::markLoops() {
  unsigned Count = Out.Blocks.size(), Next = 1;
  std::vector<unsigned> Number(Count), Low(Count);
  std::vector<char> OnStack(Count);
  std::vector<unsigned> Stack;
  struct Frame {
    unsigned Node, Edge;
  };
  for (unsigned Root = 0; Root < Count; ++Root) {
    if (Number[Root])
      continue;
    std::vector<Frame> Frames{{Root, Out.Blocks[Root].Succs.Begin}};
    Number[Root] = Low[Root] = Next++;
    Stack.push_back(Root);
    OnStack[Root] = 1;
    while (!Frames.empty()) {
      Frame &Top = Frames.back();
      unsigned Node = Top.Node;
      if (Top.Edge < Out.Blocks[Node].Succs.End) {
        unsigned To = Out.Succs[Top.Edge++];
        if (To == Node)
          Out.Blocks[Node].Flags |= BlockInLoop;
        if (!Number[To]) {
          Number[To] = Low[To] = Next++;
          Stack.push_back(To);
          OnStack[To] = 1;
          Frames.push_back({To, Out.Blocks[To].Succs.Begin});
        } else if (OnStack[To]) {
          Low[Node] = std::min(Low[Node], Number[To]);
        }
        continue;
      }
      if (Low[Node] == Number[Node]) {
        bool Single = Stack.back() == Node;
        for (;;) {
          unsigned X = Stack.back();
          Stack.pop_back();
          OnStack[X] = 0;
          if (!Single)
            Out.Blocks[X].Flags |= BlockInLoop;
          if (X == Node)
            break;
        }
      }
      Frames.pop_back();
      if (!Frames.empty())
        Low[Frames.back().Node] = std::min(Low[Frames.back().Node], Low[Node]);
    }
  }
}

} // namespace maprace
