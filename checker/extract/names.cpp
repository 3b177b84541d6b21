//===- names.cpp ------------------------------------------------------------===//
#include "checker/extract/names.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Index/USRGeneration.h"
#include "llvm/ADT/SmallString.h"

using namespace clang;

namespace maprace {

const FunctionDecl *enclosingFunction(const DeclContext *DC) {
  for (; DC; DC = DC->getParent())
    if (const auto *F = dyn_cast<FunctionDecl>(DC))
      return F;
  return nullptr;
}

static bool isLambdaClass(const DeclContext *DC) {
  const auto *R = dyn_cast<CXXRecordDecl>(DC);
  return R && R->isLambda();
}

Names::Names(ASTContext &Context, UnitFacts &Facts, const Vocabulary &V) : Context(Context), Facts(Facts), V(V) {
  const SourceManager &SM = Context.getSourceManager();
  for (Str I = 0; I < Facts.Strings.size(); ++I)
    Interned[Facts.Strings[I]] = I;
  if (auto Entry = SM.getFileEntryRefForID(SM.getMainFileID())) {
    llvm::StringRef Real = Entry->getFileEntry().tryGetRealPathName();
    MainSuffix = "@@" + (Real.empty() ? Entry->getName() : Real).str();
  }
}

Str Names::intern(llvm::StringRef Text) {
  auto [It, New] = Interned.try_emplace(Text, Facts.Strings.size());
  if (New)
    Facts.Strings.push_back(Text.str());
  return It->second;
}

std::string Names::makeUsr(const Decl *D) {
  // A lambda's own USR holds its offset in the file, which every edit above it
  // changes. Its number within the enclosing function is stable enough.
  if (const auto *M = dyn_cast<CXXMethodDecl>(D); M && M->getParent()->isLambda()) {
    const CXXRecordDecl *Class = M->getParent();
    const DeclContext *Parent = Class->getDeclContext();
    std::string Base;
    if (const FunctionDecl *F = enclosingFunction(Parent))
      Base = Facts.Strings[usr(F)];
    else if (const Decl *Ctx = Class->getLambdaContextDecl())
      Base = Facts.Strings[usr(Ctx)];
    else
      Base = "namespace" + MainSuffix;
    unsigned &Ordinal = LambdaOrdinals[Class];
    if (!Ordinal) {
      SourceLocation L = Context.getSourceManager().getExpansionLoc(Class->getLocation());
      Ordinal = Context.getSourceManager().getSpellingLineNumber(L);
      const SourceManager &SM = Context.getSourceManager();
      unsigned Start = 0;
      if (const FunctionDecl *F = enclosingFunction(Parent))
        Start = SM.getSpellingLineNumber(SM.getExpansionLoc(F->getBeginLoc()));
      Ordinal = (Ordinal - Start) * 1000 + SM.getSpellingColumnNumber(L) + 1;
    }
    return Base + "@L" + std::to_string(Ordinal);
  }
  if (const auto *V = dyn_cast<VarDecl>(D); V && V->isStaticLocal())
    if (const FunctionDecl *F = enclosingFunction(V->getDeclContext())) {
      std::string Suffix = V->getNameAsString();
      return Facts.Strings[usr(F)] + "@S@" + Suffix;
    }
  llvm::SmallString<256> Buffer;
  if (index::generateUSRForDecl(D, Buffer))
    return "";
  std::string Result = Buffer.str().str();
  const auto *ND = dyn_cast<NamedDecl>(D);
  if (ND && !isa<FieldDecl>(D)) {
    bool Private = false;
    if (const auto *VD = dyn_cast<ValueDecl>(D))
      Private =
          !VD->isExternallyVisible() && (VD->getFormalLinkage() == Linkage::Internal || VD->isInAnonymousNamespace());
    else
      Private = ND->isInAnonymousNamespace();
    if (Private)
      Result += MainSuffix;
  } else if (ND && ND->isInAnonymousNamespace()) {
    Result += MainSuffix;
  }
  return Result;
}

Str Names::usr(const Decl *D) {
  if (!D)
    return 0;
  D = D->getCanonicalDecl();
  auto It = Usrs.find(D);
  if (It != Usrs.end())
    return It->second;
  Str S = intern(makeUsr(D));
  Usrs[D] = S;
  return S;
}

Str Names::qualified(const NamedDecl *D) {
  auto It = Qualified.find(D);
  if (It != Qualified.end())
    return It->second;
  llvm::SmallVector<std::string, 6> Parts;
  if (const auto *M = dyn_cast<CXXMethodDecl>(D); M && M->getParent()->isLambda()) {
    if (const FunctionDecl *F = enclosingFunction(M->getParent()->getDeclContext()))
      Parts.push_back(Facts.Strings[qualified(F)]);
    else
      Parts.push_back("(namespace scope)");
  } else {
    Parts.push_back(D->getNameAsString());
    if (Parts[0].empty())
      Parts[0] = isa<NamespaceDecl>(D) ? "(anonymous namespace)" : "(anonymous)";
    for (const DeclContext *DC = D->getDeclContext(); DC && !DC->isTranslationUnit(); DC = DC->getParent()) {
      if (const auto *NS = dyn_cast<NamespaceDecl>(DC)) {
        if (NS->isAnonymousNamespace())
          Parts.push_back("(anonymous namespace)");
        else if (!NS->isInline())
          Parts.push_back(NS->getNameAsString());
      } else if (const auto *R = dyn_cast<RecordDecl>(DC)) {
        if (isLambdaClass(R))
          continue;
        if (!R->getNameAsString().empty())
          Parts.push_back(R->getNameAsString());
        else if (const TypedefNameDecl *T = R->getTypedefNameForAnonDecl())
          Parts.push_back(T->getNameAsString());
      } else if (const auto *F = dyn_cast<FunctionDecl>(DC)) {
        if (const auto *M = dyn_cast<CXXMethodDecl>(F); M && M->getParent()->isLambda())
          continue;
        Parts.push_back(Facts.Strings[qualified(F)]);
        break;
      }
    }
  }
  std::string Text;
  for (auto I = Parts.rbegin(), E = Parts.rend(); I != E; ++I) {
    if (!Text.empty())
      Text += "::";
    Text += *I;
  }
  return Qualified[D] = intern(Text);
}

llvm::StringRef Names::vocabulary(const NamedDecl *D) {
  auto It = VocabularyNames.find(D);
  if (It != VocabularyNames.end())
    return It->second;
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  llvm::SmallVector<const DeclContext *, 6> Contexts;
  for (const DeclContext *DC = D->getDeclContext(); DC; DC = DC->getParent()) {
    if (const auto *NS = dyn_cast<NamespaceDecl>(DC)) {
      // TBB keeps its classes in tbb::detail::d1 and lends them out by using-declarations.
      llvm::StringRef Name = NS->getName();
      bool Versioned = Name.size() == 2 && Name[0] == 'd' && isDigit(Name[1]);
      if (!NS->isInline() && !NS->isAnonymousNamespace() && !Versioned)
        Contexts.push_back(DC);
    } else if (isa<RecordDecl>(DC)) {
      Contexts.push_back(DC);
    }
  }
  for (size_t I = Contexts.size(); I-- > 0;) {
    const auto *ND = cast<NamedDecl>(Contexts[I]);
    if (I + 2 == Contexts.size() && ND->getDeclName().isIdentifier() && ND->getName() == "detail" &&
        cast<NamedDecl>(Contexts.back())->getName() == "tbb")
      continue;
    OS << ND->getNameAsString() << "::";
  }
  // __sync_lock_release_4 is __sync_lock_release of four bytes.
  std::string Own = D->getNameAsString();
  if (Own.rfind("__sync_", 0) == 0)
    Own = llvm::StringRef(Own).rtrim("0123456789").rtrim('_').str();
  OS << Own;
  return VocabularyNames[D] = VocabularyText.try_emplace(Text, 0).first->first();
}

Str Names::file(FileID Id) {
  auto It = Files.find(Id);
  if (It != Files.end())
    return It->second;
  Str S = 0;
  if (auto Entry = Context.getSourceManager().getFileEntryRefForID(Id)) {
    llvm::StringRef Real = Entry->getFileEntry().tryGetRealPathName();
    S = intern(Real.empty() ? Entry->getName() : Real);
  }
  Files[Id] = S;
  return S;
}

Loc Names::loc(SourceLocation L) {
  if (L.isInvalid())
    return {};
  const SourceManager &SM = Context.getSourceManager();
  // A macro's use is where the programmer can act.
  auto [Id, Offset] = SM.getDecomposedLoc(SM.getExpansionLoc(L));
  return {file(Id), SM.getLineNumber(Id, Offset), SM.getColumnNumber(Id, Offset)};
}

bool Names::inSystemHeader(const Decl *D) {
  const SourceManager &SM = Context.getSourceManager();
  SourceLocation L = SM.getExpansionLoc(D->getLocation());
  return L.isInvalid() || SM.isInSystemHeader(L) || ofVocabulary(D);
}

bool Names::ofVocabulary(const Decl *D) {
  // A free function counts by its name, a member by the classes around it.
  if (const auto *F = dyn_cast<FunctionDecl>(D); F && F->getDeclContext()->getRedeclContext()->isFileContext()) {
    auto [It, New] = OfVocabulary.try_emplace(F->getCanonicalDecl(), false);
    if (!New)
      return It->second;
    bool Known = !F->isMain() && F->getDeclName().isIdentifier() && V.knowsFunction(vocabulary(F)) &&
                 (isa<NamespaceDecl>(F->getDeclContext()->getRedeclContext()) || !F->isDefined());
    return OfVocabulary[F->getCanonicalDecl()] = Known;
  }
  const auto *Own = dyn_cast<RecordDecl>(D);
  for (const DeclContext *DC = Own ? Own : D->getDeclContext(); DC; DC = DC->getParent()) {
    const auto *R = dyn_cast<CXXRecordDecl>(DC);
    if (!R || R->isLambda())
      continue;
    auto [It, New] = OfVocabulary.try_emplace(R->getCanonicalDecl(), false);
    if (New && !R->getDeclName().isEmpty()) {
      bool Known = V.knowsClass(vocabulary(R));
      OfVocabulary[R->getCanonicalDecl()] = Known;
      if (Known)
        return true;
    } else if (It->second) {
      return true;
    }
  }
  return false;
}

} // namespace maprace
