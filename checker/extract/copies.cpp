//===- copies.cpp - objects that are copied, moved and swapped as a whole -----===//
//
// `config_ = fresh;` where the class leaves copying to the compiler: each map in it is
// read on one side and written on the other, parts that copy themselves do it their way,
// and the pointers of the copy lead where the original's do.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

static constexpr unsigned MaxDepth = 4;

/// The function of the class that does it; null where the compiler has written it.
static const CXXMethodDecl *ownCopy(const CXXRecordDecl *R, FunctionLowering::CopyKind How) {
  const CXXMethodDecl *Copies = nullptr;
  for (const CXXMethodDecl *M : R->methods()) {
    const auto *C = dyn_cast<CXXConstructorDecl>(M);
    if (M->isDeleted() || (!How.Assigns && !C))
      continue;
    if (How.Moves && (How.Assigns ? M->isMoveAssignmentOperator() : C->isMoveConstructor()))
      return M->isUserProvided() ? M : nullptr;
    if (How.Assigns ? M->isCopyAssignmentOperator() : C->isCopyConstructor())
      Copies = M; // what cannot be moved is copied
  }
  return Copies && Copies->isUserProvided() ? Copies : nullptr;
}

void FunctionLowering::copyParts(ValueId Dest, ValueId Src, const CXXRecordDecl *R, CopyKind How, SourceLocation L,
                                 unsigned Depth) {
  R = R->getDefinition();
  if (!R || !Dest || !Src || Dest == Src || Depth > MaxDepth || N.inSystemHeader(R))
    return;
  auto Part = [&](ValueId To, ValueId From, QualType Ty) {
    const CXXRecordDecl *Class = Ty->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition() || N.inSystemHeader(Class))
      return;
    const CXXMethodDecl *Own = ownCopy(Class->getDefinition(), How);
    if (!Own)
      return copyParts(To, From, Class, How, L, Depth + 1);
    Event &E = emit(EventKind::Call, L);
    E.Callee = N.usr(Own);
    E.Name = N.intern(Own->getNameAsString());
    E.Subject = To;
    setArgs(E, {From});
  };
  for (const CXXBaseSpecifier &B : R->bases())
    Part(Dest, Src, B.getType());
  for (const FieldDecl *FD : R->fields()) {
    QualType Ty = FD->getType();
    TypeInfo I = T.classify(Ty);
    if (I.What == Category::Map && !(I.Flags & (EntityPointer | EntityArray))) {
      if (T.isSynchronized(Ty))
        continue;
      if (!How.FromTemporary)
        access(field(Src, FD), How.Moves ? Effect::Assign : Effect::Iterate, How.Moves ? "move" : "copy", L);
      if (How.Assigns)
        access(field(Dest, FD), Effect::Assign, "operator=", L);
    } else if (interesting(Ty)) {
      store(field(Dest, FD), field(Src, FD), L);
    } else if (Ty->isRecordType() && I.What == Category::Other) {
      Part(field(Dest, FD), field(Src, FD), Ty);
    }
  }
}

/// `To = From;`, or To is made from From.
void FunctionLowering::copyObject(ValueId Dest, const Expr *From, bool Assigns, SourceLocation L) {
  From = stripped(From);
  const CXXRecordDecl *R = From->getType()->getAsCXXRecordDecl();
  ValueId Src = R ? valueOf(From) : 0;
  if (!Src)
    return;
  const ValueKind Kind = Out.Values[Src].Kind;
  if (Kind == ValueKind::Result) {
    store(Dest, Src, L);
    if (!Assigns)
      return;
  }
  const auto *Call = dyn_cast<CallExpr>(From);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  bool Moves = From->isXValue() || (Callee && Callee->isInStdNamespace() && Callee->getDeclName().isIdentifier() &&
                                    Callee->getName() == "move");
  bool Temporary = Kind == ValueKind::Alloc || Kind == ValueKind::Result;
  copyParts(Dest, Src, R, {Moves, Assigns, Temporary}, L);
}

} // namespace maprace
