//===- calls.cpp - calls and constructions as events ------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace maprace {

static QualType objectType(const Expr *Object) {
  QualType Ty = Object->getType();
  if (Ty->isPointerType())
    Ty = Ty->getPointeeType();
  return Ty;
}

static const CXXRecordDecl *definition(QualType Ty) {
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  return R && R->getDefinition() ? R->getDefinition() : R;
}

/// The class a member call works on. A library may define the operations in a base
/// that has no name of its own in the vocabulary: then the object's class counts.
static const CXXRecordDecl *objectClass(const Expr *Object, Types &T) {
  const CXXRecordDecl *R = definition(objectType(Object));
  if (R && T.classCategory(R) == Category::Other) {
    const CXXRecordDecl *Derived = definition(objectType(Object->IgnoreParenBaseCasts()));
    if (Derived && Derived != R && T.classCategory(Derived) != Category::Other)
      return Derived;
  }
  return R;
}

static bool isRelaxed(const CallExpr *E, ASTContext &Context) {
  for (const Expr *A : E->arguments()) {
    if (A->isValueDependent() || !A->getType()->isEnumeralType())
      continue;
    Expr::EvalResult R;
    if (A->getType().getAsString().find("memory_order") != std::string::npos && A->EvaluateAsInt(R, Context))
      return R.Val.getInt().getExtValue() == 0;
  }
  return false;
}

static bool isFalse(const Expr *E, ASTContext &Context) {
  Expr::EvalResult R;
  return !E->isValueDependent() && E->getType()->isIntegralOrEnumerationType() && E->EvaluateAsInt(R, Context) &&
         R.Val.getInt() == 0;
}

void FunctionLowering::spawn(SourceLocation L, llvm::StringRef Mechanism, ValueId Handle, ValueId Callable,
                             llvm::ArrayRef<ValueId> Args, unsigned Flags) {
  if (!(Flags & FlagSynchronous))
    handedViews(Callable, "captured by a callable that another thread runs", L);
  Event &E = emit(EventKind::Spawn, L);
  E.Name = N.intern(Mechanism);
  E.Subject = Handle;
  E.Other = Callable;
  E.Flags = Flags;
  setArgs(E, Args);
}

ValueId FunctionLowering::copiedArgument(const Expr *A) {
  const Expr *S = stripped(A);
  QualType Ty = S->getType().getNonReferenceType();
  // A copy that the constructor makes itself (a forwarding reference) or that a copy
  // constructor in the argument makes.
  if (const auto *C = dyn_cast<CXXConstructExpr>(S); C && C->getConstructor()->isCopyOrMoveConstructor())
    S = stripped(C->getArg(0));
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  if (!R || !S->isLValue() || T.isTransparent(Ty) || N.inSystemHeader(R))
    return valueOf(A);
  ValueId Copy = alloc(A, Ty);
  emit(EventKind::Fresh, A->getBeginLoc()).Subject = Copy;
  lowerAggregate(Copy, S);
  return Copy;
}

void FunctionLowering::lowerValueCall(const Expr *At, ValueId Callee, llvm::ArrayRef<ValueId> Args) {
  Event &E = emit(EventKind::Call, At->getBeginLoc());
  E.Other = Callee;
  E.CallId = callId(At);
  E.Flags = FlagSynchronous;
  setArgs(E, Args);
}

/// The constructor of \p R that takes the arguments, by the types that are the same; the
/// call itself is in a library body that is not in view (make_shared, emplace_back).
static const CXXConstructorDecl *constructorFor(const CXXRecordDecl *R, llvm::ArrayRef<const Expr *> Args) {
  auto Bare = [](QualType Type) { return Type.getNonReferenceType().getCanonicalType().getUnqualifiedType(); };
  const CXXConstructorDecl *Best = nullptr;
  unsigned MostAlike = 0;
  auto Consider = [&](const CXXConstructorDecl *C, bool Template) {
    if (C->isDeleted() || Args.size() < C->getMinRequiredArguments() || Args.size() > C->getNumParams())
      return;
    unsigned Same = 0;
    for (auto [Given, Taken] : llvm::zip(Args, C->parameters()))
      Same += Bare(Given->getType()) == Bare(Taken->getType());
    if (Template && Same != Args.size())
      return;
    unsigned Alike = 1 + 2 * Same + !C->isCopyOrMoveConstructor();
    if (Alike > MostAlike) {
      Best = C;
      MostAlike = Alike;
    }
  };
  for (const CXXConstructorDecl *C : R->ctors())
    Consider(C, false);
  for (const Decl *D : R->decls())
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      for (const FunctionDecl *F : Template->specializations())
        if (const auto *C = dyn_cast<CXXConstructorDecl>(F))
          Consider(C, true);
  return Best;
}

/// A member that a constructor template hands its arguments to: `template <class F>
/// Worker(F &&f) : thread_(std::forward<F>(f))`. Made in a library body that is not in
/// view, the constructor is not instantiated.
static const FieldDecl *forwardedTo(const CXXRecordDecl *R, Category Member, Types &T) {
  for (const Decl *D : R->decls())
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      if (const auto *C = dyn_cast<CXXConstructorDecl>(Template->getTemplatedDecl()))
        for (const CXXCtorInitializer *I : C->inits())
          if (I->isMemberInitializer() && I->getInit()->isTypeDependent() &&
              T.classify(I->getMember()->getType()).What == Member)
            return I->getMember();
  return nullptr;
}

/// `reading ? a_ : b_`, where the condition is a matter of this call alone: of one that asks
/// the object, all who lock the object may get the same answer.
static bool choosesByArgument(const Expr *Lock) {
  const auto *C = dyn_cast<AbstractConditionalOperator>(stripped(Lock));
  if (!C)
    return false;
  bool Own = false, Others = false;
  llvm::SmallVector<const Stmt *, 8> Work{C->getCond()};
  while (!Work.empty()) {
    const Stmt *S = Work.pop_back_val();
    if (const auto *R = dyn_cast<DeclRefExpr>(S)) {
      const auto *Var = dyn_cast<VarDecl>(R->getDecl());
      (Var && Var->hasLocalStorage() ? Own : Others) |=
          !Var || !Var->getType().isConstQualified() || Var->hasLocalStorage();
    }
    Others |= isa<MemberExpr, CXXThisExpr, CallExpr>(S);
    for (const Stmt *Child : S->children())
      if (Child)
        Work.push_back(Child);
  }
  return Own && !Others;
}

