//===- values.cpp - expressions as symbolic values --------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace maprace {

const Expr *stripped(const Expr *E) {
  while (E) {
    const Expr *Next = E->IgnoreParens();
    if (const auto *C = dyn_cast<CastExpr>(Next)) {
      // A user-defined conversion calls a function; the call is the value.
      Next = C->getSubExpr();
    } else if (const auto *M = dyn_cast<MaterializeTemporaryExpr>(Next)) {
      Next = M->getSubExpr();
    } else if (const auto *B = dyn_cast<CXXBindTemporaryExpr>(Next)) {
      Next = B->getSubExpr();
    } else if (const auto *F = dyn_cast<FullExpr>(Next)) {
      Next = F->getSubExpr();
    } else if (const auto *D = dyn_cast<CXXDefaultArgExpr>(Next)) {
      Next = D->getExpr();
    } else if (const auto *D = dyn_cast<CXXDefaultInitExpr>(Next)) {
      Next = D->getExpr();
    } else if (const auto *S = dyn_cast<SubstNonTypeTemplateParmExpr>(Next)) {
      Next = S->getReplacement();
    } else if (const auto *O = dyn_cast<OpaqueValueExpr>(Next); O && O->getSourceExpr()) {
      Next = O->getSourceExpr();
    } else if (const auto *C = dyn_cast<CXXConstructExpr>(Next)) {
      // Copies and moves of pointers and callables lead to the same thing, and an
      // elided move is no object at all.
      if (C->isElidable() && C->getNumArgs() == 1)
        Next = C->getArg(0);
    } else if (const auto *I = dyn_cast<InitListExpr>(Next);
               I && I->getNumInits() == 1 && !I->getType()->isRecordType()) {
      Next = I->getInit(0);
    }
    if (Next == E)
      return E;
    E = Next;
  }
  return E;
}

const ValueDecl *namedBy(const Expr *E) {
  E = stripped(E);
  if (const auto *M = dyn_cast<MemberExpr>(E))
    return M->getMemberDecl();
  if (const auto *R = dyn_cast<DeclRefExpr>(E))
    return R->getDecl();
  return nullptr;
}

/// The class names the type as that of its iterators.
static bool hasIterators(const CXXRecordDecl *Map, const CXXRecordDecl *Type) {
  ASTContext &Context = Map->getASTContext();
  for (llvm::StringRef Name : {"iterator", "const_iterator"})
    for (const NamedDecl *D : Map->lookup(&Context.Idents.get(Name)))
      if (const auto *Alias = dyn_cast<TypedefNameDecl>(D))
        if (const CXXRecordDecl *R = Alias->getUnderlyingType()->getAsCXXRecordDecl();
            R && R->getCanonicalDecl() == Type->getCanonicalDecl())
          return true;
  return false;
}

ValueId FunctionLowering::make(ValueKind K, std::uint32_t A, Str Name, llvm::ArrayRef<ValueId> Kids) {
  auto Key = std::make_tuple(K, A, Name, std::vector<ValueId>(Kids.begin(), Kids.end()));
  auto It = Interned.find(Key);
  if (It != Interned.end())
    return It->second;
  Value V{K, A, Name, {}};
  V.Kids.Begin = Out.Kids.size();
  Out.Kids.insert(Out.Kids.end(), Kids.begin(), Kids.end());
  V.Kids.End = Out.Kids.size();
  Out.Values.push_back(V);
  return Interned[Key] = Out.Values.size() - 1;
}

unsigned FunctionLowering::slot(const VarDecl *D) {
  auto [It, New] = LocalSlots.try_emplace(D, Out.Locals.size());
  if (New) {
    Local L;
    TypeInfo I = T.classify(D->getType());
    L.Name = N.intern(D->getNameAsString());
    L.Type = I.Class ? N.usr(I.Class) : 0;
    L.What = I.What;
    L.Flags = I.Flags;
    auto Depth = LoopDepthOf.find(D);
    L.InLoop = Depth != LoopDepthOf.end() && Depth->second > 0;
    L.Escapes = EscapingVars.count(D);
    L.At = N.loc(D->getLocation());
    Out.Locals.push_back(L);
    if (I.Class)
      U.noteClass(I.Class);
  }
  return It->second;
}

