//===- computed.cpp - values that their key determines ------------------------===//
//
// A cache looks a key up, misses, computes the value without the lock and stores it:
// `std::string Page = render(Name); ...; Pages[Name] = Page;`. Whoever stores last stores
// what is there already, if the key determines the value and the value is no more than
// what it says. It is not when two callers make two different things: an object that a
// pointer leads to, a number that stands for something (an open file, the next id).
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/Builtins.h"

using namespace clang;

namespace maprace {

namespace {

constexpr unsigned MaxDepth = 6;

/// What a function answers depends on what it is given, and asking leaves no trace.
class Pure : public RecursiveASTVisitor<Pure> {
public:
  Pure(Names &N, unsigned Depth) : N(N), Depth(Depth) {}

  static bool holds(Names &N, const FunctionDecl *F, unsigned Depth = 0) {
    if (!F || Depth > 3)
      return false;
    if (F->isConstexpr() || F->getBuiltinID() != 0 || F->hasAttr<ConstAttr>() || F->hasAttr<PureAttr>())
      return true;
    if (N.inSystemHeader(F))
      return F->isInStdNamespace();
    const FunctionDecl *Definition = nullptr;
    if (!F->hasBody(Definition))
      return false;
    Pure Visitor(N, Depth);
    return Visitor.TraverseStmt(Definition->getBody());
  }

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    const auto *V = dyn_cast<VarDecl>(E->getDecl());
    return !V || V->hasLocalStorage() || V->getType().isConstQualified();
  }
  bool VisitCXXThisExpr(CXXThisExpr *) { return false; }
  bool VisitCXXNewExpr(CXXNewExpr *) { return false; }
  bool VisitCallExpr(CallExpr *E) { return holds(N, E->getDirectCallee(), Depth + 1); }

private:
  Names &N;
  unsigned Depth;
};

/// Two equal values of the type are one as good as the other.
bool isContent(Types &T, Names &N, QualType Ty, unsigned Depth = 0) {
  Ty = Ty.getCanonicalType();
  if (Ty->isArithmeticType() || Ty->isEnumeralType())
    return true;
  const CXXRecordDecl *R = Ty->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition() || Depth > MaxDepth)
    return false;
  if (T.isSmartPointer(R)) {
    QualType To = firstTypeArgument(R);
    return N.vocabulary(R) == "std::shared_ptr" && !To.isNull() && To.isConstQualified() &&
           isContent(T, N, To, Depth + 1);
  }
  if (T.classify(Ty).What != Category::Other && T.classify(Ty).What != Category::Map)
    return false;
  if (N.inSystemHeader(R)) {
    static constexpr llvm::StringLiteral Values[] = {"std::basic_string",
                                                     "std::vector",
                                                     "std::array",
                                                     "std::deque",
                                                     "std::list",
                                                     "std::pair",
                                                     "std::tuple",
                                                     "std::optional",
                                                     "std::map",
                                                     "std::unordered_map",
                                                     "std::set",
                                                     "std::unordered_set",
                                                     "std::chrono::duration",
                                                     "std::chrono::time_point",
                                                     "std::complex"};
    if (!llvm::is_contained(Values, N.vocabulary(R)))
      return false;
    const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
    if (!S)
      return false;
    // What it holds; how it compares, hashes and allocates is all the same.
    unsigned Holds = llvm::StringSwitch<unsigned>(N.vocabulary(R))
                         .Cases({"std::pair", "std::map", "std::unordered_map"}, 2)
                         .Case("std::tuple", 100)
                         .Default(1);
    for (unsigned I = 0; I < std::min(Holds, S->getTemplateArgs().size()); ++I) {
      const TemplateArgument &A = S->getTemplateArgs()[I];
      llvm::ArrayRef<TemplateArgument> Args =
          A.getKind() == TemplateArgument::Pack ? A.getPackAsArray() : llvm::ArrayRef(A);
      for (const TemplateArgument &X : Args)
        if (X.getKind() == TemplateArgument::Type && N.vocabulary(R) != "std::chrono::duration" &&
            N.vocabulary(R) != "std::chrono::time_point" && !isContent(T, N, X.getAsType(), Depth + 1))
          return false;
    }
    return true;
  }
  if (R->isPolymorphic() || R->hasUserDeclaredDestructor())
    return false;
  auto Content = [&](QualType Part) { return isContent(T, N, Part, Depth + 1); };
  return llvm::all_of(R->bases(), [&](const CXXBaseSpecifier &B) { return Content(B.getType()); }) &&
         llvm::all_of(R->fields(), [&](const FieldDecl *F) { return Content(F->getType()); });
}

} // namespace

/// Follows a value to what it is made of.
struct FunctionLowering::Derivation {
  FunctionLowering &L;
  llvm::SmallPtrSet<const ValueDecl *, 2> Key;
  bool Number = false;   ///< the value is a number, which may stand for something
  bool Computed = false; ///< more than the key itself or a constant
  bool Given = false;    ///< something that the function's caller has given

  bool onlyKeyGiven() const {
    return !L.F || llvm::all_of(L.F->parameters(), [&](const ParmVarDecl *P) { return Key.count(P); });
  }