void FunctionLowering::makeObject(const Expr *Site, ValueId Dest, QualType Made, llvm::ArrayRef<const Expr *> Args) {
  SourceLocation L = Site->getBeginLoc();
  const CXXRecordDecl *R = Made->getAsCXXRecordDecl();
  if (R && T.classCategory(R) == Category::Executor)
    return makeExecutor(Site, Dest, Made, Args);
  if (Out.Values[Dest].Kind == ValueKind::Alloc || namesHeapMap(Site, Made))
    emit(EventKind::Fresh, L).Subject = Dest;
  if (!R || T.isTransparent(Made)) {
    if (Args.size() >= 1)
      store(Dest, valueOf(Args.back()), L);
    return;
  }
  llvm::SmallVector<ValueId, 4> Values;
  for (const Expr *A : Args)
    Values.push_back(valueOf(A));
  bool SameClass = Args.size() == 1 && Args[0]->getType()->getAsCXXRecordDecl() &&
                   Args[0]->getType()->getAsCXXRecordDecl()->getCanonicalDecl() == R->getCanonicalDecl();
  switch (T.classCategory(R)) {
  case Category::Thread:
    // A handle made from another one: std::shared_future from a future.
    if (SameClass || (Args.size() == 1 && T.classify(Args[0]->getType()).What == Category::Thread))
      store(Dest, Values[0], L);
    else if (!Args.empty()) {
      for (size_t I = 0; I < Args.size(); ++I)
        Values[I] = copiedArgument(Args[I]);
      spawn(L, N.vocabulary(R), Dest, Values[0], llvm::ArrayRef(Values).drop_front(), 0);
    }
    return;
  case Category::Guard: {
    if (SameClass) {
      Event &E = emit(EventKind::GuardMove, L);
      E.Subject = Dest;
      E.Other = Values[0];
      return;
    }
    if (lowerUpgrade(Site, Dest, R, Args))
      return;
    GuardPolicy Policy = GuardPolicy::Lock;
    llvm::SmallVector<ValueId, 2> Locks;
    bool Shared = V.guardMode(N.vocabulary(R)) == LockMode::Shared;
    for (size_t I = 0; I < Args.size(); ++I) {
      const CXXRecordDecl *A = objectClass(Args[I], T);
      if (A)
        if (auto Tag = V.guardTag(N.vocabulary(A))) {
          Policy = *Tag;
          continue;
        }
      if (A && N.vocabulary(A).starts_with("std::chrono"))
        Policy = GuardPolicy::Try;
      else if (Args[I]->getType()->isBooleanType())
        Shared = isFalse(Args[I], N.context()); // TBB: scoped_lock(mutex, write)
      else if (Args[I]->getType()->isIntegerType())
        continue;
      else
        Locks.push_back(Values[I]);
    }
    if (Locks.empty())
      return;
    Event &E = emit(EventKind::GuardInit, L);
    E.Subject = Dest;
    E.Detail = static_cast<std::uint8_t>(Policy);
    E.Flags =
        (Shared ? FlagShared : 0) |
        (Out.Values[Dest].Kind == ValueKind::Alloc && isa<CXXConstructExpr>(Site) && !NewOf.count(Site) ? FlagTemporary
                                                                                                        : 0);
    if (auto Var = InitOf.find(Site); Var != InitOf.end() && LonelyGuards.count(Var->second))
      E.Flags |= FlagTemporary;
    if (llvm::any_of(Args, choosesByArgument))
      E.Flags |= FlagChoice;
    E.Name = N.intern(N.vocabulary(R));
    setArgs(E, Locks);
    return;
  }
  default: break;
  }
  if (SameClass) {
    lowerAggregate(Dest, Args[0]);
    return;
  }
  if (N.inSystemHeader(R))
    return;
  if (Args.empty())
    return lowerDefault(Dest, R, L);
  if (const CXXConstructorDecl *C = constructorFor(R, Args); C && C->isUserProvided()) {
    Event &E = emit(EventKind::Call, L);
    E.Callee = N.usr(C);
    E.Name = N.intern(C->getNameAsString());
    E.Subject = Dest;
    E.CallId = callId(Site);
    setArgs(E, Values);
  } else if (const FieldDecl *Thread = forwardedTo(R, Category::Thread, T)) {
    spawn(L, N.vocabulary(Thread->getType()->getAsCXXRecordDecl()), field(Dest, Thread), Values[0],
          llvm::ArrayRef(Values).drop_front(), 0);
  }
}

void FunctionLowering::lowerConstruct(const CXXConstructExpr *E) {
  const CXXConstructorDecl *Ctor = E->getConstructor();
  const CXXRecordDecl *R = Ctor->getParent();
  SourceLocation L = E->getBeginLoc();
  if (E->isElidable() && E->getNumArgs() == 1)
    return;
  if (Ctor->isCopyConstructor() && !T.isSequence(R))
    touch(E->getArg(0), false, L);
  if (Ctor->isCopyConstructor())
    readView(E->getArg(0), "copy", L);
  else
    readArguments(llvm::ArrayRef(E->getArgs(), E->getNumArgs()), Ctor, "copy", L);
  // `return {items_, version_};`: what holds values copies them.
  if (llvm::StringRef Holder = N.vocabulary(R);
      Holder == "std::pair" || Holder == "std::tuple" || Holder == "std::optional" || Holder == "std::any")
    for (const Expr *A : E->arguments()) {
      if (copiesMap(A))
        access(valueOf(A), Effect::Iterate, "copy", A->getBeginLoc());
      else if (A->isLValue())
        touch(A, false, A->getBeginLoc());
    }
  if (T.isTransparent(E->getType())) {
    // A pointer, callable or iterator is made; where it goes, the caller stores it.
    lowerDeleter(R, llvm::ArrayRef(E->getArgs(), E->getNumArgs()), L);
    if (Ctor->isCopyConstructor() && T.isSmartPointer(R) && T.isMap(E->getType()) && namedBy(E->getArg(0)))
      access(valueOf(E->getArg(0)), Effect::PointerRead, "copy of the pointer", L);
    return;
  }
  ValueId Dest = destination(E);
  Category C = T.classCategory(R);
  bool Copy = Ctor->isCopyConstructor(), Move = Ctor->isMoveConstructor();
  if (C == Category::Map) {
    if ((Copy || Move) && E->getNumArgs() >= 1) {
      const Expr *Source = stripped(E->getArg(0));
      if (Copy) {
        auto Var = InitOf.find(E);
        if (Var != InitOf.end() || Returned.count(E))
          copied(Var != InitOf.end() ? Var->second : nullptr, Source, L);
      }
      ValueId S = valueOf(Source);
      ValueKind K = Out.Values[S].Kind;
      if (K != ValueKind::Alloc && K != ValueKind::Result && K != ValueKind::Unknown)
        access(S, Copy ? Effect::Iterate : Effect::Assign, Copy ? "copy" : "move", L);
    }
    return;
  }
  if (Out.Values[Dest].Kind == ValueKind::Alloc && C != Category::Guard)
    emit(EventKind::Fresh, L).Subject = Dest;
  if (C == Category::Executor) {
    llvm::SmallVector<const Expr *, 4> Args;
    for (const Expr *A : E->arguments())
      if (!isa<CXXDefaultArgExpr>(A))
        Args.push_back(A);
    return makeExecutor(E, Dest, E->getType(), Args);
  }
  if (C == Category::Thread || C == Category::Guard) {
    llvm::SmallVector<const Expr *, 4> Args;
    for (const Expr *A : E->arguments())
      if (!isa<CXXDefaultArgExpr>(A))
        Args.push_back(A);
    if (Copy || Move) {
      ValueId S = valueOf(E->getArg(0));
      if (C == Category::Guard) {
        Event &G = emit(EventKind::GuardMove, L);
        G.Subject = Dest;
        G.Other = S;
      } else {
        store(Dest, S, L);
      }
    } else if (!Args.empty()) {
      makeObject(E, Dest, E->getType(), Args);
    }
    return;
  }
  lowerFlowNode(R, llvm::ArrayRef(E->getArgs(), E->getNumArgs()), L);
  if (N.inSystemHeader(R)) {
    if ((Copy || Move) && T.isSequence(R) && interesting(E->getType()))
      store(Dest, valueOf(E->getArg(0)), L);
    // A library's guard around a library's mutex.
    if (!Copy && !Move && E->getNumArgs() == 1 && C == Category::Other)
      lowerByShape(Ctor, Dest, {valueOf(E->getArg(0))}, L);
    return;
  }
  bool StaticInit = false;
  if (Out.Values[Dest].Kind == ValueKind::Global)
    StaticInit = true;
  if (!Ctor->isUserProvided()) {
    if (Copy || Move)
      lowerAggregate(Dest, E->getArg(0));
    else
      lowerDefaultMembers(Dest, R, L);
    return;
  }
  Event &Call = emit(EventKind::Call, L);
  Call.Callee = N.usr(Ctor);
  Call.Name = N.intern(R->getNameAsString());
  Call.Subject = Dest;
  Call.CallId = callId(E);
  if (StaticInit)
    Call.Flags |= FlagInit;
  llvm::SmallVector<ValueId, 4> Args;
  for (const Expr *A : E->arguments())
    Args.push_back(valueOf(A));
  setArgs(Call, Args);
  lowerCapabilities(Ctor, Dest, Args, E);
}

/// The map is reached by a shared pointer of the function's own: setting the pointer that
/// it was copied from takes nothing away from it.
bool FunctionLowering::bySharedCopy(const Expr *E) {
  E = stripped(E);
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E);
      O && (O->getOperator() == OO_Arrow || O->getOperator() == OO_Star))
    return bySharedCopy(O->getArg(0));
  if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_Deref)
    return bySharedCopy(U->getSubExpr());
  const auto *R = dyn_cast<DeclRefExpr>(E);
  const auto *Var = R ? dyn_cast<VarDecl>(R->getDecl()) : nullptr;
  if (Var && Var->getType()->isReferenceType() && Var->hasLocalStorage() && Var->getInit() && !isa<ParmVarDecl>(Var))
    return bySharedCopy(Var->getInit());
  const CXXRecordDecl *Class = E->getType()->getAsCXXRecordDecl();
  bool Own = Var ? Var->hasLocalStorage() && !Var->getType()->isReferenceType() : isa<CallExpr>(E) && E->isPRValue();
  return Own && Class && T.isSmartPointer(Class) && N.vocabulary(Class).ends_with("::shared_ptr");
}