ValueId FunctionLowering::localValue(const VarDecl *D) { return make(ValueKind::Local, slot(D)); }

ValueId FunctionLowering::field(ValueId Base, const FieldDecl *D) {
  if (const auto *R = dyn_cast<CXXRecordDecl>(D->getParent()))
    U.noteClass(R);
  return make(ValueKind::Field, Base, N.usr(D));
}

ValueId FunctionLowering::element(ValueId Base, Str Token, bool OfMap) {
  ValueId V = make(ValueKind::Element, Base, Token);
  if (OfMap)
    MapElements.insert(V);
  return V;
}

ValueId FunctionLowering::promised(ValueId Future) { return make(ValueKind::Field, Future, N.intern("@value")); }

const VarDecl *FunctionLowering::namesHeapMap(const Expr *Site, QualType Ty) {
  auto It = MadeFor.find(Site);
  if (It == MadeFor.end() || Assigned.count(It->second) || VaryingVars.count(It->second) ||
      ReturnedVars.count(It->second) || !T.isTransparent(It->second->getType()))
    return nullptr;
  TypeInfo I = T.classify(Ty);
  bool Map = I.What == Category::Map || I.What == Category::ConcurrentMap;
  return Map && !(I.Flags & (EntityPointer | EntityArray)) ? It->second : nullptr;
}

ValueId FunctionLowering::alloc(const Expr *Site, QualType Ty) {
  if (const VarDecl *D = namesHeapMap(Site, Ty)) {
    ValueId Self = localValue(D);
    Local &L = Out.Locals[Out.Values[Self].A];
    L.Flags |= EntityHeap;
    L.Escapes = 1;
    return Self;
  }
  auto [It, New] = AllocSites.try_emplace(Site, AllocSites.size() + 1);
  Str Name = 0;
  TypeInfo I = T.classify(Ty);
  if (I.Class) {
    Name = N.usr(I.Class);
    U.noteClass(I.Class);
  }
  return make(ValueKind::Alloc, It->second, Name);
}

/// An iterator kept beside the only map that has iterators of its type leads into that.
const FieldDecl *FunctionLowering::mapOfIterator(const FieldDecl *Iterator) {
  const CXXRecordDecl *Type = Iterator->getType()->getAsCXXRecordDecl();
  const auto *Class = dyn_cast<CXXRecordDecl>(Iterator->getParent());
  if (!Type || !Class || !T.isIterator(Type))
    return nullptr;
  const FieldDecl *Found = nullptr;
  for (const FieldDecl *Map : Class->fields()) {
    TypeInfo I = T.classify(Map->getType());
    if (I.What != Category::Map || (I.Flags & (EntityPointer | EntityArray)) || !hasIterators(I.Class, Type))
      continue;
    if (Found)
      return nullptr;
    Found = Map;
  }
  return Found;
}

/// A map given to something that keeps a copy of it.
bool FunctionLowering::copiesMap(const Expr *Argument) {
  QualType Ty = Argument->getType();
  return Argument->isLValue() && T.isMap(Ty) && !T.isTransparent(Ty) && !T.isSynchronized(Ty) && !Ty->isPointerType();
}

unsigned FunctionLowering::callId(const Stmt *E) { return CallIds.try_emplace(E, CallIds.size() + 1).first->second; }

bool FunctionLowering::isElementOf(ValueId V, ValueId &Container) const {
  while (V) {
    const Value &X = Out.Values[V];
    if (X.Kind == ValueKind::Element && MapElements.count(V)) {
      Container = X.A;
      return true;
    }
    if (X.Kind != ValueKind::Field && X.Kind != ValueKind::Element)
      return false;
    V = X.A;
  }
  return false;
}

