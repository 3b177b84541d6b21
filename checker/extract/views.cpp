//===- views.cpp - what leads into a map, and copies that share ---------------===//
//
// A local reference, pointer or iterator into a map is a view: the facts say where it
// begins, where it is used and where it goes (a member, an output parameter, a callable
// that runs elsewhere). A copy of a map whose values are pointers shares what they point
// to: the facts say what changes through the copy. And of a class that keeps a lock and
// a map, they say where its other fields are read and written.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace maprace {

void FunctionLowering::escape(ValueId Map, bool Whole, llvm::StringRef How, SourceLocation L, ValueId Into) {
  Event &E = emit(EventKind::Escape, L);
  E.Subject = Map;
  E.Other = Into;
  E.Flags = Whole ? FlagWhole : 0;
  E.Name = N.intern(How);
}

/// The result of a function of the program that may lead into a map.
ValueId FunctionLowering::resultThatLeads(const Expr *E) {
  E = stripped(E);
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(E)) {
    ValueId X = resultThatLeads(C->getTrueExpr());
    return X ? X : resultThatLeads(C->getFalseExpr());
  }
  const auto *C = dyn_cast<CallExpr>(E);
  if (!C)
    return 0;
  const FunctionDecl *Callee = C->getDirectCallee();
  if (Callee && (N.inSystemHeader(Callee) || Callee->getBuiltinID()))
    return 0;
  QualType Ty = C->getCallReturnType(N.context());
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  bool Leads = Ty->isReferenceType() || Ty->isPointerType() || (R && (T.isIterator(R) || T.isView(R)));
  return Leads ? make(ValueKind::Result, callId(C)) : 0;
}

/// A local that is made to lead into a map.
void FunctionLowering::noteView(const VarDecl *D, const Expr *From) {
  if (!From || !D->hasLocalStorage() || isa<ParmVarDecl>(D))
    return;
  QualType Ty = D->getType();
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  bool Iterator = R && T.isIterator(R);
  if (!Iterator && (D->isImplicit() || VaryingVars.count(D)))
    return;
  if (!Ty->isReferenceType() && !Ty->isPointerType() && !Iterator && !(R && T.isView(R)))
    return;
  ValueId Map = 0;
  bool Whole = false;
  if (!refersInto(From, !Ty->isReferenceType(), Map, Whole))
    Map = resultThatLeads(From);
  if ((Whole && !Iterator) || !Map)
    return;
  Views[D] = {Map, Whole};
  Event &E = emit(EventKind::View,
                  From->getExprLoc().isValid() && From != D->getInit() ? From->getExprLoc() : D->getLocation());
  E.Subject = Map;
  E.Other = localValue(D);
  E.Flags = Whole ? FlagWhole : 0;
}

/// `p = &it->second;`, where p is set nowhere else. An iterator leads where it was set last.
void FunctionLowering::noteSoleView(const Expr *Target, const Expr *Source) {
  const auto *Ref = dyn_cast<DeclRefExpr>(stripped(Target));
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!Var || enclosingFunction(Var->getDeclContext()) != F)
    return;
  auto It = Assigned.find(Var);
  bool Sole = Var->getType()->isPointerType() && (!Var->getInit() || isNull(Var->getInit())) && It != Assigned.end() &&
              It->second.size() == 1;
  if (Sole || Views.count(Var))
    noteView(Var, Source);
}

