//===- types.cpp ------------------------------------------------------------===//
#include "checker/extract/types.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace maprace {

QualType typeArgument(const CXXRecordDecl *R, unsigned Index) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
  if (!S || S->getTemplateArgs().size() <= Index)
    return {};
  const TemplateArgument &A = S->getTemplateArgs()[Index];
  return A.getKind() == TemplateArgument::Type ? A.getAsType() : QualType();
}

QualType firstTypeArgument(const CXXRecordDecl *R) { return typeArgument(R, 0); }

bool Types::isSmartPointer(const CXXRecordDecl *R) { return V.holder(N.vocabulary(R)) & HolderSmartPointer; }

bool Types::isSequence(const CXXRecordDecl *R) { return V.holder(N.vocabulary(R)) & HolderSequence; }

bool Types::isSynchronized(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  return R && V.synchronizedClass(N.vocabulary(R));
}

bool Types::isIterator(const CXXRecordDecl *R) {
  return N.inSystemHeader(R) && R->getDeclName().isIdentifier() &&
         (R->getName().contains("iterator") || R->getName().contains("accessor"));
}

bool Types::isView(const CXXRecordDecl *R) {
  static constexpr llvm::StringLiteral Views[] = {
      "std::basic_string_view", "std::span",      "absl::Span",  "absl::string_view", "gsl::span",
      "llvm::StringRef",        "llvm::ArrayRef", "QStringView", "boost::span",       "boost::basic_string_view"};
  llvm::StringRef Name = N.vocabulary(R);
  // A lazy range over what it was made of; an owning_view has it.
  bool Range = Name.starts_with("std::ranges::") && Name.ends_with("_view") && !Name.ends_with("::owning_view");
  return Range || llvm::is_contained(Views, Name);
}

/// A container that takes its lock as a template argument was given one that does nothing.
static bool withoutLock(const CXXRecordDecl *R) {
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
  return S && llvm::any_of(S->getTemplateArgs().asArray(), [](const TemplateArgument &A) {
           const CXXRecordDecl *Lock =
               A.getKind() == TemplateArgument::Type ? A.getAsType()->getAsCXXRecordDecl() : nullptr;
           return Lock && Lock->getDeclName().isIdentifier() && Lock->getName() == "NullMutex";
         });
}

Category Types::classCategory(const CXXRecordDecl *R) {
  auto It = Cache.find(R);
  if (It != Cache.end())
    return It->second;
  Cache[R] = Category::Other; // cuts cycles of malformed hierarchies
  Category C = V.classCategory(N.vocabulary(R));
  // Without a lock of its own it is a map like others.
  if (C == Category::ConcurrentMap && withoutLock(R))
    C = Category::Map;
  if (C == Category::Other && R->isLambda())
    C = Category::Callable;
  if (C == Category::Other && R->hasDefinition()) {
    for (const CXXBaseSpecifier &B : R->bases())
      if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl()) {
        Category Inherited = classCategory(Base);
        if (Inherited != Category::Other && Inherited != Category::Callable && Inherited != Category::Executor) {
          C = Inherited;
          break;
        }
      }
    // BasicLockable by shape. Classes of the program itself are judged by what
    // their bodies do.
    if (C == Category::Other && N.inSystemHeader(R)) {
      bool Lock = false, Unlock = false;
      for (const CXXMethodDecl *M : R->methods())
        if (M->getDeclName().isIdentifier()) {
          Lock |= M->getName() == "lock" && M->getNumParams() == 0;
          Unlock |= M->getName() == "unlock" && M->getNumParams() == 0;
        }
      if (Lock && Unlock && !R->getName().contains("lock_guard"))
        C = Category::Mutex;
    }
  }
  Cache[R] = C;
  return C;
}

TypeInfo Types::classify(QualType T) {
  auto It = Classified.find(T.getAsOpaquePtr());
  if (It != Classified.end())
    return It->second;
  TypeInfo I = classifyUncached(T);
  Classified[T.getAsOpaquePtr()] = I;
  return I;
}