Str FunctionLowering::indexToken(const Expr *E) {
  E = stripped(E);
  Expr::EvalResult R;
  bool Own = isOwnIndex(E);
  if (!Own && !E->isValueDependent() && E->getType()->isIntegralOrEnumerationType() &&
      E->EvaluateAsInt(R, N.context(), Expr::SE_NoSideEffects)) {
    llvm::SmallString<16> Text;
    R.Val.getInt().toString(Text);
    return N.intern(("#" + Text).str());
  }
  // Spelling is identity enough inside one function: `locks_[h % N]`, `maps_[h % N]`.
  const SourceManager &SM = N.context().getSourceManager();
  CharSourceRange Range = CharSourceRange::getTokenRange(SM.getExpansionRange(E->getSourceRange()).getAsRange());
  std::string Text;
  for (char C : Lexer::getSourceText(Range, SM, N.context().getLangOpts()).take_front(80))
    if (!isspace(static_cast<unsigned char>(C)))
      Text += C;
  bool Varies = false;
  if (const auto *D = dyn_cast<DeclRefExpr>(E))
    if (const auto *V = dyn_cast<VarDecl>(D->getDecl()))
      Varies = VaryingVars.count(V);
  return N.intern((Own ? "$" : Varies ? "*" : "") + Text);
}

ValueId FunctionLowering::valueOf(const Expr *E) {
  if (!E)
    return 0;
  E = stripped(E);
  auto It = ValueCache.find(E);
  if (It != ValueCache.end())
    return It->second;
  ValueCache[E] = 0; // cuts cycles through self-referring initialisers
  ValueId V = computeValue(E);
  return ValueCache[E] = V;
}

ValueId FunctionLowering::captureValue(const VarDecl *D, bool This) {
  unsigned Index = 0;
  const CXXRecordDecl *Class = LambdaCall->getParent();
  for (const LambdaCapture &C : Class->captures()) {
    if (This ? C.capturesThis() : C.capturesVariable() && C.getCapturedVar() == D)
      return make(ValueKind::Capture, Index);
    ++Index;
  }
  return 0;
}

ValueId FunctionLowering::thisValue() {
  if (Part)
    return outerVar(nullptr);
  return LambdaCall ? captureValue(nullptr, true) : make(ValueKind::This);
}

ValueId FunctionLowering::valueOfVar(const VarDecl *D, const Expr *Use) {
  if (Part)
    if (std::optional<ValueId> X = valueInPiece(D))
      return *X;
  if (const auto *P = dyn_cast<ParmVarDecl>(D)) {
    if (P->getDeclContext() == F || (LambdaCall && P->getDeclContext() == LambdaCall)) {
      // A pointer parameter that is set to something else is no longer the caller's.
      auto A = Assigned.find(D);
      ValueId Own = make(ValueKind::Param, P->getFunctionScopeIndex());
      if (A != Assigned.end() && P->getType()->isPointerType()) {
        llvm::SmallVector<ValueId, 4> Kids;
        if (reaches(Use, 0))
          Kids.push_back(Own);
        if (Resolving.insert(D).second) {
          for (size_t I = 0; I < A->second.size(); ++I)
            if (ValueId V = reaches(Use, I + 1) ? valueOf(A->second[I]) : 0)
              Kids.push_back(V);
          Resolving.erase(D);
        }
        return Kids.empty() ? Own : Kids.size() == 1 ? Kids[0] : make(ValueKind::OneOf, 0, 0, Kids);
      }
      return Own;
    }
    if (LambdaCall)
      return captureValue(D, false);
    return 0;
  }
  if (D->hasGlobalStorage()) {
    U.noteGlobal(D);
    return make(ValueKind::Global, 0, N.usr(D));
  }
  if (LambdaCall && D->isInitCapture() && D->getDeclContext() == F)
    return captureValue(D, false);
  if (D->getDeclContext() != F && LambdaCall && enclosingFunction(D->getDeclContext()) != F)
    return captureValue(D, false);
  if (ArrayWalks.count(D))
    return element(valueOf(D->getInit()), N.intern((OwnIndices.count(D) ? "$range" : "*range") +
                                                   std::to_string(D->getBeginLoc().getRawEncoding())));
  if (!T.isTransparent(D->getType()))
    return localValue(D);
  if (!Resolving.insert(D).second)
    return localValue(D);
  llvm::SmallVector<ValueId, 4> Kids;
  auto Add = [&](const Expr *S) {
    if (!S)
      return;
    ValueId V = valueOf(S);
    if (V && Out.Values[V].Kind != ValueKind::Literal && !llvm::is_contained(Kids, V))
      Kids.push_back(V);
  };
  if (reaches(Use, 0))
    Add(D->getInit());
  auto A = Assigned.find(D);
  if (A != Assigned.end() && !D->getType()->isReferenceType())
    for (size_t I = 0; I < A->second.size(); ++I)
      if (reaches(Use, I + 1))
        Add(A->second[I]);
  Resolving.erase(D);
  llvm::erase_if(Kids, [&](ValueId V) {
    return Out.Values[V].Kind == ValueKind::Local && Out.Values[V].A < Out.Locals.size() && LocalSlots.count(D) &&
           Out.Values[V].A == LocalSlots[D];
  });
  if (Kids.empty())
    return localValue(D);
  if (Kids.size() == 1)
    return Kids[0];
  return make(ValueKind::OneOf, 0, 0, Kids);
}