  bool fromCall(const CallExpr *C, unsigned Depth) {
    const FunctionDecl *Callee = C->getDirectCallee();
    if (Callee && Callee->getBuiltinID() == Builtin::BImove && C->getNumArgs() == 1)
      return from(C->getArg(0), Depth + 1);
    if (Number && !Pure::holds(L.N, Callee))
      return false;
    llvm::ArrayRef<const Expr *> Args(C->getArgs(), C->getNumArgs());
    bool Given = false;
    const Expr *Object = L.receiver(C);
    if (const auto *O = dyn_cast<CXXOperatorCallExpr>(C); O && O->getOperator() == OO_Call)
      Args = Args.drop_front();
    else if (Object && stripped(Object) != nullptr && isa<DeclRefExpr>(stripped(Object)))
      Given = from(Object, Depth + 1); // `Text.str()`, where Text is the function's own
    for (const Expr *A : Args) {
      if (A == Object)
        continue;
      if (!from(A, Depth + 1))
        return false;
      Given = true;
    }
    Computed |= Given;
    return Given;
  }

  bool fromVariable(const DeclRefExpr *R, unsigned Depth) {
    if (Key.count(R->getDecl()) || isa<EnumConstantDecl>(R->getDecl()))
      return true;
    const auto *V = dyn_cast<VarDecl>(R->getDecl());
    if (!V || L.VaryingVars.count(V))
      return false;
    if (isa<ParmVarDecl>(V)) {
      Given = true;
      return !L.Assigned.count(V);
    }
    if (!V->hasLocalStorage())
      return V->getType().isConstQualified();
    auto It = L.Assigned.find(V);
    const Expr *Init = V->getInit() ? stripped(V->getInit()) : nullptr;
    const auto *Made = dyn_cast_or_null<CXXConstructExpr>(Init);
    if (It == L.Assigned.end() && (!Init || (Made && Made->getNumArgs() == 0))) {
      // Something filled it in; with what the function was given.
      Computed = true;
      return !Number && onlyKeyGiven();
    }
    if (Init && !from(Init, Depth + 1))
      return false;
    return It == L.Assigned.end() ||
           llvm::all_of(It->second, [&](const Expr *Source) { return from(Source, Depth + 1); });
  }

  bool from(const Expr *E, unsigned Depth = 0) {
    E = E ? stripped(E) : nullptr;
    if (!E || Depth > 2 * MaxDepth || E->isValueDependent())
      return false;
    if (isa<StringLiteral, FloatingLiteral, IntegerLiteral, CharacterLiteral, CXXBoolLiteralExpr>(E))
      return true;
    auto All = [&](auto Parts) { return llvm::all_of(Parts, [&](const Expr *P) { return from(P, Depth + 1); }); };
    if (const auto *R = dyn_cast<DeclRefExpr>(E))
      return fromVariable(R, Depth);
    if (const auto *C = dyn_cast<CallExpr>(E))
      return fromCall(C, Depth);
    if (const auto *C = dyn_cast<CXXConstructExpr>(E))
      return All(C->arguments());
    if (const auto *D = dyn_cast<CXXDefaultArgExpr>(E))
      return from(D->getExpr(), Depth + 1);
    if (const auto *I = dyn_cast<InitListExpr>(E))
      return All(I->inits());
    if (const auto *M = dyn_cast<MemberExpr>(E))
      return isa<DeclRefExpr>(stripped(M->getBase())) && from(M->getBase(), Depth + 1);
    if (const auto *B = dyn_cast<BinaryOperator>(E)) {
      Computed = true;
      return !B->isAssignmentOp() && from(B->getLHS(), Depth + 1) && from(B->getRHS(), Depth + 1);
    }
    if (const auto *U = dyn_cast<UnaryOperator>(E))
      return !U->isIncrementDecrementOp() && U->getOpcode() != UO_AddrOf && from(U->getSubExpr(), Depth + 1);
    if (const auto *C = dyn_cast<ConditionalOperator>(E))
      return from(C->getCond(), Depth + 1) && from(C->getTrueExpr(), Depth + 1) && from(C->getFalseExpr(), Depth + 1);
    return false;
  }
};

/// The map operation E stores a value that is computed from its key alone: FlagComputed; or
/// what the caller gave: FlagGiven.
unsigned FunctionLowering::storedValue(const CallExpr *E, llvm::StringRef Method) {
  const Expr *Key = nullptr, *Value = nullptr;
  if (auto It = Overwritten.find(E); It != Overwritten.end() && Method == "operator[]") {
    Key = E->getArg(E->getNumArgs() - 1);
    Value = It->second;
  } else if ((Method == "insert_or_assign" || Method == "emplace" || Method == "try_emplace") && E->getNumArgs() == 2) {
    Key = E->getArg(0);
    Value = E->getArg(1);
  }
  const Expr *Object = receiver(E);
  const auto *S =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(Object ? Object->getType()->getAsCXXRecordDecl() : nullptr);
  if (!Value || !S || S->getTemplateArgs().size() < 2 || S->getTemplateArgs()[1].getKind() != TemplateArgument::Type)
    return 0;
  QualType Mapped = S->getTemplateArgs()[1].getAsType();
  const auto *Named = dyn_cast<DeclRefExpr>(stripped(Key));
  if (!Named || !isContent(T, N, Mapped))
    return 0;
  Derivation D{*this, {}};
  D.Key.insert(Named->getDecl());
  D.Number = Mapped->isIntegerType();
  if (!D.from(Value))
    return 0;
  return D.Given ? FlagGiven : D.Computed ? FlagComputed : 0;
}

} // namespace maprace