/// The map is reached by a pointer that an atomic operation gave.
bool FunctionLowering::loadedAtomically(const Expr *E, unsigned Depth) {
  E = stripped(E);
  if (Depth > 8)
    return false;
  if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_Deref)
    return loadedAtomically(U->getSubExpr(), Depth + 1);
  if (const auto *C = dyn_cast<CXXConstructExpr>(E); C && C->getNumArgs() == 1)
    return loadedAtomically(C->getArg(0), Depth + 1);
  if (const auto *R = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(R->getDecl());
    return Var && Var->hasLocalStorage() && !isa<ParmVarDecl>(Var) && Var->getInit() &&
           loadedAtomically(Var->getInit(), Depth + 1);
  }
  const auto *C = dyn_cast<CallExpr>(E);
  const FunctionDecl *Callee = C ? C->getDirectCallee() : nullptr;
  if (!Callee)
    return false;
  if (!N.inSystemHeader(Callee)) {
    // A getter of the program that ends by giving what it has loaded.
    const auto *Body = dyn_cast_or_null<CompoundStmt>(Callee->getBody());
    const auto *Last = Body && !Body->body_empty() ? dyn_cast<ReturnStmt>(Body->body_back()) : nullptr;
    return Last && Last->getRetValue() && loadedAtomically(Last->getRetValue(), Depth + 1);
  }
  if (const Expr *Object = receiver(C)) {
    if (const CXXRecordDecl *R = objectClass(Object, T); R && N.vocabulary(R) == "std::atomic")
      return true;
    const auto *O = dyn_cast<CXXOperatorCallExpr>(C);
    bool Through = (O && (O->getOperator() == OO_Arrow || O->getOperator() == OO_Star)) ||
                   (Callee->getDeclName().isIdentifier() && Callee->getName() == "get");
    return Through && loadedAtomically(Object, Depth + 1);
  }
  return llvm::StringRef(N.vocabulary(Callee)).starts_with("std::atomic_load");
}

bool FunctionLowering::lowerMapCall(const CallExpr *E, const FunctionDecl *Callee) {
  SourceLocation L = E->getExprLoc();
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E))
    L = M->getExprLoc();
  const Expr *Object = receiver(E);
  if (Object) {
    const CXXRecordDecl *R = objectClass(Object, T);
    // A map class may be part of the program, bundled or named in the options.
    if (!R || (!N.inSystemHeader(Callee) && V.classCategory(N.vocabulary(R)) == Category::Other))
      return false;
    Category C = T.classCategory(R);
    if (C != Category::Map && C != Category::ConcurrentMap)
      return false;
    std::string Method = Callee->getNameAsString();
    // A library class that derives from a map and redefines a method means something
    // else by it (boost::program_options::variables_map::operator[] only looks up).
    if (const auto *MD = dyn_cast<CXXMethodDecl>(Callee)) {
      Category Own = V.classCategory(N.vocabulary(MD->getParent()));
      if (Own == Category::Other && T.classCategory(MD->getParent()) == C)
        return true;
    }
    bool Range = RangeBegins.count(E);
    std::optional<Effect> What = V.mapMethod(Method);
    if (C == Category::ConcurrentMap)
      What = V.concurrentMethod(N.vocabulary(R), Range ? "begin" : Method);
    else if (Range)
      What = Effect::Iterate;
    if (!What)
      What = Effect::Read;
    if (Method == "max_load_factor" && E->getNumArgs() == 0)
      What = C == Category::Map ? Effect::Read : Effect::SafeOp;
    // end() is compared with, never gone to: it adds no information of its own.
    if (Method == "end" || Method == "cend" || Method == "get_allocator" || Method == "key_comp" ||
        Method == "hash_function" || Method == "max_size" || Method == "value_comp" || Method == "key_eq")
      return true;
    ValueId Map = valueOf(Object);
    if (C == Category::ConcurrentMap)
      ConcurrentMaps.insert(Map);
    unsigned Flags = (OnlyRead.count(E) ? FlagConstRead : 0) | (bySharedCopy(Object) ? FlagSnapshot : 0) |
                     (loadedAtomically(Object) ? FlagLoaded : 0);
    if (C == Category::ConcurrentMap)
      if (std::optional<Effect> Plain = V.mapMethod(Method); Plain && *Plain >= Effect::Insert)
        Flags |= FlagChanges;
    if (*What >= Effect::Insert && *What <= Effect::Assign)
      mutated(Object, Method, L);
    ValueId Key = keyOf(E, Method);
    access(Map, *What, Range ? "range-for" : Method, L, Flags | accessFlags(E, Method));
    if (!Pending.empty() && Pending.back().Kind == EventKind::Access && Pending.back().Subject == Map) {
      Event Ev = Pending.back();
      Ev.CallId = callId(E);
      if (Key)
        setArgs(Ev, {Key});
      Pending.back() = Ev;
      auto Assigned = Overwritten.find(E);
      const Expr *Value = Assigned != Overwritten.end()                          ? Assigned->second
                          : Method == "insert_or_assign" && E->getNumArgs() == 2 ? E->getArg(1)
                                                                                 : nullptr;
      if (Key && Value)
        storedFrom(Value, {Key}, L);
    }
    unsigned First = isa<CXXOperatorCallExpr>(E) ? 1 : 0;
    if (C == Category::Map && (Method == "swap" || Method == "merge" || Method == "operator=") &&
        E->getNumArgs() > First) {
      const Expr *Other = E->getArg(First);
      if (T.isMap(Other->getType())) {
        ValueId O = valueOf(Other);
        ValueKind K = Out.Values[O].Kind;
        bool Moved = stripped(Other)->isXValue() || Method != "operator=";
        if (const auto *OC = dyn_cast<CallExpr>(stripped(Other)); OC && OC->getDirectCallee() &&
                                                                  OC->getDirectCallee()->getDeclName().isIdentifier() &&
                                                                  OC->getDirectCallee()->getName() == "move")
          Moved = true;
        if (K != ValueKind::Alloc && K != ValueKind::Result && K != ValueKind::Unknown && K != ValueKind::Literal)
          access(O, Moved ? Effect::Assign : Effect::Iterate, Method, L);
        const auto *Into = dyn_cast_or_null<VarDecl>(isa<DeclRefExpr>(stripped(Object)) ? namedBy(Object) : nullptr);
        if (!Moved && Method == "operator=" && Into && Into->hasLocalStorage())
          copied(Into, Other, L);
      }
    }
    // Callables and pointers put into a map can be called and reached from there.
    if ((V.holder(Method) & (HolderStoring | HolderInPlace)) || Method == "try_emplace" || Method == "insert_or_assign")
      if (E->getNumArgs() > First) {
        const Expr *Last = E->getArg(E->getNumArgs() - 1);
        if (!T.isIterator(Last->getType()->getAsCXXRecordDecl() ? Last->getType()->getAsCXXRecordDecl() : R))
          store(element(Map, 0, true), valueOf(Last), L);
      }
    return true;
  }
  if (!N.inSystemHeader(Callee) || E->getNumArgs() == 0)
    return false;
  llvm::StringRef Name = N.vocabulary(Callee);
  auto IsMapArg = [&](unsigned I) {
    TypeInfo Info = T.classify(E->getArg(I)->getType());
    return Info.What == Category::Map && !(Info.Flags & EntityArray) && objectClass(E->getArg(I), T) == Info.Class;
  };
  if (!IsMapArg(0))
    return false;
  ValueId Map = valueOf(E->getArg(0));
  if (Name == "std::swap") {
    access(Map, Effect::Assign, "swap", L);
    if (E->getNumArgs() > 1)
      access(valueOf(E->getArg(1)), Effect::Assign, "swap", L);
    return true;
  }
  if (Name == "std::erase_if" || Name == "std::erase") {
    access(Map, Effect::Erase, "erase_if", L);
    if (E->getNumArgs() > 1 && isCallable(E->getArg(1)))
      lowerValueCall(E, valueOf(E->getArg(1)), {element(Map, 0, true)});
    return true;
  }
  if (Name == "std::exchange") {
    access(Map, Effect::Assign, "exchange", L);
    return true;
  }
  if (Name == "std::size" || Name == "std::empty" || Name == "std::begin" || Name == "std::cbegin") {
    access(Map, Effect::Read, Name, L);
    return true;
  }
  if (Name == "std::operator==" || Name == "std::operator!=" || Name == "std::operator<") {
    access(Map, Effect::Iterate, "comparison", L);
    if (E->getNumArgs() > 1 && IsMapArg(1))
      access(valueOf(E->getArg(1)), Effect::Iterate, "comparison", L);
    return true;
  }
  return false;
}

