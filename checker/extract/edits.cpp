//===- edits.cpp - where a fix can change the text --------------------------===//
//
// Rules see no source text. What a fix may have to touch is written down here, beside
// the event that it belongs to: the statement around an access, an operator[] and what
// could stand in its place, the type and argument of a guard, a creation on first use, where a member
// could be declared, the place of an attribute. What a macro wrote is left out, so that no fix can touch it.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include <set>

using namespace clang;

namespace maprace {

namespace {

/// Text between two places of one file, both written by hand.
struct Span {
  SourceLocation Begin, End; ///< End: behind the last character
};

class EditFinder : public RecursiveASTVisitor<EditFinder> {
public:
  EditFinder(Names &N, Types &T, FunctionFacts &Out, bool Plain)
      : N(N), T(T), Out(Out), Plain(Plain), SM(N.context().getSourceManager()), Opts(N.context().getLangOpts()) {
    for (const Event &E : Out.Events) {
      if (E.Kind == EventKind::GuardInit)
        Guards.insert(E.At);
      else if (E.Kind == EventKind::Access)
        (static_cast<Effect>(E.Detail) == Effect::PointerWrite ? Creations : Accesses).insert(E.At);
    }
  }

  bool wanted() const { return !Guards.empty() || !Accesses.empty() || !Creations.empty(); }

  bool shouldVisitImplicitCode() const { return false; }
  bool TraverseLambdaExpr(LambdaExpr *E) { // its body is a function of its own
    for (unsigned I = 0; I < E->capture_size(); ++I)
      if (Expr *Init = *(E->capture_init_begin() + I))
        TraverseStmt(Init);
    return true;
  }
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }

  bool VisitCompoundStmt(CompoundStmt *Block) {
    if (SwitchBodies.count(Block))
      return true; // nothing can be declared between its cases
    for (const Stmt *S : Block->body()) {
      if (isa<LabelStmt>(S))
        continue;
      if (const auto *E = dyn_cast<Expr>(S))
        temporary(E), emplacement(E);
      if (std::optional<Span> All = span(S->getSourceRange()))
        Statements.push_back({*All, Block->getRBracLoc()});
    }
    return true;
  }
  bool VisitSwitchStmt(SwitchStmt *S) {
    SwitchBodies.insert(S->getBody());
    return true;
  }
  bool VisitVarDecl(VarDecl *D) {
    Taken.insert(D->getName());
    if (T.classify(D->getType()).What == Category::Guard && !D->getType()->isReferenceType())
      guard(D);
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *E) {
    if (E->getOperator() != OO_Subscript || !Accesses.count(N.loc(E->getExprLoc())))
      return true;
    std::optional<Span> All = span(E->getSourceRange());
    QualType Value = E->getType().getNonReferenceType();
    // The value is copied: it must be cheap, and surely possible.
    if (!All || !Plain || !isPlain(E->getArg(0)) || !isPure(E->getArg(1)) ||
        !(Value.isTriviallyCopyableType(N.context()) || isString(Value)))
      return true;
    std::string Map = source(E->getArg(0)), Key = source(E->getArg(1));
    if (!Map.empty() && !Key.empty())
      add(EditKind::Lookup, E->getExprLoc(), *All,
          "(" + Map + ".count(" + Key + ") ? " + Map + ".at(" + Key + ") : decltype(" + Map + ")::mapped_type())");
    return true;
  }
  bool VisitIfStmt(IfStmt *S) {
    if (S->getElse() || S->getInit() || S->getConditionVariable())
      return true;
    const Expr *Creating = onlyAssignment(S->getThen(), 0);
    if (!Creating || !Creations.count(N.loc(Creating->getExprLoc())))
      return true;
    std::optional<Span> All = span(S->getSourceRange(), /*Semicolon=*/!isa<CompoundStmt>(S->getThen()));
    if (std::optional<Span> Text = span(Creating->getSourceRange()); All && Text)
      add(EditKind::Create, Creating->getExprLoc(), *All, text(*Text));
    if (const FieldDecl *Pointer = ownMember(Creating))
      onceFlag(Creating, Pointer);
    return true;
  }