/// What a copied or moved handle waits for, the original does.
const Expr *FunctionLowering::handleSource(const Expr *E) {
  const auto *C = dyn_cast<CXXConstructExpr>(stripped(E));
  bool Handle = C && C->getNumArgs() >= 1 && C->getConstructor()->isCopyOrMoveConstructor() &&
                T.classify(C->getType()).What == Category::Thread;
  return Handle ? C->getArg(0) : E;
}

ValueId FunctionLowering::valueOfLambda(const LambdaExpr *E) {
  llvm::SmallVector<ValueId, 4> Kids;
  auto Init = E->capture_init_begin();
  for (const LambdaCapture &C : E->captures()) {
    const Expr *I = *Init++;
    if (C.capturesThis()) {
      Kids.push_back(C.getCaptureKind() == LCK_StarThis && I ? valueOf(I) : thisValue());
      continue;
    }
    ValueId V = 0;
    if (C.capturesVariable()) {
      const auto *Var = dyn_cast<VarDecl>(C.getCapturedVar());
      // A copy of an object is a new object; a copy of a pointer or a shared_future
      // leads to the same.
      if (Var && C.getCaptureKind() == LCK_ByCopy && !T.isTransparent(Var->getType()) &&
          Var->getType()->isRecordType() && T.classify(Var->getType()).What != Category::Thread)
        V = alloc(I ? I : E, Var->getType());
      else if (I)
        V = valueOf(handleSource(I));
      else if (Var)
        V = valueOfVar(Var, nullptr);
    }
    Kids.push_back(V);
  }
  return make(ValueKind::Closure, 0, N.usr(E->getCallOperator()), Kids);
}