bool FunctionLowering::lowerLockCall(const CallExpr *E, const FunctionDecl *Callee) {
  SourceLocation L = E->getExprLoc();
  auto Emit = [&](EventKind K, ValueId Subject, LockMode Mode, bool Try) {
    Event &Ev = emit(K, L);
    Ev.Subject = Subject;
    Ev.Detail = static_cast<std::uint8_t>(Mode);
    Ev.Flags = (Mode == LockMode::Shared ? FlagShared : 0) | (Try ? FlagTry : 0);
    Ev.CallId = Try ? callId(E) : 0;
    Ev.Name = N.intern(Callee->getNameAsString());
  };
  if (const Expr *Object = receiver(E)) {
    const CXXRecordDecl *R = objectClass(Object, T);
    if (!R || !N.inSystemHeader(Callee))
      return false;
    std::string Method = Callee->getNameAsString();
    switch (T.classCategory(R)) {
    case Category::Mutex: {
      auto Op = V.lockMethod(Method);
      if (!Op)
        return true;
      ValueId Lock = valueOf(Object);
      if (Op->Action == LockAction::Acquire)
        Emit(EventKind::Acquire, Lock, Op->Mode, false);
      else if (Op->Action == LockAction::Release)
        Emit(EventKind::Release, Lock, Op->Mode, false);
      else if (Op->Action == LockAction::Try)
        Emit(EventKind::Acquire, Lock, Op->Mode, true);
      else if (Op->Action == LockAction::Assert)
        Emit(EventKind::GuardAssert, Lock, Op->Mode, false);
      return true;
    }
    case Category::Guard: {
      ValueId Guard = valueOf(Object);
      if (Method == "operator=" && E->getNumArgs() == 2) {
        Event &Ev = emit(EventKind::GuardMove, L);
        Ev.Subject = Guard;
        Ev.Other = valueOf(E->getArg(1));
        return true;
      }
      if (UnlockedResults.count(E)) {
        Emit(EventKind::GuardRelease, Guard, LockMode::Exclusive, false);
        return true;
      }
      if (Method == "swap" && E->getNumArgs() == 1) {
        exchangesGuards(E, Object, E->getArg(0));
        return true;
      }
      auto Op = V.guardMethod(Method);
      if (!Op)
        return true;
      if (Op->Action == LockAction::Acquire && E->getNumArgs() >= 1) {
        // TBB: acquire(mutex)
        Event &Ev = emit(EventKind::GuardInit, L);
        Ev.Subject = Guard;
        setArgs(Ev, {valueOf(E->getArg(0))});
      } else if (Op->Action == LockAction::Acquire) {
        Emit(EventKind::GuardAcquire, Guard, Op->Mode, false);
      } else if (Op->Action == LockAction::Try) {
        Emit(EventKind::GuardAcquire, Guard, Op->Mode, true);
      } else if (Op->Action == LockAction::Release) {
        Emit(EventKind::GuardRelease, Guard, Op->Mode, false);
      } else if (Op->Action == LockAction::Drop) {
        Emit(EventKind::GuardDrop, Guard, Op->Mode, false);
      } else if (Op->Action == LockAction::Upgrade || Op->Action == LockAction::Downgrade) {
        if (Op->Action == LockAction::Downgrade)
          Emit(EventKind::GuardRelease, Guard, Op->Mode, false);
        initGuard(L, Guard, lockOf(Object), Op->Mode == LockMode::Shared);
      }
      return true;
    }
    default: break;
    }
    if (isConditionVariable(R)) {
      if (llvm::StringRef(Method).starts_with("wait") && E->getNumArgs() >= 1) {
        Emit(EventKind::CvWait, valueOf(E->getArg(0)), LockMode::Exclusive, false);
        for (unsigned I = 1; I < E->getNumArgs(); ++I)
          if (isCallable(E->getArg(I))) {
            lowerValueCall(E->getArg(I), valueOf(E->getArg(I)), {});
            // A timed wait may give up: its result says, to those who look (condition()).
            if (Method == "wait")
              awaitedPredicate(E->getArg(I));
          }
      }
      return true;
    }
    return false;
  }
  auto Op = V.lockFunction(N.vocabulary(Callee));
  if (!Op)
    return false;
  for (unsigned I = 0; I < E->getNumArgs(); ++I) {
    if (Op->Arg >= 0 && I != static_cast<unsigned>(Op->Arg))
      continue;
    ValueId Lock = valueOf(E->getArg(I));
    bool Guard = T.classify(E->getArg(I)->getType()).What == Category::Guard;
    switch (Op->Action) {
    case LockAction::Acquire: Emit(Guard ? EventKind::GuardAcquire : EventKind::Acquire, Lock, Op->Mode, false); break;
    case LockAction::Release: Emit(EventKind::Release, Lock, Op->Mode, false); break;
    default: Emit(Guard ? EventKind::GuardAcquire : EventKind::Acquire, Lock, Op->Mode, true); break;
    }
  }
  return true;
}