  /// When all has been visited: statements of accesses, and a free name for a guard.
  void finish(const FunctionDecl *F) {
    if (F)
      for (const ParmVarDecl *P : F->parameters())
        Taken.insert(P->getName());
    for (const Loc &At : Accesses)
      statement(At);
    for (std::size_t I : Nameless)
      Out.Edits[I].Text = N.intern(freeName());
    if (!Accesses.empty())
      Out.Edits.push_back({EditKind::GuardName, {}, {}, {}, 0, N.intern(freeName())});
  }

private:
  Names &N;
  Types &T;
  FunctionFacts &Out;
  bool Plain; ///< no template: a type is written as it is
  const SourceManager &SM;
  const LangOptions &Opts;
  std::set<Loc> Guards, Accesses, Creations;
  struct Statement {
    Span All;
    SourceLocation BlockEnd;
  };
  std::vector<Statement> Statements; ///< outer ones before inner ones
  std::set<llvm::StringRef> Taken;   ///< names of variables
  llvm::DenseSet<const Stmt *> SwitchBodies;
  std::vector<std::size_t> Nameless; ///< edits that want a name

  std::optional<Span> span(SourceRange R, bool Semicolon = false) {
    if (R.isInvalid() || R.getBegin().isMacroID() || R.getEnd().isMacroID())
      return std::nullopt;
    SourceLocation End = Lexer::getLocForEndOfToken(R.getEnd(), 0, SM, Opts);
    if (Semicolon) {
      std::optional<Token> Next = Lexer::findNextToken(R.getEnd(), SM, Opts);
      if (!Next || Next->isNot(tok::semi))
        return std::nullopt;
      End = Next->getEndLoc();
    }
    if (End.isInvalid() || SM.getFileID(R.getBegin()) != SM.getFileID(End) || SM.isInSystemHeader(R.getBegin()))
      return std::nullopt;
    return Span{R.getBegin(), End};
  }

  llvm::StringRef text(Span S) { return Lexer::getSourceText(CharSourceRange::getCharRange(S.Begin, S.End), SM, Opts); }

  /// The character in front of a place, blanks passed over; nothing where it is another.
  SourceLocation before(SourceLocation L, char Wanted) {
    auto [Id, Offset] = SM.getDecomposedLoc(L);
    llvm::StringRef Text = SM.getBufferData(Id).take_front(Offset);
    std::size_t At = Text.find_last_not_of(" \t\r\n");
    return At != llvm::StringRef::npos && Text[At] == Wanted
               ? L.getLocWithOffset(static_cast<int>(At) - static_cast<int>(Offset))
               : SourceLocation();
  }

  void add(EditKind K, SourceLocation Of, Span Where, const llvm::Twine &Text) {
    unsigned Length = SM.getFileOffset(Where.End) - SM.getFileOffset(Where.Begin);
    Out.Edits.push_back({K, N.loc(Of), N.loc(Where.Begin), N.loc(Where.End), Length, N.intern(Text.str())});
  }

  std::string source(const Expr *E) {
    std::optional<Span> S = span(E->getSourceRange());
    return S ? text(*S).str() : "";
  }

  /// A member or variable by its name, which is no reference.
  static bool isPlain(const Expr *E) {
    const ValueDecl *D = namedBy(E);
    E = E->IgnoreParenImpCasts();
    return D && isa<MemberExpr, DeclRefExpr>(E) && !D->getType()->isReferenceType() && !D->getType()->isPointerType() &&
           D->getType()->isRecordType();
  }

  /// Looked at twice, it is the same.
  static bool isPure(const Expr *E) {
    E = stripped(E);
    // The key that a literal or variable is turned into.
    if (const auto *C = dyn_cast<CXXConstructExpr>(E))
      return C->getNumArgs() >= 1 && isPure(C->getArg(0)) &&
             (C->getNumArgs() == 1 || isa<CXXDefaultArgExpr>(C->getArg(1)));
    return isa<DeclRefExpr, IntegerLiteral, CharacterLiteral, StringLiteral>(E) ||
           (isa<MemberExpr>(E) && isPure(cast<MemberExpr>(E)->getBase())) || isa<CXXThisExpr>(E);
  }