ValueId FunctionLowering::computeValue(const Expr *E) {
  if (const auto *R = dyn_cast<DeclRefExpr>(E)) {
    if (const auto *V = dyn_cast<VarDecl>(R->getDecl())) {
      if (V->getType().isConstQualified() && V->getType()->isIntegralOrEnumerationType())
        if (Str Constant = constantOf(E))
          return make(ValueKind::Literal, 0, Constant);
      return valueOfVar(V, E);
    }
    if (isa<EnumConstantDecl>(R->getDecl()))
      return make(ValueKind::Literal, 0, constantOf(E));
    if (const auto *B = dyn_cast<BindingDecl>(R->getDecl())) {
      if (const VarDecl *H = B->getHoldingVar())
        return valueOfVar(H, E);
      if (const auto *D = dyn_cast<VarDecl>(B->getDecomposedDecl())) {
        ValueId V = valueOfVar(D, E);
        if (const auto *M = dyn_cast_or_null<MemberExpr>(B->getBinding() ? stripped(B->getBinding()) : nullptr))
          if (const auto *FD = dyn_cast<FieldDecl>(M->getMemberDecl()))
            return FD->getName() == "first" || FD->getName() == "second" ? V : field(V, FD);
        return V;
      }
      return 0;
    }
    if (const auto *Fn = dyn_cast<FunctionDecl>(R->getDecl()))
      return make(ValueKind::Function, 0, N.usr(Fn));
    return 0;
  }
  if (isa<CXXThisExpr>(E))
    return thisValue();
  if (const auto *M = dyn_cast<MemberExpr>(E)) {
    if (isa<EnumConstantDecl>(M->getMemberDecl()))
      return make(ValueKind::Literal, 0, constantOf(E));
    if (const auto *V = dyn_cast<VarDecl>(M->getMemberDecl()))
      return valueOfVar(V, E);
    if (const auto *Fn = dyn_cast<FunctionDecl>(M->getMemberDecl())) {
      ValueId Object = valueOf(M->getBase());
      return make(ValueKind::Function, 0, N.usr(Fn), {Object});
    }
    if (const auto *FD = dyn_cast<FieldDecl>(M->getMemberDecl())) {
      ValueId Base = valueOf(M->getBase());
      // first and second of a pair are parts of the element that the pair is.
      if (const auto *R = dyn_cast<CXXRecordDecl>(FD->getParent()); R && N.vocabulary(R) == "std::pair")
        return Base;
      if (const FieldDecl *Map = mapOfIterator(FD))
        return element(field(Base, Map), 0, true);
      return field(Base, FD);
    }
    return 0;
  }
  if (const auto *O = dyn_cast<UnaryOperator>(E)) {
    switch (O->getOpcode()) {
    case UO_AddrOf:
    case UO_Deref:
    case UO_PreInc:
    case UO_PreDec:
    case UO_PostInc:
    case UO_PostDec:
      // &Class::method
      if (const auto *R = dyn_cast<DeclRefExpr>(O->getSubExpr()->IgnoreParens()))
        if (const auto *FD = dyn_cast<FieldDecl>(R->getDecl()))
          return make(ValueKind::Literal, 0, N.usr(FD));
      return valueOf(O->getSubExpr());
    default: return make(ValueKind::Literal);
    }
  }
  if (const auto *S = dyn_cast<ArraySubscriptExpr>(E))
    return element(valueOf(S->getBase()), indexToken(S->getIdx()));
  if (const auto *B = dyn_cast<BinaryOperator>(E)) {
    if (B->isAssignmentOp())
      return valueOf(B->getLHS());
    if (B->getOpcode() == BO_Comma)
      return valueOf(B->getRHS());
    if (B->isAdditiveOp() && B->getType()->isPointerType())
      return element(valueOf(B->getLHS()->getType()->isPointerType() ? B->getLHS() : B->getRHS()),
                     indexToken(B->getLHS()->getType()->isPointerType() ? B->getRHS() : B->getLHS()));
    if (B->isPtrMemOp())
      return valueOf(B->getRHS());
    return make(ValueKind::Literal);
  }
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(E)) {
    llvm::SmallVector<ValueId, 2> Kids;
    for (const Expr *X : {C->getTrueExpr(), C->getFalseExpr()})
      if (!isa<CXXThrowExpr>(stripped(X)))
        if (ValueId V = valueOf(X); V && Out.Values[V].Kind != ValueKind::Literal)
          Kids.push_back(V);
    if (Kids.size() == 2 && Kids[0] != Kids[1])
      return make(ValueKind::OneOf, 0, 0, Kids);
    return Kids.empty() ? 0 : Kids[0];
  }
  if (const auto *L = dyn_cast<LambdaExpr>(E))
    return valueOfLambda(L);
  if (const auto *C = dyn_cast<CallExpr>(E))
    return valueOfCall(C);
  if (const auto *C = dyn_cast<CXXConstructExpr>(E))
    return valueOfConstruct(C);
  if (const auto *NE = dyn_cast<CXXNewExpr>(E)) {
    // A task on the heap leads to what it runs.
    if (const CXXConstructExpr *C = NE->getConstructExpr();
        C && C->getNumArgs() >= 1 && T.classify(NE->getAllocatedType()).What == Category::Callable)
      return valueOf(C->getArg(0));
    return alloc(NE, NE->getAllocatedType());
  }
  if (const auto *I = dyn_cast<InitListExpr>(E)) {
    if (I->getNumInits() == 1 && T.isTransparent(I->getType()))
      return valueOf(I->getInit(0));
    if (I->getType()->isRecordType())
      return alloc(I, I->getType());
    return I->getNumInits() ? valueOf(I->getInit(0)) : make(ValueKind::Literal);
  }
  if (const auto *I = dyn_cast<CXXStdInitializerListExpr>(E))
    return valueOf(I->getSubExpr());
  if (isa<IntegerLiteral, CXXNullPtrLiteralExpr, GNUNullExpr, CXXBoolLiteralExpr, CharacterLiteral>(E))
    return make(ValueKind::Literal, 0, constantOf(E));
  if (isa<StringLiteral, FloatingLiteral, ImplicitValueInitExpr, CXXScalarValueInitExpr>(E))
    return make(ValueKind::Literal);
  if (const auto *P = dyn_cast<CXXParenListInitExpr>(E))
    return alloc(P, P->getType());
  return 0;
}