TypeInfo Types::classifyUncached(QualType T) {
  TypeInfo I;
  for (unsigned Depth = 0; Depth < 8 && !T.isNull(); ++Depth) {
    if (T.isConstQualified() && !(I.Flags & EntityPointer))
      I.Flags |= EntityConst;
    if (const auto *Ref = T->getAs<ReferenceType>()) {
      I.Flags |= EntityPointer | EntityReference;
      T = Ref->getPointeeType();
      continue;
    }
    for (const auto *TD = T->getAs<TypedefType>(); TD; TD = TD->getDecl()->getUnderlyingType()->getAs<TypedefType>()) {
      Category C = V.classCategory(N.vocabulary(TD->getDecl()));
      if (C != Category::Other && C != Category::Executor) {
        I.What = C;
        return I;
      }
    }
    if (const auto *P = T->getAs<PointerType>()) {
      if (P->getPointeeType()->isFunctionType()) {
        I.What = Category::Callable;
        return I;
      }
      I.Flags |= EntityPointer;
      T = P->getPointeeType();
      continue;
    }
    if (T->isMemberFunctionPointerType() || T->isFunctionType()) {
      I.What = Category::Callable;
      return I;
    }
    if (const ArrayType *A = N.context().getAsArrayType(T)) {
      I.Flags |= EntityArray;
      T = A->getElementType();
      continue;
    }
    const CXXRecordDecl *R = T->getAsCXXRecordDecl();
    if (!R)
      return I;
    if (const CXXRecordDecl *Def = R->getDefinition())
      R = Def;
    I.Class = R;
    llvm::StringRef Name = N.vocabulary(R);
    if (Name == "std::atomic") {
      QualType Arg = firstTypeArgument(R);
      I.Flags |= EntityAtomic;
      if (!Arg.isNull() &&
          (Arg->isPointerType() || (Arg->getAsCXXRecordDecl() && isSmartPointer(Arg->getAsCXXRecordDecl())))) {
        T = Arg;
        continue;
      }
      I.What = Category::Atomic;
      return I;
    }
    if (isSmartPointer(R)) {
      if (!(I.Flags & EntityPointer) && (V.holder(Name) & HolderSoleOwner))
        I.Flags |= EntityOwner;
      I.Flags |= EntityPointer;
      T = firstTypeArgument(R);
      if (!T.isNull() && T->isArrayType())
        I.Flags |= EntityArray;
      continue;
    }
    if (V.synchronizedClass(Name)) {
      T = firstTypeArgument(R);
      continue;
    }
    if (isSequence(R)) {
      I.Flags |= EntityArray;
      T = firstTypeArgument(R);
      continue;
    }
    I.What = classCategory(R);
    if (I.What == Category::Map || I.What == Category::ConcurrentMap)
      I.Flags |= V.stability(Name);
    if (I.What == Category::Thread && V.joins(Name))
      I.Flags |= EntityJoins;
    if (I.What == Category::Executor)
      I.Flags |= V.executorKind(Name) == ExecutorKind::Pool     ? EntityJoins
                 : V.executorKind(Name) == ExecutorKind::Handle ? EntityPointer
                                                                : 0;
    return I;
  }
  return I;
}

bool Types::isTransparent(QualType T) {
  T = T.getCanonicalType();
  if (T->isReferenceType() || T->isPointerType() || T->isMemberPointerType())
    return true;
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return false;
  if (isSmartPointer(R) || isIterator(R) || R->isLambda())
    return true;
  llvm::StringRef Name = N.vocabulary(R);
  if (V.executorKind(Name) == ExecutorKind::Handle)
    return true;
  // A pair leads to its second half, but for a map in it: that makes it an object.
  if (Name == "std::pair")
    return !isMapItself(typeArgument(R, 1));
  return classCategory(R) == Category::Callable || Name == "std::_Bind" || Name == "std::_Bind_front";
}

bool Types::isMapItself(QualType T) {
  if (T.isNull())
    return false;
  TypeInfo I = classify(T);
  return (I.What == Category::Map || I.What == Category::ConcurrentMap) && !(I.Flags & (EntityPointer | EntityArray));
}

bool Types::isMap(QualType T) {
  Category C = classify(T).What;
  return C == Category::Map || C == Category::ConcurrentMap;
}

std::string Types::display(QualType T) {
  PrintingPolicy P(N.context().getPrintingPolicy());
  P.SuppressScope = false;
  P.SuppressDefaultTemplateArgs = true;
  return T.getAsString(P);
}

} // namespace maprace