  bool isString(QualType Ty) {
    const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
    return R && N.vocabulary(R) == "std::basic_string";
  }

  /// `map[key] = value;` as a statement: where the first one is to win, an emplacement.
  void emplacement(const Expr *E) {
    E = stripped(E);
    const Expr *Left = nullptr, *Right = nullptr;
    if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->getOpcode() == BO_Assign)
      Left = B->getLHS(), Right = B->getRHS();
    else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E); O && O->getOperator() == OO_Equal)
      Left = O->getArg(0), Right = O->getArg(1);
    const auto *Index = Left ? dyn_cast<CXXOperatorCallExpr>(stripped(Left)) : nullptr;
    if (!Index || Index->getOperator() != OO_Subscript || !Opts.CPlusPlus17 || isa<InitListExpr>(stripped(Right)) ||
        !Accesses.count(N.loc(Index->getExprLoc())))
      return;
    const CXXRecordDecl *Map = Index->getArg(0)->getType()->getAsCXXRecordDecl();
    llvm::StringRef Name = Map ? N.vocabulary(Map) : llvm::StringRef();
    std::optional<Span> All = span(E->getSourceRange());
    std::string Object = source(Index->getArg(0)), Key = source(Index->getArg(1)), Value = source(Right);
    if (All && (Name == "std::map" || Name == "std::unordered_map") && !Object.empty() && !Key.empty() &&
        !Value.empty())
      add(EditKind::Emplace, Index->getExprLoc(), *All, Object + ".try_emplace(" + Key + ", " + Value + ")");
  }

  std::string freeName() {
    std::string Name = "lock";
    for (unsigned I = 2; Taken.count(Name); ++I)
      Name = "lock" + std::to_string(I);
    return Name;
  }

  void statement(const Loc &At) {
    const Statement *Innermost = nullptr;
    for (const Statement &S : Statements) {
      Loc Begin = N.loc(S.All.Begin), End = N.loc(S.All.End);
      if (Begin.File == At.File && Begin <= At && At < End)
        Innermost = &S;
    }
    if (!Innermost || Innermost->BlockEnd.isMacroID())
      return;
    // Only what stands at the start of its line can have a line put in front.
    auto [Id, Offset] = SM.getDecomposedLoc(Innermost->All.Begin);
    llvm::StringRef Line = SM.getBufferData(Id).take_front(Offset);
    Line = Line.substr(Line.rfind('\n') + 1);
    if (!Line.trim(" \t").empty())
      return;
    Out.Edits.push_back(
        {EditKind::Statement, At, N.loc(Innermost->All.Begin), N.loc(Innermost->BlockEnd), 0, N.intern(Line)});
  }

  static TypeLoc written(TypeLoc L) {
    while (auto P = L.getAs<ParenTypeLoc>())
      L = P.getInnerLoc();
    return L;
  }

  /// The name of the class within its type: shared_lock of std::shared_lock<Mutex>.
  SourceLocation className(TypeLoc L) {
    L = L.getUnqualifiedLoc();
#if LLVM_VERSION_MAJOR < 22
    if (auto E = L.getAs<ElaboratedTypeLoc>())
      L = E.getNamedTypeLoc();
#endif
    if (auto S = L.getAs<TemplateSpecializationTypeLoc>())
      return S.getTemplateNameLoc();
    if (auto S = L.getAs<DeducedTemplateSpecializationTypeLoc>())
      return S.getTemplateNameLoc();
    if (auto R = L.getAs<RecordTypeLoc>())
      return R.getNameLoc();
    return {};
  }

  void guard(const VarDecl *D) {
    const Expr *Init = D->getInit() ? stripped(D->getInit()) : nullptr;
    const auto *C = dyn_cast_or_null<CXXConstructExpr>(Init);
    if (!C || !D->getTypeSourceInfo())
      return;
    TypeLoc Type = written(D->getTypeSourceInfo()->getTypeLoc());
    std::optional<Span> Whole = span(Type.getSourceRange());
    if (!Whole)
      return;
    // A variable that has the name of a mutex was meant to be a guard of it.
    if (C->getNumArgs() == 0 && Guards.count(N.loc(D->getBeginLoc()))) {
      Nameless.push_back(Out.Edits.size());
      add(EditKind::GuardName, D->getBeginLoc(), {Whole->End, Whole->End}, "");
      return;
    }
    if (!Guards.count(N.loc(C->getBeginLoc())))
      return;
    SourceLocation Name = className(Type);
    if (Name.isValid() && Name.isFileID())
      if (std::optional<Span> Class = span(SourceRange(Name)))
        add(EditKind::GuardType, C->getBeginLoc(), *Class, text(*Whole));
    if (C->getNumArgs() == 1 || (C->getNumArgs() > 1 && isa<CXXDefaultArgExpr>(C->getArg(1))))
      if (std::optional<Span> Lock = span(C->getArg(0)->getSourceRange()))
        add(EditKind::GuardLock, C->getBeginLoc(), *Lock, text(*Lock));
  }

  /// A guard that is a statement by itself and has no name.
  void temporary(const Expr *E) {
    E = stripped(E);
    TypeLoc Type;
    SourceLocation Of;
    if (const auto *O = dyn_cast<CXXTemporaryObjectExpr>(E)) {
      Type = O->getTypeSourceInfo()->getTypeLoc();
      Of = O->getBeginLoc();
    } else if (const auto *C = dyn_cast<CXXConstructExpr>(E)) {
      // stripped() has gone through the cast that names the type.
      Of = C->getBeginLoc();
    }
    if (Of.isInvalid() || !Guards.count(N.loc(Of)))
      return;
    SourceLocation Open;
    if (!Type.isNull()) {
      if (std::optional<Span> Whole = span(Type.getSourceRange()))
        Open = Whole->End;
    } else if (const auto *C = dyn_cast<CXXConstructExpr>(E); C->getNumArgs() >= 1) {
      if (std::optional<Span> First = span(C->getArg(0)->getSourceRange()))
        for (char Bracket : {'(', '{'})
          if (Open.isInvalid())
            Open = before(First->Begin, Bracket);
    }
    if (Open.isInvalid())
      return;
    Nameless.push_back(Out.Edits.size());
    add(EditKind::GuardName, Of, {Open, Open}, "");
  }

  /// The one assignment that a branch consists of, guards and a second test left aside.
  /// The member of the function's own object that is set; null for anything else.
  static const FieldDecl *ownMember(const Expr *Sets) {
    const Expr *Target = nullptr;
    if (const auto *B = dyn_cast<BinaryOperator>(Sets))
      Target = B->getLHS();
    else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(Sets))
      Target = O->getArg(0);
    else if (const auto *C = dyn_cast<CXXMemberCallExpr>(Sets))
      Target = C->getImplicitObjectArgument();
    const auto *M = Target ? dyn_cast<MemberExpr>(stripped(Target)) : nullptr;
    return M && isa<CXXThisExpr>(stripped(M->getBase())) ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
  }

  /// No object of the class is copied, moved or made from a list of its members: it can have
  /// a member more that cannot be copied either.
  static bool isPinned(const CXXRecordDecl *R) {
    if (R->isAggregate() || R->needsImplicitCopyAssignment() ||
        (R->needsImplicitCopyConstructor() && !R->defaultedCopyConstructorIsDeleted()) ||
        (R->needsImplicitMoveConstructor() && !R->defaultedMoveConstructorIsDeleted()))
      return false;
    return llvm::none_of(R->methods(), [](const CXXMethodDecl *M) {
      const auto *C = dyn_cast<CXXConstructorDecl>(M);
      const bool Copies =
          C ? C->isCopyOrMoveConstructor() : M->isCopyAssignmentOperator() || M->isMoveAssignmentOperator();
      return Copies && !M->isDeleted();
    });
  }

  /// A flag for each object, declared in front of the pointer that is created once.
  void onceFlag(const Expr *Creating, const FieldDecl *Pointer) {
    const auto *R = cast<CXXRecordDecl>(Pointer->getParent());
    const SourceLocation Begin = Pointer->getBeginLoc();
    std::optional<Span> All = span(SourceRange(Begin, Pointer->getEndLoc()));
    // The first thing on its line, and the only one that the declaration declares.
    if (!All || !Plain || !isPinned(R) ||
        Lexer::getIndentationForLine(Begin, SM).size() + 1 != SM.getSpellingColumnNumber(Begin))
      return;
    for (const Decl *D : R->decls())
      if (const auto *Other = dyn_cast<FieldDecl>(D); Other && Other != Pointer && Other->getBeginLoc() == Begin)
        return;
    const bool Trails = Pointer->getName().ends_with("_");
    const std::string Flag = (Pointer->getName().rtrim('_') + "Once" + (Trails ? "_" : "")).str();
    if (!R->lookup(&N.context().Idents.get(Flag)).empty())
      return;
    add(EditKind::OnceFlag, Creating->getExprLoc(), {Begin, Begin},
        (Pointer->isMutable() ? "mutable std::once_flag " : "std::once_flag ") + Flag);
  }

  const Expr *onlyAssignment(const Stmt *S, unsigned Depth) {
    if (!S || Depth > 4)
      return nullptr;
    if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
      const Stmt *Only = nullptr;
      for (const Stmt *Each : Block->body()) {
        if (const auto *D = dyn_cast<DeclStmt>(Each); D && D->isSingleDecl())
          if (const auto *V = dyn_cast<VarDecl>(D->getSingleDecl());
              V && T.classify(V->getType()).What == Category::Guard)
            continue;
        if (Only)
          return nullptr;
        Only = Each;
      }
      return onlyAssignment(Only, Depth + 1);
    }
    if (const auto *If = dyn_cast<IfStmt>(S))
      return If->getElse() || If->getInit() ? nullptr : onlyAssignment(If->getThen(), Depth + 1);
    const auto *E = dyn_cast<Expr>(S);
    E = E ? stripped(E) : nullptr;
    if (const auto *B = dyn_cast_or_null<BinaryOperator>(E))
      return B->getOpcode() == BO_Assign ? B : nullptr;
    if (const auto *C = dyn_cast_or_null<CXXOperatorCallExpr>(E))
      return C->getOperator() == OO_Equal ? C : nullptr;
    return isa_and_nonnull<CXXMemberCallExpr>(E) ? E : nullptr;
  }
};