ValueId FunctionLowering::valueOfConstruct(const CXXConstructExpr *E) {
  QualType Ty = E->getType();
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  if (!R)
    return 0;
  // Pointers, iterators, callables: what they are made from is what they lead to.
  if (T.isTransparent(Ty)) {
    if (E->getNumArgs() == 0)
      return make(ValueKind::Literal);
    // shared_ptr(owner, &owner->part) leads to the part.
    if (E->getNumArgs() == 2 && T.isSmartPointer(R) && E->getArg(1)->getType()->isPointerType())
      if (const CXXRecordDecl *Owner = E->getArg(0)->getType()->getAsCXXRecordDecl(); Owner && T.isSmartPointer(Owner))
        return valueOf(E->getArg(1));
    // What a pair of key and value leads to is the value.
    return valueOf(E->getArg(N.vocabulary(R) == "std::pair" ? E->getNumArgs() - 1 : 0));
  }
  return destination(E);
}

ValueId FunctionLowering::destination(const CXXConstructExpr *E) {
  if (auto It = NewOf.find(E); It != NewOf.end())
    return valueOf(It->second);
  if (auto It = InitOf.find(E); It != InitOf.end()) {
    const VarDecl *D = It->second;
    if (!D->getType()->isReferenceType() && !T.isTransparent(D->getType())) {
      if (D->hasGlobalStorage()) {
        U.noteGlobal(D);
        return make(ValueKind::Global, 0, N.usr(D));
      }
      return localValue(D);
    }
  }
  if (SelfInits.count(E))
    return make(ValueKind::This);
  if (auto It = FieldInitOf.find(E); It != FieldInitOf.end() && !It->second->getType()->isReferenceType())
    return field(make(ValueKind::This), It->second);
  return alloc(E, E->getType());
}

const Expr *FunctionLowering::receiver(const CallExpr *E) const {
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E))
    return M->getImplicitObjectArgument();
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E))
    if (const auto *D = dyn_cast_or_null<CXXMethodDecl>(O->getDirectCallee()); D && !D->isStatic())
      return O->getArg(0);
  return nullptr;
}