bool FunctionLowering::lowerThreadCall(const CallExpr *E, const FunctionDecl *Callee) {
  SourceLocation L = E->getExprLoc();
  const Expr *Object = receiver(E);
  llvm::StringRef Name = N.vocabulary(Callee);
  auto Join = [&](ValueId Handle) {
    Event &Ev = emit(EventKind::Join, L);
    Ev.Subject = Handle;
    Ev.Name = N.intern(Callee->getNameAsString());
    // Waiting for each element in a loop is waiting for all, after the loop.
    ValueId Walk = Handle;
    while (Walk && Out.Values[Walk].Kind == ValueKind::Field)
      Walk = Out.Values[Walk].A;
    const Value &H = Out.Values[Walk];
    bool Varies = H.Kind == ValueKind::Element && H.Name && U.Facts.Strings[H.Name][0] == '*';
    if (H.Kind == ValueKind::Element && !Varies && H.Name == 0)
      Varies = true; // through an iterator
    auto Loop = LoopOf.find(E);
    if (Loop == LoopOf.end())
      return;
    bool Front =
        H.Kind == ValueKind::Element && H.Name && llvm::StringRef(U.Facts.Strings[H.Name]).starts_with("taken:");
    if (Varies || Front)
      JoinedAfterLoop[Loop->second].push_back(Handle);
  };
  auto Spawn = [&](const SpawnOperation &Op, unsigned First, ValueId Group = 0) {
    unsigned Count = E->getNumArgs();
    ValueId Handle = Group                                         ? Group
                     : Op.Handle >= 0 && First + Op.Handle < Count ? valueOf(E->getArg(First + Op.Handle))
                                                                   : make(ValueKind::Result, callId(E));
    if (Op.Flags & FlagDetached)
      Handle = 0;
    unsigned Flags = Op.Flags;
    for (unsigned I = First; I < Count; ++I) {
      const Expr *A = E->getArg(I);
      if (Op.Callable == -2) {
        if (isCallable(A))
          spawn(L, Name, Handle, valueOf(A), {}, Flags);
        continue;
      }
      if (static_cast<int>(I - First) < Op.Callable)
        continue;
      // async(policy, callable, ...)
      if (const auto *ED = A->getType()->getAs<EnumType>(); ED && ED->getDecl()->getName() == "launch") {
        Flags &= ~FlagDeferred;
        Expr::EvalResult R;
        if (A->EvaluateAsInt(R, N.context()) && R.Val.getInt().getExtValue() == 2) {
          // Deferred: runs in the thread that asks for the result.
          for (unsigned K = I + 1; K < Count; ++K)
            if (isCallable(E->getArg(K)))
              lowerValueCall(E, valueOf(E->getArg(K)), {});
          return;
        }
        continue;
      }
      llvm::SmallVector<ValueId, 4> Args;
      for (unsigned K = I + 1; K < Count; ++K)
        Args.push_back(copiedArgument(E->getArg(K)));
      ValueId Run = copiedArgument(A);
      if (!Run && objectClass(A, T))
        Run = alloc(A, A->getType());
      spawn(L, Name, Handle, Run, Args, Flags);
      return;
    }
  };
  if (Object) {
    const CXXRecordDecl *R = objectClass(Object, T);
    if (!R)
      return false;
    std::string Method = Callee->getNameAsString();
    llvm::StringRef Class = N.vocabulary(R);
    const auto *MD = cast<CXXMethodDecl>(Callee);
    llvm::StringRef Declared = N.vocabulary(MD->getParent());
    if (V.joinMethod(Class, Method) || V.joinMethod(Declared, Method)) {
      Join(valueOf(Object));
      return true;
    }
    if (V.detachMethod(Class, Method)) {
      Event &Ev = emit(EventKind::Join, L);
      Ev.Subject = valueOf(Object);
      Ev.Flags = FlagDetached;
      Ev.Name = N.intern(Method);
      return true;
    }
    if (auto Op = V.spawnMethod(Class, Method)) {
      // A group of threads waits for all of them.
      Spawn(*Op, 0, T.classCategory(R) == Category::Thread ? valueOf(Object) : 0);
      return true;
    }
    if (T.classCategory(R) == Category::Thread && N.inSystemHeader(Callee)) {
      if (Method == "operator=" && E->getNumArgs() == 2)
        store(valueOf(Object), valueOf(E->getArg(1)), L);
      else if (Method == "swap")
        store(valueOf(Object), valueOf(E->getArg(0)), L);
      return true;
    }
    if (V.signalMethod(Class, Method) || V.awaitMethod(Class, Method)) {
      // A semaphore hands over, and with a single permit it is also a lock; one that lets
      // several pass is neither. Where the count is not in view, it may be either.
      bool Semaphore = Method == "acquire" || Method == "release";
      std::optional<long> Permits = Semaphore ? permits(Object) : std::nullopt;
      bool Lock = Semaphore && (!Permits || *Permits == 1), Order = !Permits || *Permits <= 1;
      if (V.signalMethod(Class, Method)) {
        // promise.set_value(p): what p leads to goes to whoever gets it.
        if (E->getNumArgs() == 1 && T.isTransparent(E->getArg(0)->getType().getNonReferenceType()))
          store(promised(valueOf(Object)), valueOf(E->getArg(0)), L);
        if (Order)
          emit(EventKind::Signal, L).Subject = valueOf(Object);
        if (Lock)
          emit(EventKind::Release, L).Subject = valueOf(Object);
      }
      if (V.awaitMethod(Class, Method)) {
        if (Order) {
          Event &Ev = emit(EventKind::Await, L);
          Ev.Subject = valueOf(Object);
          Ev.Flags = V.isBarrier(Class) ? FlagMany : 0;
        }
        if (Lock)
          emit(EventKind::Acquire, L).Subject = valueOf(Object);
      }
      return true;
    }
    return false;
  }
  if (auto Arg = V.joinFunction(Name); Arg && static_cast<unsigned>(*Arg) < E->getNumArgs()) {
    // for (auto t : threads) pthread_join(t, nullptr): a number that was copied.
    const Expr *Handle = stripped(E->getArg(*Arg));
    const auto *Var = dyn_cast_or_null<VarDecl>(namedBy(Handle));
    if (isa<DeclRefExpr>(Handle) && Var && Var->hasLocalStorage() && Var->getInit() && !Assigned.count(Var) &&
        !EscapingVars.count(Var))
      Handle = Var->getInit();
    Join(valueOf(Handle));
    return true;
  }
  if (auto Arg = V.signalFunction(Name); Arg && static_cast<unsigned>(*Arg) < E->getNumArgs()) {
    emit(EventKind::Signal, L).Subject = valueOf(E->getArg(*Arg));
    if (!V.awaitFunction(Name)) {
      emit(EventKind::Release, L).Subject = valueOf(E->getArg(*Arg));
      return true;
    }
  }
  if (auto Arg = V.awaitFunction(Name); Arg && static_cast<unsigned>(*Arg) < E->getNumArgs()) {
    // Without a signal of its own it takes what somebody gives: a semaphore, which is
    // also a lock.
    bool Semaphore = !V.signalFunction(Name);
    Event &Ev = emit(EventKind::Await, L);
    Ev.Subject = valueOf(E->getArg(*Arg));
    Ev.Flags = Semaphore ? 0 : FlagMany;
    if (Semaphore)
      emit(EventKind::Acquire, L).Subject = valueOf(E->getArg(*Arg));
    return true;
  }
  if (V.onceFunction(Name) && E->getNumArgs() >= 2) {
    Event &Ev = emit(EventKind::OnceCall, L);
    Ev.Subject = valueOf(E->getArg(0));
    Ev.Other = valueOf(E->getArg(1));
    llvm::SmallVector<ValueId, 4> Args;
    for (unsigned I = 2; I < E->getNumArgs(); ++I)
      Args.push_back(valueOf(E->getArg(I)));
    Event Copy = Ev;
    Pending.pop_back();
    setArgs(Copy, Args);
    Copy.CallId = callId(E);
    Pending.push_back(Copy);
    return true;
  }
  if (auto Op = V.spawnFunction(Name)) {
    Spawn(*Op, 0);
    return true;
  }
  if (N.inSystemHeader(Callee) && E->getNumArgs() >= 3) {
    // A parallel algorithm: std::for_each(std::execution::par, ...)
    if (const CXXRecordDecl *R = objectClass(E->getArg(0), T);
        R && N.vocabulary(R).contains("execution") && N.vocabulary(R).contains("parallel")) {
      for (const Expr *A : E->arguments())
        if (isCallable(A))
          spawn(L, Name, make(ValueKind::Result, callId(E)), valueOf(A), {}, FlagMany | FlagSynchronous);
      return true;
    }
  }
  return false;
}

/// The expression that a lambda of a single return statement gives.
const Expr *FunctionLowering::soleResult(const Expr *Lambda) const {
  const auto *L = dyn_cast<LambdaExpr>(stripped(Lambda));
  const auto *Body = L ? dyn_cast_or_null<CompoundStmt>(L->getBody()) : nullptr;
  if (!Body || Body->size() != 1)
    return nullptr;
  const auto *R = dyn_cast<ReturnStmt>(Body->body_front());
  return R ? R->getRetValue() : nullptr;
}

bool FunctionLowering::isConditionVariable(const CXXRecordDecl *R) const {
  llvm::StringRef Class = N.vocabulary(R);
  return Class == "std::condition_variable" || Class == "std::condition_variable_any" ||
         Class == "boost::condition_variable" || Class == "boost::condition_variable_any";
}

/// A wait with a predicate ends when the predicate holds: what its single return
/// tests is known to be true from here.
void FunctionLowering::awaitedPredicate(const Expr *Predicate) {
  if (const Expr *Result = soleResult(Predicate)) {
    EdgeEvents Known;
    Awaiting = true;
    condition(Result, true, Known, 0);
    Awaiting = false;
    Pending.insert(Pending.end(), Known.OnTrue.begin(), Known.OnTrue.end());
  }
}

