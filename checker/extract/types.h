//===- types.h - what a type is to the analysis ------------------*- C++ -*-===//
#ifndef MAPRACE_EXTRACT_TYPES_H
#define MAPRACE_EXTRACT_TYPES_H

#include "checker/extract/names.h"
#include "checker/vocabulary/vocabulary.h"
#include "clang/AST/Type.h"

namespace maprace {

struct TypeInfo {
  Category What = Category::Other;
  std::uint16_t Flags = 0;                     ///< EntityFlags
  const clang::CXXRecordDecl *Class = nullptr; ///< class it is or leads to
  bool throughPointer() const { return Flags & EntityPointer; }
};

class Types {
public:
  Types(Names &N, const Vocabulary &V) : N(N), V(V) {}

  /// Looks through references, pointers, smart pointers, optionals, sequence
  /// containers and arrays, and says so in the flags.
  TypeInfo classify(clang::QualType T);
  /// A value of this type is a way to something else: pointer, reference, smart
  /// pointer, iterator, callable.
  bool isTransparent(clang::QualType T);
  bool isSmartPointer(const clang::CXXRecordDecl *R);
  bool isSequence(const clang::CXXRecordDecl *R);
  /// A value with a lock of its own: leads to the value.
  bool isSynchronized(clang::QualType T);
  bool isIterator(const clang::CXXRecordDecl *R);
  /// A look at text or elements that somebody else keeps: string_view, span.
  bool isView(const clang::CXXRecordDecl *R);
  bool isMap(clang::QualType T);
  /// A map by value, not a way to one.
  bool isMapItself(clang::QualType T);
  Category classCategory(const clang::CXXRecordDecl *R);
  std::string display(clang::QualType T);

private:
  Names &N;
  const Vocabulary &V;
  llvm::DenseMap<const clang::CXXRecordDecl *, Category> Cache;
  llvm::DenseMap<void *, TypeInfo> Classified;
  TypeInfo classifyUncached(clang::QualType T);
};

/// First type argument of a template specialisation; null when there is none.
clang::QualType firstTypeArgument(const clang::CXXRecordDecl *R);
clang::QualType typeArgument(const clang::CXXRecordDecl *R, unsigned Index);

} // namespace maprace
#endif