/// The view that E, or the object E is part of, is reached by.
const VarDecl *FunctionLowering::viewBehind(const Expr *E) {
  for (unsigned Depth = 0; E && Depth < 10; ++Depth) {
    E = stripped(E);
    if (const auto *R = dyn_cast<DeclRefExpr>(E)) {
      const auto *Var = dyn_cast<VarDecl>(R->getDecl());
      return Var && Views.count(Var) ? Var : nullptr;
    }
    if (const auto *M = dyn_cast<MemberExpr>(E)) {
      // `ref.pointer->x` is another object; the arrow of an iterator leads to its element.
      const Expr *Base = stripped(M->getBase());
      const auto *O = dyn_cast<CXXOperatorCallExpr>(Base);
      if (M->isArrow() && M->getBase()->getType()->isPointerType() && !isa<DeclRefExpr>(Base) &&
          !(O && O->getOperator() == OO_Arrow))
        return nullptr;
      E = M->getBase();
    } else if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_Deref) {
      E = U->getSubExpr();
      if (!isa<DeclRefExpr>(stripped(E)))
        return nullptr;
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
               O && (O->getOperator() == OO_Arrow || O->getOperator() == OO_Star) &&
               O->getArg(0)->getType()->getAsCXXRecordDecl() &&
               T.isIterator(O->getArg(0)->getType()->getAsCXXRecordDecl())) {
      E = O->getArg(0);
    } else {
      return nullptr;
    }
  }
  return nullptr;
}

void FunctionLowering::useView(const Expr *E, Effect What, llvm::StringRef Op, SourceLocation L, unsigned Flags) {
  const VarDecl *D = viewBehind(E);
  if (!D)
    return;
  Event &Ev = emit(EventKind::Use, L);
  Ev.Subject = Views[D].first;
  Ev.Other = localValue(D);
  Ev.Detail = static_cast<std::uint8_t>(What);
  Ev.Flags = Flags;
  Ev.Name = N.intern(Op);
}

/// What is read is the element, not the pointer or iterator that leads to it; a step through
/// an iterator is an access of its own.
void FunctionLowering::readView(const Expr *E, llvm::StringRef Op, SourceLocation L) {
  const VarDecl *D = viewBehind(E);
  const CXXRecordDecl *R = D ? D->getType()->getAsCXXRecordDecl() : nullptr;
  if (D && !(R && T.isIterator(R)) && (D->getType()->isReferenceType() || !isa<DeclRefExpr>(stripped(E))))
    useView(E, Effect::ElementRead, Op, L);
}

/// A function of a library reads what it is given by constant reference; one of the program
/// may lock, but needs an element that is there.
void FunctionLowering::readArguments(llvm::ArrayRef<const Expr *> Args, const FunctionDecl *Callee, llvm::StringRef Op,
                                     SourceLocation L) {
  bool Library = N.inSystemHeader(Callee);
  if (Views.empty() || (Library && (V.holder(N.vocabulary(Callee)) & HolderPassThrough)))
    return;
  for (unsigned I = 0; I < Args.size() && I < Callee->getNumParams(); ++I) {
    QualType Ty = Callee->getParamDecl(I)->getType();
    if (!Ty->isLValueReferenceType())
      continue;
    if (Library && Ty->getPointeeType().isConstQualified())
      readView(Args[I], Op, L);
    else if (const VarDecl *D = viewBehind(Args[I]);
             !Library && D && (D->getType()->isReferenceType() || !isa<DeclRefExpr>(stripped(Args[I]))))
      useView(Args[I], Effect::ElementRead, Op, L, FlagAlive);
  }
}

/// `last_ = &m[k]`, `*out = &it->second`, `name = m.at(k)` with a string_view.
void FunctionLowering::storedView(const Expr *Target, const Expr *Source, SourceLocation L) {
  QualType Ty = Target->getType();
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  if (!Ty->isPointerType() && !(R && (T.isIterator(R) || T.isView(R))))
    return;
  const Expr *Into = stripped(Target);
  const auto *Var = dyn_cast_or_null<VarDecl>(isa<DeclRefExpr>(Into) ? namedBy(Into) : nullptr);
  bool Own = Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType() && !isa<ParmVarDecl>(Var);
  bool Param = Var && isa<ParmVarDecl>(Var) && !Var->getType()->isReferenceType();
  if (Own || Param)
    return;
  ValueId Map = 0;
  bool Whole = false;
  if (refersInto(Source, true, Map, Whole) && Map)
    escape(Map, Whole,
           isa<MemberExpr>(Into)            ? "stored in a member"
           : Var && Var->hasGlobalStorage() ? "stored in a variable"
                                            : "output parameter",
           L, isa<MemberExpr>(Into) ? valueOf(Into) : 0);
}