bool FunctionLowering::lowerAtomicCall(const CallExpr *E, const FunctionDecl *Callee) {
  const Expr *Object = receiver(E);
  if (!Object || !N.inSystemHeader(Callee))
    return false;
  const CXXRecordDecl *R = objectClass(Object, T);
  if (!R)
    return false;
  llvm::StringRef Class = N.vocabulary(R);
  if (Class != "std::atomic" && Class != "std::atomic_flag" && Class != "std::atomic_ref")
    return false;
  std::string Method = Callee->getNameAsString();
  SourceLocation L = E->getExprLoc();
  useView(Object, Effect::ElementRead, Method, L, FlagAlive);
  ValueId Atomic = valueOf(Object);
  bool Relaxed = isRelaxed(E, N.context()) && !HasFence;
  unsigned First = isa<CXXOperatorCallExpr>(E) ? 1 : 0;
  auto Emit = [&](EventKind K, bool Try) -> Event & {
    Event &Ev = emit(K, L);
    Ev.Subject = Atomic;
    Ev.Flags = Try ? FlagTry : 0;
    Ev.CallId = Try ? callId(E) : 0;
    Ev.Name = N.intern(Method);
    return Ev;
  };
  if (Method == "test_and_set" || llvm::StringRef(Method).starts_with("compare_exchange") || Method == "exchange") {
    if (!Relaxed)
      Emit(EventKind::Acquire, true);
    if (!Relaxed && Method == "exchange")
      Emit(EventKind::Publish, false).Detail = E->getNumArgs() > First && isFalse(E->getArg(First), N.context());
    if (Method == "exchange" && E->getNumArgs() > First)
      store(Atomic, valueOf(E->getArg(First)), L);
    return true;
  }
  if (Method == "clear" || ((Method == "store" || Method == "operator=") && E->getNumArgs() > First)) {
    bool Cleared = Method == "clear" || isFalse(E->getArg(First), N.context());
    if (Cleared && !Relaxed) {
      Emit(EventKind::Release, false);
    }
    if (Method != "clear") {
      ValueId Stored = valueOf(E->getArg(First));
      if (!Relaxed && !Cleared)
        Emit(EventKind::Publish, false).Other = Stored;
      if (T.classify(objectType(Object)).Class)
        store(Atomic, Stored, L);
      // Whoever finds the map by this pointer may not find what is in it yet.
      if (Relaxed && !Cleared && T.isMap(objectType(Object)) && !isNull(E->getArg(First)))
        access(Atomic, Effect::Assign, "store with memory_order_relaxed", L);
    }
    return true;
  }
  if (Method == "fetch_add" || Method == "fetch_sub" || Method == "operator++" || Method == "operator--" ||
      Method == "fetch_or") {
    // Counting down, or up to the number of parties: each step lets others pass, and
    // the one that sees the end has seen all.
    if (!Relaxed)
      Emit(EventKind::Publish, false).Flags |= FlagCount;
    else if (const Value &At = Out.Values[Atomic];
             At.Kind == ValueKind::Field && Out.Values[At.A].Kind == ValueKind::Element)
      Emit(EventKind::Touch, false).Detail = 1; // orders nothing, and is written all the same
    return true;
  }
  if (Method == "wait" && !Relaxed)
    Emit(EventKind::Observe, false);
  return true;
}

/// Something is put into a queue: who waits for it to be filled has seen what came before.
void FunctionLowering::pushed(const Expr *Container, llvm::StringRef Method, SourceLocation L) {
  if (!(V.holder(Method) & (HolderStoring | HolderInPlace)) || Method == "assign" || !sharedPlace(Container))
    return;
  Event &Ev = emit(EventKind::Publish, L);
  Ev.Subject = valueOf(Container);
  Ev.Flags = FlagPlain;
}

bool FunctionLowering::lowerContainerCall(const CallExpr *E, const FunctionDecl *Callee) {
  const Expr *Object = receiver(E);
  if (!Object || !N.inSystemHeader(Callee))
    return false;
  const CXXRecordDecl *R = objectClass(Object, T);
  if (!R)
    return false;
  std::string Method = Callee->getNameAsString();
  SourceLocation L = E->getExprLoc();
  unsigned First = isa<CXXOperatorCallExpr>(E) ? 1 : 0;
  unsigned H = V.holder(Method);
  if (T.isSequence(R)) {
    QualType Made = firstTypeArgument(R);
    llvm::SmallVector<const Expr *, 4> Args;
    for (unsigned I = First; I < E->getNumArgs(); ++I)
      Args.push_back(E->getArg(I));
    if ((H & (HolderStoring | HolderInPlace)) && !Args.empty())
      pushedView(Object, Args.back(), L);
    // A pthread_t in a vector is an unsigned long like any other, but for what it is
    // made from.
    bool Handle = !Args.empty() && T.classify(stripped(Args.back())->getType()).What == Category::Thread;
    if (Made.isNull() || (!interesting(Made) && !Handle)) {
      pushed(Object, Method, L);
      return true;
    }
    ValueId Dest = element(valueOf(Object), 0);
    pushed(Object, Method, L);
    if ((Method == "operator=" || Method == "swap") && Args.size() == 1) {
      store(valueOf(Object), valueOf(Args[0]), L);
      if (Method == "swap")
        store(valueOf(Args[0]), valueOf(Object), L);
      return true;
    }
    if ((H & HolderInPlace) && Method.rfind("emplace", 0) == 0) {
      if (Method == "emplace" && T.isSequence(R) &&
          (N.vocabulary(R) == "std::vector" || N.vocabulary(R) == "std::deque" || N.vocabulary(R) == "std::list") &&
          !Args.empty())
        Args.erase(Args.begin());
      makeObject(E, Dest, Made, Args);
    } else if ((H & HolderStoring) && !Args.empty()) {
      ValueId Src = valueOf(Args.back());
      if (Out.Values[Src].Kind == ValueKind::Element &&
          T.isIterator(Args.back()->getType()->getAsCXXRecordDecl() ? Args.back()->getType()->getAsCXXRecordDecl() : R))
        Src = Out.Values[Src].A, Dest = valueOf(Object);
      const CXXRecordDecl *MadeClass = Made->getAsCXXRecordDecl();
      if (MadeClass && !T.isTransparent(Made) && !N.inSystemHeader(MadeClass))
        lowerAggregate(Dest, Args.back());
      store(Dest, Src, L);
    } else if (llvm::StringRef(Method).starts_with("pop")) {
      // What front() or back() led to is now only in the hands of this function.
      bool Stack = N.vocabulary(R) == "std::stack" || N.vocabulary(R) == "std::priority_queue";
      llvm::StringRef End = Method == "pop_back" ? "back" : Method == "pop" && Stack ? "top" : "front";
      emit(EventKind::Fresh, L).Subject = element(valueOf(Object), N.intern(("taken:" + End).str()));
    } else if (Method == "clear" && (T.classify(Made).Flags & EntityJoins)) {
      Event &Ev = emit(EventKind::Join, L);
      Ev.Subject = Dest;
      Ev.Flags = FlagAll;
      Ev.Name = N.intern("clear");
    }
    return true;
  }
  if (T.isSmartPointer(R)) {
    ValueId Dest = valueOf(Object);
    QualType Made = firstTypeArgument(R);
    TypeInfo Info = T.classify(Made);
    if (Method == "operator=" && E->getNumArgs() == 2) {
      const Expr *Src = E->getArg(1);
      ValueId S = valueOf(Src);
      const auto *Local = dyn_cast_or_null<VarDecl>(namedBy(Object));
      bool Own = Local && Local->hasLocalStorage() && isa<DeclRefExpr>(stripped(Object)) &&
                 !Local->getType()->isReferenceType() && Local->getDeclContext() == F;
      if (Info.What == Category::Map && Own)
        access(S, Effect::PointerRead, "copy of the pointer", L);
      else if (Info.What == Category::Map)
        access(Dest, Effect::PointerWrite, "operator=", L, isNull(Src) ? FlagClears : 0);
      if (Info.What == Category::Guard) {
        Event &Ev = emit(EventKind::GuardMove, L);
        Ev.Subject = Dest;
        Ev.Other = S;
        return true;
      }
      // A local that is no place of its own stands for what it was set to, by all who set it.
      if (!Own || Out.Values[Dest].Kind == ValueKind::Local)
        store(Dest, S, L);
    } else if (Method == "reset" || Method == "emplace") {
      if (Info.What == Category::Map)
        access(Dest, Effect::PointerWrite, Method, L,
               Method == "reset" &&
                       (E->getNumArgs() == 0 || isa<CXXDefaultArgExpr>(E->getArg(0)) || isNull(E->getArg(0)))
                   ? FlagClears
                   : 0);
      if (Method == "reset" && (E->getNumArgs() == 0 || isa<CXXDefaultArgExpr>(E->getArg(0)))) {
        if (Info.What == Category::Guard || (Info.Flags & EntityJoins)) {
          Event &Ev = emit(EventKind::EndOfLife, L);
          Ev.Subject = Dest;
          Ev.Flags = Info.Flags & EntityJoins ? FlagAll : 0;
        }
        return true;
      }
      llvm::SmallVector<const Expr *, 4> Args(E->arg_begin(), E->arg_end());
      if (Method == "emplace" && !Made.isNull())
        makeObject(E, Dest, Made, Args);
      else if (!Args.empty())
        store(Dest, valueOf(Args[0]), L);
    } else
      exchangesPointers(E, Callee);
    return true;
  }
  if (T.classCategory(R) == Category::Callable && Method == "operator=" && E->getNumArgs() == 2) {
    store(valueOf(Object), valueOf(E->getArg(1)), L);
    return true;
  }
  return false;
}