/// Behind the parameters, qualifiers and virt-specifiers of a function's first declaration.
SourceLocation attributePlace(const FunctionDecl *F, const SourceManager &SM, const LangOptions &Opts) {
  if (const FunctionDecl *Pattern = F->getTemplateInstantiationPattern())
    F = Pattern;
  F = F->getFirstDecl();
  FunctionTypeLoc Type = F->getFunctionTypeLoc();
  if (Type.isNull() || F->isImplicit() || F->isDefaulted())
    return {};
  SourceLocation Last = Type.getLocalRangeEnd();
  for (const Attr *A : F->attrs())
    if (isa<OverrideAttr, FinalAttr>(A) && A->getLocation().isFileID() &&
        SM.isBeforeInTranslationUnit(Last, A->getLocation()))
      Last = A->getLocation();
  if (Last.isInvalid() || Last.isMacroID() || SM.isInSystemHeader(Last))
    return {};
  return Lexer::getLocForEndOfToken(Last, 0, SM, Opts);
}

} // namespace

void FunctionLowering::findEdits() {
  if (Part || (F && F->getLocation().isMacroID()))
    return;
  bool Plain = F && !F->isTemplateInstantiation() && !F->isDependentContext();
  if (const auto *M = dyn_cast_or_null<CXXMethodDecl>(F); M && isa<ClassTemplateSpecializationDecl>(M->getParent()))
    Plain = false;
  EditFinder Finder(N, T, Out, Plain);
  if (Finder.wanted()) {
    Finder.TraverseStmt(const_cast<Stmt *>(Body));
    Finder.finish(F);
  }
  if (!F || LambdaCall)
    return;
  const SourceManager &SM = N.context().getSourceManager();
  if (SourceLocation At = attributePlace(F, SM, N.context().getLangOpts()); At.isValid())
    Out.Edits.push_back({EditKind::Attribute, {}, N.loc(At), N.loc(At), 0, 0});
}

} // namespace maprace