ValueId FunctionLowering::valueOfCall(const CallExpr *E) {
  const FunctionDecl *Callee = E->getDirectCallee();
  if (auto It = ResumedBy.find(E); It != ResumedBy.end())
    return resumption(It->second);
  if (CalledLater.count(E))
    return calledLater(E);
  if (const auto *C = dyn_cast_or_null<CXXConversionDecl>(Callee);
      C && N.vocabulary(C->getParent()) == "std::coroutine_handle" && !C->getConversionType()->isBooleanType())
    return valueOf(receiver(E));
  if (Callee && N.inSystemHeader(Callee))
    if (std::optional<ValueId> X = valueOfSynchronizedCall(E, Callee))
      return *X;
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
    switch (O->getOperator()) {
    case OO_Arrow:
    case OO_Star:
    case OO_PlusPlus:
    case OO_MinusMinus:
      if (const CXXRecordDecl *R = O->getArg(0)->getType()->getAsCXXRecordDecl();
          !R || T.isTransparent(O->getArg(0)->getType()) || N.inSystemHeader(R))
        return valueOf(O->getArg(0));
      break;
    case OO_Equal: return valueOf(O->getArg(0));
    case OO_Subscript:
      if (Callee && N.inSystemHeader(Callee)) {
        QualType Object = O->getArg(0)->getType();
        if (const CXXRecordDecl *R = Object->getAsCXXRecordDecl(); R && T.isSmartPointer(R))
          return element(valueOf(O->getArg(0)), indexToken(O->getArg(1)));
        return element(valueOf(O->getArg(0)), indexToken(O->getArg(1)), T.isMap(Object));
      }
      break;
    case OO_Plus:
    case OO_Minus:
      if (T.isTransparent(O->getType()) && Callee && N.inSystemHeader(Callee))
        return valueOf(O->getArg(0));
      break;
    default: break;
    }
  }
  if (!Callee)
    return make(ValueKind::Result, callId(E));
  // A lambda that captures nothing turns into a pointer to its body.
  if (const auto *C = dyn_cast<CXXConversionDecl>(Callee); C && C->getParent()->isLambda())
    return valueOf(receiver(E));
  llvm::StringRef Name = N.vocabulary(Callee);
  if (N.inSystemHeader(Callee)) {
    if (const Expr *Object = receiver(E);
        Object && T.classify(Object->IgnoreParenBaseCasts()->getType()).What == Category::Thread &&
        Callee->getDeclName().isIdentifier()) {
      if (Callee->getName() == "get" && T.isTransparent(E->getType().getNonReferenceType()))
        return promised(valueOf(Object));
      if (Callee->getName() == "share")
        return valueOf(Object);
    }
    if (std::optional<ValueId> X = valueOfExecutorCall(E, Callee))
      return *X;
    unsigned H = V.holder(Name);
    if (((H & HolderPassThrough) || Name == "std::exchange") && E->getNumArgs() >= 1) // gives what was there
      return valueOf(E->getArg(0));
    if (H & HolderMaker) {
      QualType Made =
          firstTypeArgument(E->getType()->getAsCXXRecordDecl() ? E->getType()->getAsCXXRecordDecl() : nullptr);
      if (!Made.isNull()) {
        // A shared task leads to what it runs.
        if (T.classify(Made).What == Category::Callable && E->getNumArgs() == 1)
          return valueOf(E->getArg(0));
        if (executorKind(Made) == ExecutorKind::Handle && E->getNumArgs() >= 1)
          return valueOf(E->getArg(0));
        return alloc(E, Made);
      }
    }
    if (Name == "std::bind" || Name == "std::bind_front" || Name == "boost::bind" ||
        Name == "boost::beast::bind_front_handler") {
      llvm::SmallVector<ValueId, 4> Kids;
      for (unsigned I = 1; I < E->getNumArgs(); ++I) {
        const CXXRecordDecl *R = E->getArg(I)->getType()->getAsCXXRecordDecl();
        bool Placeholder = R && (N.vocabulary(R) == "std::_Placeholder" || N.vocabulary(R) == "boost::arg");
        // A map is bound as a copy, which nobody else has.
        Kids.push_back(Placeholder ? 0 : copiesMap(E->getArg(I)) ? make(ValueKind::Literal) : valueOf(E->getArg(I)));
      }
      return make(ValueKind::Bind, valueOf(E->getArg(0)), 0, Kids);
    }
    if (Name == "std::make_pair" && E->getNumArgs() == 2)
      return valueOf(E->getArg(1));
    if ((H & HolderPart) && E->getNumArgs() == 1)
      if (std::optional<ValueId> Part = valueOfPart(E, Callee))
        return *Part;
    if ((Name == "std::begin" || Name == "std::end" || Name == "std::cbegin" || Name == "std::cend") &&
        E->getNumArgs() == 1)
      return element(valueOf(E->getArg(0)), 0, T.isMap(E->getArg(0)->getType()));
    if (const Expr *Object = receiver(E)) {
      if (Callee->getDeclName().isIdentifier() &&
          (Callee->getName() == "shared_from_this" || Callee->getName() == "weak_from_this" ||
           Callee->getName() == "get_future"))
        return valueOf(Object);
      QualType Ty = Object->getType();
      if (Ty->isPointerType())
        Ty = Ty->getPointeeType();
      const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
      if (const auto *M = dyn_cast<CXXMethodDecl>(Callee))
        if (const CXXRecordDecl *Parent = M->getParent();
            Parent && (T.isSmartPointer(Parent) || N.vocabulary(Parent) == "std::atomic"))
          return valueOf(Object); // get(), lock(), value(), load(), the conversion operator
      if (R && T.isSmartPointer(R))
        return valueOf(Object);
      std::string Method = Callee->getNameAsString();
      Category C = R ? T.classCategory(R) : Category::Other;
      bool Container = R && (T.isSequence(R) || C == Category::Map || C == Category::ConcurrentMap);
      if (!Container && T.isMap(Ty))
        Container = true;
      if (Container && (V.holder(Method) & HolderElement)) {
        Str Token = 0;
        if (RangeBegins.count(E) || OwnBegins.count(E))
          Token = N.intern((OwnBegins.count(E) ? "$range" : "*range") + std::to_string(callId(E)));
        else if ((Method == "at" || Method == "operator[]") && E->getNumArgs() >= 1 && R && T.isSequence(R))
          Token = indexToken(E->getArg(E->getNumArgs() - 1));
        else if (Method == "front" || Method == "back" || Method == "top")
          Token = N.intern((Popped.count(namedBy(Object))                      ? "taken:"
                            : Pushed.count(namedBy(Object)) && LoopOf.count(E) ? "*" // the one just pushed
                                                                               : "") +
                           Method);
        return element(valueOf(Object), Token, C == Category::Map || C == Category::ConcurrentMap || T.isMap(Ty));
      }
      if (R && T.isIterator(R))
        return valueOf(Object); // base(), operator->
    }
  }
  return make(ValueKind::Result, callId(E));
}