/// `All.push_back(&it->second)`, where the container is returned or belongs to the caller.
void FunctionLowering::pushedView(const Expr *Container, const Expr *Element, SourceLocation L) {
  const CXXRecordDecl *R = Element->getType()->getAsCXXRecordDecl();
  if (!Element->getType()->isPointerType() && !(R && (T.isIterator(R) || T.isView(R))))
    return;
  const Expr *Into = stripped(Container);
  const auto *Var = dyn_cast_or_null<VarDecl>(isa<DeclRefExpr>(Into) ? namedBy(Into) : nullptr);
  bool Given = Var && isa<ParmVarDecl>(Var) && Var->getType()->isReferenceType();
  if (!Var || !(Given || ReturnedVars.count(Var)))
    return;
  ValueId Map = 0;
  bool Whole = false;
  if (refersInto(Element, true, Map, Whole) && Map)
    escape(Map, Whole, Given ? "output parameter" : "return", L);
}

void FunctionLowering::capturedViews(const LambdaExpr *E) {
  std::vector<std::pair<ValueId, bool>> Found;
  auto Init = E->capture_init_begin();
  for (const LambdaCapture &C : E->captures()) {
    const Expr *I = *Init++;
    if (!C.capturesVariable())
      continue;
    const auto *Var = dyn_cast<VarDecl>(C.getCapturedVar());
    if (!Var)
      continue;
    if (E->isInitCapture(&C)) {
      ValueId Map = 0;
      bool Whole = false;
      bool Way = Var->getType()->isReferenceType() || Var->getType()->isPointerType() ||
                 (Var->getType()->getAsCXXRecordDecl() && T.isIterator(Var->getType()->getAsCXXRecordDecl()));
      if (Way && I && refersInto(I, !Var->getType()->isReferenceType(), Map, Whole) && Map &&
          !(Whole && Var->getType()->isReferenceType()))
        Found.push_back({Map, Whole});
      continue;
    }
    auto It = Views.find(Var);
    if (It != Views.end() && Out.Values[It->second.first].Kind == ValueKind::Result)
      continue;
    // A reference that is captured by copy is a copy of the element.
    if (It != Views.end() && (C.getCaptureKind() == LCK_ByRef || !Var->getType()->isReferenceType()))
      Found.push_back(It->second);
  }
  if (!Found.empty())
    CapturedViews[N.usr(E->getCallOperator())] = std::move(Found);
}

/// The callable runs when the function that makes it may have gone on.
void FunctionLowering::handedViews(ValueId Callable, llvm::StringRef How, SourceLocation L) {
  if (CapturedViews.empty() || Out.Values[Callable].Kind != ValueKind::Closure)
    return;
  auto It = CapturedViews.find(Out.Values[Callable].Name);
  if (It == CapturedViews.end())
    return;
  for (const auto &[Map, Whole] : It->second)
    escape(Map, Whole, How, L);
}

// --- copies that share ------------------------------------------------------

