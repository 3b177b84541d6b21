//===- extract.cpp - one unit's declarations to facts -----------------------===//
#include "checker/extract/extract.h"
#include "checker/extract/lowering.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/TimeProfiler.h"

using namespace clang;

namespace maprace {

namespace {

/// Finds every body to lower: functions, methods, instantiations and lambdas.
class BodyFinder : public RecursiveASTVisitor<BodyFinder> {
public:
  BodyFinder(UnitLowering &U, Names &N) : U(U), N(N) {}
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return false; }

  bool VisitFunctionDecl(FunctionDecl *F) {
    lower(F);
    return true;
  }
  bool VisitVarDecl(VarDecl *D) {
    if (D->isFileVarDecl() && D->isThisDeclarationADefinition() && !N.inSystemHeader(D))
      U.lowerGlobal(D);
    return true;
  }
  bool TraverseLambdaExpr(LambdaExpr *E) {
    if (!E->getCallOperator()->isDependentContext())
      lower(E->getCallOperator());
    else if (const FunctionTemplateDecl *T = E->getCallOperator()->getDescribedFunctionTemplate())
      for (FunctionDecl *S : T->specializations()) {
        if (!S->hasBody() || S->isDependentContext())
          continue;
        lower(S);
        break;
      }
    return RecursiveASTVisitor::TraverseLambdaExpr(E);
  }
  bool TraverseDecl(Decl *D) {
    // A namespace that a system header opens is left out whole: going into it would
    // load all of it from a precompiled preamble.
    if (D && isa<TranslationUnitDecl>(D))
      return RecursiveASTVisitor::TraverseDecl(D);
    if (D && D->getDeclContext() && D->getDeclContext()->isFileContext() && N.inSystemHeader(D))
      return true;
    return RecursiveASTVisitor::TraverseDecl(D);
  }
  // Nothing to run is found in types.
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }

private:
  UnitLowering &U;
  Names &N;
  llvm::DenseSet<const FunctionDecl *> Seen;

  void lower(FunctionDecl *F) {
    if (!F->doesThisDeclarationHaveABody() || F->isDependentContext() || F->isInvalidDecl() || !F->getBody())
      return;
    if (F->isDefaulted() && !F->isUserProvided())
      return;
    if (N.inSystemHeader(F) || !Seen.insert(F).second)
      return;
    FunctionLowering L(U, F);
    if (L.run())
      U.Facts.Functions.push_back(L.take());
  }
};

class FactsConsumer : public ASTConsumer {
public:
  FactsConsumer(UnitFacts &Out, const Settings &S) : Out(Out), S(S) {}

  void Initialize(ASTContext &Context) override { SM = &Context.getSourceManager(); }
  bool shouldSkipFunctionBody(Decl *D) override {
    SourceLocation L = SM->getExpansionLoc(D->getLocation());
    return SM->isInSystemHeader(L) && !startsThread(D);
  }
  void HandleTranslationUnit(ASTContext &Context) override { Out = extractFacts(Context, S); }

private:
  /// The constructor of std::thread says in its body what it will call a generic lambda
  /// with: without it there is no such function.
  static bool startsThread(const Decl *D) {
    if (const auto *T = dyn_cast<FunctionTemplateDecl>(D))
      D = T->getTemplatedDecl();
    const auto *C = dyn_cast<CXXConstructorDecl>(D);
    return C && C->getNumParams() > 0 && C->getParent()->isInStdNamespace() && C->getParent()->getIdentifier() &&
           (C->getParent()->getName() == "thread" || C->getParent()->getName() == "jthread");
  }

  UnitFacts &Out;
  const Settings &S;
  const SourceManager *SM = nullptr;
};

} // namespace

UnitFacts extractFacts(ASTContext &Context, const Settings &S) {
  llvm::TimeTraceScope Trace("maprace extract");
  UnitFacts Facts;
  Vocabulary V(S);
  Names N(Context, Facts, V);
  Types T(N, V);
  UnitLowering U{Facts, N, T, V, {}, {}};
  BodyFinder(U, N).TraverseDecl(Context.getTranslationUnitDecl());
  // A lambda's USR names its enclosing function; the order of discovery follows
  // the source, which keeps facts of one unit byte-stable.
  return Facts;
}

std::unique_ptr<ASTConsumer> makeFactsConsumer(UnitFacts &Out, const Settings &S) {
  return std::make_unique<FactsConsumer>(Out, S);
}

} // namespace maprace