/// The function that a callable argument is: &f, &Class::f, mem_fn(&Class::f).
static const FunctionDecl *namedFunction(const Expr *E) {
  E = stripped(E);
  if (const auto *C = dyn_cast<CallExpr>(E); C && C->getNumArgs() == 1)
    return namedFunction(C->getArg(0));
  if (const auto *U = dyn_cast<UnaryOperator>(E); U && U->getOpcode() == UO_AddrOf)
    E = stripped(U->getSubExpr());
  if (const auto *R = dyn_cast<DeclRefExpr>(E))
    return dyn_cast<FunctionDecl>(R->getDecl());
  return nullptr;
}

/// The container in transform(..., back_inserter(threads), make) and generate_n; only for
/// what makes threads.
const Expr *FunctionLowering::resultsGoTo(const CallExpr *E) {
  const CXXRecordDecl *R = nullptr;
  const Expr *To = nullptr;
  for (const Expr *A : E->arguments())
    if (const auto *C = dyn_cast<CallExpr>(stripped(A)); C && C->getDirectCallee() && C->getNumArgs() >= 1)
      if (llvm::StringRef Name = N.vocabulary(C->getDirectCallee());
          Name == "std::back_inserter" || Name == "std::inserter")
        To = C->getArg(0);
  if (To)
    R = objectClass(To, T);
  return R && T.isSequence(R) && T.classify(To->getType()).What == Category::Thread ? To : nullptr;
}

/// `f.swap(g)`, `std::swap(f, g)`, `std::exchange(f, g)`: callables change places, and
/// none is called.
bool FunctionLowering::exchangesCallables(const CallExpr *E, const FunctionDecl *Callee) {
  if (!N.inSystemHeader(Callee) || !Callee->getDeclName().isIdentifier())
    return false;
  bool Swap = Callee->getName() == "swap", Exchange = Callee->getName() == "exchange";
  const Expr *Into = isa<CXXMemberCallExpr>(E) ? receiver(E) : E->getNumArgs() ? E->getArg(0) : nullptr;
  const Expr *From = E->getNumArgs() ? E->getArg(E->getNumArgs() - 1) : nullptr;
  if ((!Swap && !Exchange) || !Into || Into == From || !isCallable(Into) || !isCallable(From))
    return false;
  store(valueOf(Into), valueOf(From), E->getExprLoc());
  if (Swap)
    store(valueOf(From), valueOf(Into), E->getExprLoc());
  return true;
}

/// `l.swap(r)`, `std::swap(l, r)`: what one guard held, the other holds. In a loop the guards go
/// from object to object, along with a pointer: no one lock is held in all rounds, and saying
/// so would hide that each object is locked in its own.
void FunctionLowering::exchangesGuards(const CallExpr *Swap, const Expr *L, const Expr *R) {
  if (LoopOf.count(Swap))
    return;
  SourceLocation At = Swap->getExprLoc();
  ValueId Left = valueOf(L), Right = valueOf(R), Between = alloc(L, L->getType());
  for (auto [To, From] : {std::pair{Between, Left}, std::pair{Left, Right}, std::pair{Right, Between}}) {
    Event &Ev = emit(EventKind::GuardMove, At);
    Ev.Subject = To;
    Ev.Other = From;
  }
}

/// `held_.swap(fresh)`, `std::swap(held_, fresh)`, `std::exchange(held_, fresh)`: pointers to
/// maps are set, but for those that only this function has.
bool FunctionLowering::exchangesPointers(const CallExpr *E, const FunctionDecl *Callee) {
  if (!N.inSystemHeader(Callee) || !Callee->getDeclName().isIdentifier() ||
      (Callee->getName() != "swap" && Callee->getName() != "exchange"))
    return false;
  const Expr *Into = isa<CXXMemberCallExpr>(E) ? receiver(E) : E->getNumArgs() ? E->getArg(0) : nullptr;
  const Expr *From = E->getNumArgs() ? E->getArg(E->getNumArgs() - 1) : nullptr;
  if (!Into || !From || Into == From)
    return false;
  TypeInfo Info = T.classify(Into->getType().getNonReferenceType());
  const CXXRecordDecl *R = Into->getType()->getAsCXXRecordDecl();
  bool Pointer = Into->getType()->isPointerType() || (R && T.isSmartPointer(R));
  if (Info.What != Category::Map || !Pointer || (Info.Flags & EntityArray))
    return false;
  auto Set = [&](const Expr *To, const Expr *With) {
    const auto *Var = isa<DeclRefExpr>(stripped(To)) ? dyn_cast_or_null<VarDecl>(namedBy(To)) : nullptr;
    bool Own = Var && Var->hasLocalStorage() && !Var->getType()->isReferenceType() && Var->getDeclContext() == F;
    if (!Own && To->isLValue())
      access(valueOf(To), Effect::PointerWrite, Callee->getName(), E->getExprLoc(), isNull(With) ? FlagClears : 0);
    if (!Own)
      store(valueOf(To), valueOf(With), E->getExprLoc());
  };
  Set(Into, From);
  if (Callee->getName() == "swap")
    Set(From, Into);
  return true;
}

void FunctionLowering::lowerUnknownCall(const CallExpr *E, const FunctionDecl *Callee) {
  SourceLocation L = E->getExprLoc();
  llvm::StringRef Name = N.vocabulary(Callee);
  if (Name == "std::bind" || Name == "boost::bind" || Name == "std::bind_front") {
    for (const Expr *A : E->arguments())
      if (copiesMap(A))
        access(valueOf(A), Effect::Iterate, "copy", A->getBeginLoc());
    return;
  }
  if ((Name == "std::swap" || Name == "std::exchange") && E->getNumArgs() == 2)
    if (const CXXRecordDecl *R = stripped(E->getArg(0))->getType()->getAsCXXRecordDecl())
      copyParts(valueOf(E->getArg(0)), valueOf(E->getArg(1)), R, {true, true, false}, L);
  if (Name == "std::swap" && E->getNumArgs() == 2 && T.classify(E->getArg(0)->getType()).What == Category::Guard)
    return exchangesGuards(E, E->getArg(0), E->getArg(1));
  if (exchangesPointers(E, Callee))
    return;
  if (V.holder(Name) & HolderPassThrough)
    return;
  if (const Expr *Object = receiver(E); Object && isa<CXXMemberCallExpr>(E) && N.inSystemHeader(Callee))
    lowerByShape(Callee, valueOf(Object), {}, L);
  if (V.holder(Name) & HolderMaker) {
    QualType Made = firstTypeArgument(E->getType()->getAsCXXRecordDecl());
    if (!Made.isNull() && T.classify(Made).What != Category::Callable) {
      llvm::SmallVector<const Expr *, 4> Args(E->arg_begin(), E->arg_end());
      makeObject(E, valueOf(E), Made, Args);
    }
    return;
  }
  if (exchangesCallables(E, Callee))
    return;
  // The standard library calls what it is given before it returns, unless the table
  // of threads says otherwise. Of other libraries (event loops, timers, observers)
  // nobody knows when and where: nothing is assumed.
  bool Standard = Name.starts_with("std::");
  // Algorithms hand every element of the range to the callable.
  ValueId Container = 0;
  for (const Expr *A : E->arguments()) {
    ValueId X = valueOf(A);
    if (Out.Values[X].Kind == ValueKind::Element) {
      Container = Out.Values[X].A;
      break;
    }
  }
  for (unsigned I = 0; I < E->getNumArgs(); ++I) {
    const Expr *A = E->getArg(I);
    if (isa<CXXDefaultArgExpr>(A))
      continue;
    if (isCallable(A)) {
      if (!Standard)
        continue;
      // for_each(threads.begin(), threads.end(), mem_fn(&thread::join))
      if (const FunctionDecl *Method = namedFunction(A); Method && Container && isa<CXXMethodDecl>(Method))
        if (V.joinMethod(N.vocabulary(cast<CXXMethodDecl>(Method)->getParent()), Method->getNameAsString())) {
          Event &Ev = emit(EventKind::Join, L);
          Ev.Subject = element(Container, 0);
          Ev.Flags = FlagAll;
          Ev.Name = N.intern(Method->getNameAsString());
          continue;
        }
      llvm::SmallVector<ValueId, 4> Args;
      if (Name == "std::invoke" || Name == "std::apply" || Name == "std::invoke_r")
        for (unsigned K = I + 1; K < E->getNumArgs(); ++K)
          Args.push_back(valueOf(E->getArg(K)));
      else if (Container && Standard)
        Args.assign(2, element(Container, N.intern("*all")));
      lowerValueCall(A, valueOf(A), Args);
      // For one element after the other; threads that it makes go where it is told.
      const Expr *To = resultsGoTo(E);
      auto Keep = [&] {
        if (To)
          store(element(valueOf(To), 0), make(ValueKind::Result, callId(A)), L);
      };
      Keep();
      if (Container || To) {
        lowerValueCall(A, valueOf(A), Args);
        Keep();
      }
      if (Name == "std::invoke")
        break;
      continue;
    }
    TypeInfo Info = T.classify(A->getType());
    if (Info.What == Category::Map && !(Info.Flags & EntityArray) && objectClass(A, T) == Info.Class) {
      ValueId X = valueOf(A);
      ValueKind K = Out.Values[X].Kind;
      if (K != ValueKind::Alloc && K != ValueKind::Result && K != ValueKind::Unknown)
        access(X, Name == "std::inserter" ? Effect::Insert : Effect::Read, Callee->getNameAsString(), L);
    }
  }
}

