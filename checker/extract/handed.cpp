//===- handed.cpp - callables that unknown code is given to keep ------------===//
//
// A function without a body in view may keep the callable that it is given together
// with its data, and call it from a thread of its own; most others call it before they
// return (comparisons, visitors, parsers). Only what is named like a registration is
// taken for one, and rules ask for more than that before they believe in the thread
// (rules/picture.cpp).
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

/// "midi_open_port" and "addFrameListener" as words in lower case.
static llvm::SmallVector<std::string, 6> words(llvm::StringRef Name) {
  llvm::SmallVector<std::string, 6> Result;
  bool Lower = false, Fresh = true;
  for (char C : Name) {
    if (!llvm::isAlpha(C)) {
      Fresh = true;
      continue;
    }
    if (Fresh || (llvm::isUpper(C) && Lower))
      Result.emplace_back();
    Result.back() += llvm::toLower(C);
    Lower = llvm::isLower(C);
    Fresh = false;
  }
  return Result;
}

bool FunctionLowering::looksLikeRegistration(const FunctionDecl *Callee) {
  if (!Callee->getDeclName().isIdentifier())
    return false;
  bool Sets = false, Callback = false;
  for (const std::string &Word : words(Callee->getName())) {
    HandOver W = V.handOver(Word);
    if (W == HandOver::Registers)
      return true;
    Sets |= W == HandOver::Sets;
    Callback |= W == HandOver::Callback;
  }
  return Sets && Callback;
}

void FunctionLowering::lowerHanded(const CallExpr *E, const FunctionDecl *Callee) {
  llvm::StringRef Name = N.vocabulary(Callee);
  if (Callee->isDefined() || !Callee->isExternallyVisible() || Name.starts_with("std::") || V.knowsFunction(Name) ||
      Callee->getBuiltinID() || !looksLikeRegistration(Callee))
    return;
  unsigned First = isa<CXXOperatorCallExpr>(E) ? 1 : 0;
  // The data of a C callback: the only untyped pointer of the call.
  ValueId Data = 0;
  unsigned Pointers = 0;
  for (unsigned I = First; I < E->getNumArgs() && I - First < Callee->getNumParams(); ++I)
    if (Callee->getParamDecl(I - First)->getType()->isVoidPointerType()) {
      ++Pointers;
      Data = valueOf(E->getArg(I));
    }
  for (unsigned I = First; I < E->getNumArgs() && I - First < Callee->getNumParams(); ++I) {
    const Expr *A = E->getArg(I);
    QualType Ty = Callee->getParamDecl(I - First)->getType().getNonReferenceType();
    ValueId Run = isCallable(A) ? valueOf(A) : 0;
    if (!Run)
      continue;
    llvm::SmallVector<ValueId, 4> Args;
    if (Ty->isFunctionPointerType()) {
      const auto *P = Ty->getPointeeType()->getAs<FunctionProtoType>();
      if (!P || Pointers != 1 || !Data || Out.Values[Data].Kind == ValueKind::Literal)
        continue;
      for (unsigned K = 0; K < P->getNumParams(); ++K) {
        Args.push_back(0);
        if (!P->getParamType(K)->isVoidPointerType())
          continue;
        Args.back() = Data;
        break;
      }
      if (Args.empty() || !Args.back())
        continue;
    } else if (T.classify(Ty).What != Category::Callable) {
      continue;
    }
    spawn(E->getExprLoc(), Name, 0, Run, Args, FlagPossible);
    Pending.back().Callee = N.usr(Callee);
  }
}

} // namespace maprace