/// The mapped values are pointers to objects that can change and have no lock of their own.
bool FunctionLowering::sharesWhatChanges(QualType Map) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Map.getNonReferenceType()->getAsCXXRecordDecl());
  if (!S || T.classCategory(S) != Category::Map || S->getTemplateArgs().size() < 2 ||
      S->getTemplateArgs()[1].getKind() != TemplateArgument::Type)
    return false;
  QualType Value = S->getTemplateArgs()[1].getAsType();
  QualType Pointee;
  if (Value->isPointerType())
    Pointee = Value->getPointeeType();
  else if (const CXXRecordDecl *R = Value->getAsCXXRecordDecl();
           R && T.isSmartPointer(R) && N.vocabulary(R).ends_with("shared_ptr"))
    Pointee = firstTypeArgument(R);
  if (Pointee.isNull() || Pointee.isConstQualified() || Pointee->isFunctionType() || Pointee->isVoidType())
    return false;
  TypeInfo I = T.classify(Pointee);
  if (I.What != Category::Other && I.What != Category::Map)
    return false;
  const CXXRecordDecl *R = Pointee->getAsCXXRecordDecl();
  if (!R)
    return true;
  if (!R->hasDefinition())
    return false;
  // An object with a lock looks after itself, and an interface does not say what changes.
  bool Data = false;
  llvm::SmallVector<const CXXRecordDecl *, 4> Work{R->getDefinition()};
  while (!Work.empty()) {
    const CXXRecordDecl *C = Work.pop_back_val();
    Data |= !C->field_empty();
    for (const FieldDecl *F : C->fields())
      if (TypeInfo FI = T.classify(F->getType()); FI.What == Category::Mutex || FI.What == Category::Atomic)
        return false;
    for (const CXXBaseSpecifier &B : C->bases())
      if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl(); Base && Base->hasDefinition())
        Work.push_back(Base->getDefinition());
  }
  return Data;
}

/// D: the local that the copy goes to; null: the caller.
void FunctionLowering::copied(const VarDecl *D, const Expr *Source, SourceLocation L) {
  if (!Source || !sharesWhatChanges(Source->getType()))
    return;
  ValueId From = valueOf(Source);
  ValueKind K = Out.Values[From].Kind;
  if (!From || K == ValueKind::Literal || K == ValueKind::Alloc)
    return;
  Event &E = emit(EventKind::Copy, L);
  E.Subject = From;
  E.Other = D ? localValue(D) : 0;
}

void FunctionLowering::mutated(const Expr *Object, llvm::StringRef Op, SourceLocation L) {
  ValueId Map = 0;
  if (!isElementOf(valueOf(Object), Map))
    return;
  ValueKind K = Out.Values[Map].Kind;
  if (K != ValueKind::Local && K != ValueKind::Result)
    return;
  // The operator may be that of a base class.
  auto Smart = [&](const Expr *P) {
    const CXXRecordDecl *R = stripped(P)->getType()->getAsCXXRecordDecl();
    return R && T.isSmartPointer(R);
  };
  // Through the pointer, not the pointer itself.
  const Expr *E = stripped(Object);
  bool Through = false;
  for (unsigned Depth = 0; E && Depth < 10 && !Through; ++Depth) {
    if (const auto *M = dyn_cast<MemberExpr>(E)) {
      const Expr *Base = stripped(M->getBase());
      const auto *O = dyn_cast<CXXOperatorCallExpr>(Base);
      Through = (M->isArrow() && !O && Base->getType()->isPointerType()) ||
                (O && O->getOperator() == OO_Arrow && Smart(O->getArg(0)));
      E = Base;
    } else if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_Deref) {
      Through = true;
    } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
               O && (O->getOperator() == OO_Star || O->getOperator() == OO_Arrow)) {
      Through = Smart(O->getArg(0));
      E = stripped(O->getArg(0));
    } else {
      Through = E->getType()->isPointerType();
      break;
    }
  }
  if (!Through)
    return;
  Event &Ev = emit(EventKind::Mutate, L);
  Ev.Subject = Map;
  Ev.Name = N.intern(Op);
}

// --- fields beside a map ------------------------------------------------------

