//===- names.h - declarations as strings and places --------------*- C++ -*-===//
//
// Turns declarations into the names that facts use: USRs that are the same in
// every unit, qualified names for people, and vocabulary names without inline
// namespaces.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_EXTRACT_NAMES_H
#define MAPRACE_EXTRACT_NAMES_H

#include "checker/vocabulary/vocabulary.h"
#include "maprace/checker/facts.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

namespace maprace {

class Names {
public:
  Names(clang::ASTContext &Context, UnitFacts &Facts, const Vocabulary &V);

  Str intern(llvm::StringRef Text);
  /// USR of a declaration. What is private to the unit (static, anonymous namespace)
  /// gets the main file's name as a suffix after "@@": two units' are two things.
  Str usr(const clang::Decl *D);
  /// Qualified, without template arguments and inline namespaces; lambdas are left
  /// out: a variable in one belongs to the enclosing function.
  Str qualified(const clang::NamedDecl *D);
  /// The name that the vocabulary knows; cached.
  llvm::StringRef vocabulary(const clang::NamedDecl *D);
  Loc loc(clang::SourceLocation L);
  /// Of a system header, or a class or function that the vocabulary knows: not the
  /// program's own code, wherever its header was found.
  bool inSystemHeader(const clang::Decl *D);
  clang::ASTContext &context() { return Context; }

private:
  clang::ASTContext &Context;
  UnitFacts &Facts;
  const Vocabulary &V;
  llvm::DenseMap<const clang::Decl *, bool> OfVocabulary;
  llvm::StringMap<Str> Interned;
  llvm::DenseMap<const clang::Decl *, Str> Usrs, Qualified;
  llvm::DenseMap<const clang::Decl *, llvm::StringRef> VocabularyNames;
  llvm::StringMap<char> VocabularyText;
  llvm::DenseMap<clang::FileID, Str> Files;
  llvm::DenseMap<const clang::Decl *, unsigned> LambdaOrdinals;
  std::string MainSuffix;

  bool ofVocabulary(const clang::Decl *D);
  std::string makeUsr(const clang::Decl *D);
  Str file(clang::FileID Id);
};

/// The function or method whose body a lambda is written in; null at namespace scope.
const clang::FunctionDecl *enclosingFunction(const clang::DeclContext *DC);

} // namespace maprace
#endif