/// Which of the types of a tuple or variant a function was asked for.
static unsigned partIndex(const FunctionDecl *Asked, QualType Whole) {
  const TemplateArgumentList *Args = Asked->getTemplateSpecializationArgs();
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(Whole->getAsCXXRecordDecl());
  if (!Args || Args->size() == 0 || !S || S->getTemplateArgs().size() == 0)
    return 0;
  const TemplateArgument &Which = Args->get(0);
  if (Which.getKind() == TemplateArgument::Integral)
    return Which.getAsIntegral().getExtValue();
  const TemplateArgument &Parts = S->getTemplateArgs()[0];
  if (Which.getKind() != TemplateArgument::Type || Parts.getKind() != TemplateArgument::Pack)
    return 0;
  unsigned Index = 0;
  for (const TemplateArgument &Part : Parts.pack_elements()) {
    if (Part.getKind() == TemplateArgument::Type &&
        Part.getAsType().getCanonicalType() == Which.getAsType().getCanonicalType())
      return Index;
    ++Index;
  }
  return 0;
}

/// A map or lock in a tuple, variant or any, by its place in there.
std::optional<ValueId> FunctionLowering::valueOfPart(const CallExpr *E, const FunctionDecl *Asked) {
  const Expr *Of = E->getArg(0);
  QualType Whole = Of->getType()->isPointerType() ? Of->getType()->getPointeeType() : Of->getType();
  QualType Part = E->getCallReturnType(N.context());
  bool Leads = Part->isReferenceType() || Part->isPointerType();
  Part = Part->isPointerType() ? Part->getPointeeType() : Part.getNonReferenceType();
  const CXXRecordDecl *R = Whole->getAsCXXRecordDecl();
  bool Pair = R && N.vocabulary(R) == "std::pair";
  bool Object = T.isMapItself(Part) || (!Part->isPointerType() && T.classify(Part).What == Category::Mutex);
  if (!Pair && Leads && Object)
    return element(valueOf(Of), N.intern("#" + std::to_string(partIndex(Asked, Whole))));
  if (N.vocabulary(Asked) == "std::get")
    return valueOf(Of);
  return std::nullopt;
}

bool FunctionLowering::isCallable(const Expr *E) {
  QualType Ty = E->getType().getNonReferenceType();
  if (T.classify(Ty).What == Category::Callable)
    return true;
  const Expr *S = stripped(E);
  if (isa<LambdaExpr>(S))
    return true;
  ValueId X = valueOf(S);
  ValueKind K = Out.Values[X].Kind;
  return K == ValueKind::Closure || K == ValueKind::Function || K == ValueKind::Bind;
}

} // namespace maprace