void FunctionLowering::lowerUserCall(const CallExpr *E, const FunctionDecl *Callee) {
  if (const auto *MD = dyn_cast<CXXMethodDecl>(Callee);
      MD && !MD->isUserProvided() && (MD->isCopyAssignmentOperator() || MD->isMoveAssignmentOperator())) {
    copyObject(valueOf(receiver(E)), E->getArg(E->getNumArgs() - 1), true, E->getExprLoc());
    return;
  }
  storedByCall(E);
  Event Ev = emit(EventKind::Call, E->getExprLoc());
  Pending.pop_back();
  if (const FunctionDecl *Def = Callee->getDefinition())
    Callee = Def;
  Ev.Callee = N.usr(Callee);
  Ev.Name = N.intern(Callee->getNameAsString());
  Ev.CallId = callId(E);
  // lock(); drops the guard that lock() gives.
  if (Unused.count(E) && T.classify(E->getType()).What == Category::Guard)
    Ev.Flags |= FlagTemporary;
  unsigned First = 0;
  if (const Expr *Object = receiver(E)) {
    Ev.Subject = valueOf(Object);
    if (isa<CXXOperatorCallExpr>(E))
      First = 1;
    const auto *MD = cast<CXXMethodDecl>(Callee);
    bool Qualified = false;
    if (const auto *M = dyn_cast<MemberExpr>(E->getCallee()->IgnoreParens()))
      Qualified = M->hasQualifier();
    if (MD->isVirtual() && !Qualified && !MD->hasAttr<FinalAttr>() && !MD->getParent()->hasAttr<FinalAttr>())
      Ev.Flags |= FlagVirtual;
    U.noteClass(MD->getParent());
  }
  llvm::SmallVector<ValueId, 8> Args;
  for (unsigned I = First; I < E->getNumArgs(); ++I)
    Args.push_back(valueOf(E->getArg(I)));
  setArgs(Ev, Args);
  Pending.push_back(Ev);
  lowerCapabilities(Callee, Ev.Subject, Args, E);
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(E))
    if (std::optional<EventKind> Does = entersMonitor(M->getImplicitObjectArgument(), cast<CXXMethodDecl>(Callee)))
      emit(*Does, E->getExprLoc()).Subject = Ev.Subject;
}

void FunctionLowering::lowerCall(const CallExpr *E) {
  const FunctionDecl *Callee = E->getDirectCallee();
  if (CalledLater.count(E))
    return;
  if (!Callee) {
    llvm::SmallVector<ValueId, 4> Args;
    for (const Expr *A : E->arguments())
      Args.push_back(valueOf(A));
    const Expr *Target = E->getCallee()->IgnoreParenImpCasts();
    ValueId Run = valueOf(Target);
    if (const auto *B = dyn_cast<BinaryOperator>(Target); B && B->isPtrMemOp()) {
      // (object->*method)(args): the object is bound to the member pointer
      Run = make(ValueKind::Bind, valueOf(B->getRHS()), 0, {valueOf(B->getLHS())});
    }
    lowerValueCall(E, Run, Args);
    return;
  }
  if (Callee->getBuiltinID() && !N.inSystemHeader(Callee)) {
    lowerLockCall(E, Callee);
    return;
  }
  touchedObjects(E, Callee);
  if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E); O && O->getOperator() == OO_Call) {
    const CXXRecordDecl *R = objectClass(E->getArg(0), T);
    if (R && T.classCategory(R) == Category::Callable) {
      llvm::SmallVector<ValueId, 4> Args;
      for (unsigned I = 1; I < E->getNumArgs(); ++I)
        Args.push_back(valueOf(E->getArg(I)));
      lowerValueCall(E, valueOf(E->getArg(0)), Args);
      return;
    }
  }
  if (const auto *M = dyn_cast<CXXMethodDecl>(Callee); M && M->getDeclName().isIdentifier() &&
                                                       M->getName() == "resume" && receiver(E) &&
                                                       N.vocabulary(M->getParent()) == "std::coroutine_handle") {
    lowerValueCall(E, valueOf(receiver(E)), {});
    return;
  }
  if (const Expr *Object = receiver(E)) {
    // A step of an iterator over a map, or a look through it, works on the map.
    ValueId Map;
    const CXXRecordDecl *R = objectClass(Object, T);
    if (R && N.inSystemHeader(Callee) && T.isIterator(R) && isElementOf(valueOf(Object), Map)) {
      if (ConcurrentMaps.count(Map))
        return;
      if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E)) {
        bool Moves = O->getOperator() == OO_PlusPlus || O->getOperator() == OO_MinusMinus;
        if (Moves)
          useView(Object, Effect::Iterate, RangeBegins.count(E) ? "range-for" : "iterator++", E->getExprLoc());
        if (Moves && !RangeBegins.count(E))
          access(Map, Effect::Iterate, "iterator++", E->getExprLoc());
        else if ((O->getOperator() == OO_Arrow || O->getOperator() == OO_Star) && !RangeBegins.count(E)) {
          access(Map, Effect::ElementRead, "iterator", E->getExprLoc());
          if (const VarDecl *D = viewBehind(Object); D && !Pending.empty())
            Pending.back().Other = localValue(D);
        }
      }
      if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E); O && O->getOperator() == OO_Equal)
        noteSoleView(Object, O->getArg(1));
      return;
    }
    // Changing a mapped value: m.at(k).push_back(x)
    const auto *MD = dyn_cast<CXXMethodDecl>(Callee);
    if (MD && !MD->isConst() && !MD->isStatic() && N.inSystemHeader(Callee) && R && !T.isSmartPointer(R) &&
        T.classCategory(R) == Category::Other &&
        !(V.holder(Callee->getNameAsString()) & HolderElement & ~(HolderInPlace | HolderStoring)))
      elementWrite(Object, E->getExprLoc(), Callee->getNameAsString());
    else if (MD && !MD->isStatic() && R && !T.isSmartPointer(R) && T.classCategory(R) == Category::Other)
      useView(Object, Effect::ElementRead, Callee->getNameAsString(), E->getExprLoc());
    if (MD && !MD->isConst() && !MD->isStatic() && !N.inSystemHeader(Callee))
      mutated(Object, Callee->getNameAsString(), E->getExprLoc());
  }
  const unsigned First = isa<CXXOperatorCallExpr>(E) && isa<CXXMethodDecl>(Callee) ? 1 : 0;
  readArguments(llvm::ArrayRef(E->getArgs(), E->getNumArgs()).drop_front(First), Callee, Callee->getNameAsString(),
                E->getExprLoc());
  if (lowerExitCall(E, Callee) || lowerSynchronizedCall(E, Callee) || lowerMapCall(E, Callee) ||
      lowerLockCall(E, Callee) || lowerRegistration(E, Callee) || lowerExecutorCall(E, Callee) ||
      lowerThreadCall(E, Callee) || lowerAtomicCall(E, Callee) || lowerContainerCall(E, Callee))
    return;
  lowerHanded(E, Callee);
  if (N.inSystemHeader(Callee))
    lowerUnknownCall(E, Callee);
  else
    lowerUserCall(E, Callee);
}

} // namespace maprace