/// What a field may hold to go with a map: a number, a pointer, text, a time, a sequence.
static bool isState(QualType Ty, Names &N) {
  if (Ty->isIntegralOrEnumerationType() || Ty->isFloatingType() || Ty->isPointerType())
    return !Ty->isFunctionPointerType();
  static constexpr llvm::StringLiteral Holders[] = {"std::basic_string",
                                                    "std::optional",
                                                    "std::chrono::duration",
                                                    "std::chrono::time_point",
                                                    "std::vector",
                                                    "std::deque",
                                                    "std::list",
                                                    "std::array",
                                                    "std::queue",
                                                    "std::stack",
                                                    "std::priority_queue",
                                                    "std::bitset",
                                                    "std::pair",
                                                    "std::tuple",
                                                    "std::shared_ptr",
                                                    "std::unique_ptr"};
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  return R && llvm::is_contained(Holders, N.vocabulary(R));
}

/// A class keeps a map and a lock, itself or in a base.
bool FunctionLowering::keepsMapAndLock(const CXXRecordDecl *R) {
  auto [It, New] = HasCompanions.try_emplace(R, false);
  if (!New)
    return It->second;
  bool Map = false, Lock = false;
  llvm::SmallVector<const CXXRecordDecl *, 4> Work{R};
  while (!Work.empty()) {
    const CXXRecordDecl *C = Work.pop_back_val();
    for (const FieldDecl *F : C->fields()) {
      TypeInfo I = T.classify(F->getType());
      Map |= I.What == Category::Map && !(I.Flags & (EntityPointer | EntityArray));
      Lock |= I.What == Category::Mutex;
    }
    for (const CXXBaseSpecifier &B : C->bases())
      if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl(); Base && Base->hasDefinition())
        Work.push_back(Base->getDefinition());
  }
  return HasCompanions[R] = Map && Lock;
}

/// A plain field of an object that also keeps a map and a lock; perhaps in a struct of it.
const FieldDecl *FunctionLowering::companion(const Expr *E) {
  const auto *M = dyn_cast<MemberExpr>(stripped(E));
  const auto *D = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
  if (!D || D->getType().isConstQualified() || !isState(D->getType(), N))
    return nullptr;
  const Expr *Object = stripped(M->getBase());
  while (const auto *Part = dyn_cast<MemberExpr>(Object)) {
    if (M->isArrow() || !isa<FieldDecl>(Part->getMemberDecl()))
      break;
    M = Part;
    Object = stripped(M->getBase());
  }
  QualType Ty = M->isArrow() ? Object->getType()->getPointeeType() : Object->getType();
  const CXXRecordDecl *R = Ty.isNull() ? nullptr : Ty->getAsCXXRecordDecl();
  return R && R->hasDefinition() && keepsMapAndLock(R->getDefinition()) ? D : nullptr;
}

void FunctionLowering::touch(const Expr *E, bool Write, SourceLocation L) {
  if (!companion(E))
    return;
  ValueId X = valueOf(E);
  if (Out.Values[X].Kind != ValueKind::Field)
    return;
  Event &Ev = emit(EventKind::Touch, L);
  Ev.Subject = X;
  Ev.Detail = Write;
}

/// `Tag = T`, `Order.push_back(K)`, `Clock::now() - Updated`: fields that are objects.
void FunctionLowering::touchedObjects(const CallExpr *E, const FunctionDecl *Callee) {
  if (!N.inSystemHeader(Callee))
    return;
  // What goes over a sequence, or asks how long it is, says nothing about the map's version.
  auto Sequence = [&](const Expr *X) {
    const CXXRecordDecl *R = stripped(X)->getType()->getAsCXXRecordDecl();
    return R && T.isSequence(R);
  };
  const Expr *Object = receiver(E);
  if (Object && Object->getType()->isRecordType()) {
    const auto *M = dyn_cast<CXXMethodDecl>(Callee);
    bool Looks = !M || M->isConst() || M->isStatic() || (V.holder(Callee->getNameAsString()) & HolderElement);
    if (!Looks || !Sequence(Object))
      touch(Object, !Looks, E->getExprLoc());
  }
  for (const Expr *A : E->arguments())
    if (A != Object && A->getType()->isRecordType() && !Sequence(A))
      touch(A, false, E->getExprLoc());
}

} // namespace maprace
