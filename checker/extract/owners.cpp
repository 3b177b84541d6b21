//===- owners.cpp - locks that know which thread has them ----------------------===//
//
// `if (owner_ == std::this_thread::get_id()) { ++depth_; return; } mu_.lock(); owner_ = ...;`:
// a recursive lock of the program's own. Who finds his own name in it has taken it before.
//
//===----------------------------------------------------------------------===//
#include "checker/extract/lowering.h"

using namespace clang;

namespace maprace {

/// The locks that the function takes without condition on their result, wherever it does.
void FunctionLowering::findTaken(llvm::ArrayRef<std::vector<Event>> Lists) {
  for (const std::vector<Event> &List : Lists)
    for (const Event &Ev : List)
      if (Ev.Subject && Out.Values[Ev.Subject].Kind == ValueKind::Field &&
          ((Ev.Kind == EventKind::Acquire && !(Ev.Flags & FlagTry)) ||
           (Ev.Kind == EventKind::Call && !Ev.Args.size() && startsLock(U.Facts.Strings[Ev.Name]))))
        TakenHere.push_back(Ev);
}

/// What is compared by a copy of it.
static const Expr *original(const Expr *E) {
  E = stripped(E);
  const auto *C = dyn_cast<CXXConstructExpr>(E);
  return C && C->getNumArgs() == 1 ? original(C->getArg(0)) : E;
}

/// The thread that runs here, asked for or kept in a local.
bool FunctionLowering::namesThread(const Expr *E) {
  const auto *C = dyn_cast<CallExpr>(original(keptResult(original(E))));
  return C && C->getDirectCallee() && V.threadId(N.vocabulary(C->getDirectCallee()));
}

/// A member is compared with the thread's name: on the edge where they are equal, the locks
/// beside the member, which the function takes on the other, are held already.
void FunctionLowering::ownerSeen(const Expr *E, bool Sense, EdgeEvents &Edges) {
  if (TakenHere.empty())
    return;
  const Expr *L = nullptr, *R = nullptr;
  bool Equal = true;
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isEqualityOp()) {
    L = B->getLHS();
    R = B->getRHS();
    Equal = B->getOpcode() == BO_EQ;
  } else if (const auto *W = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
    CXXRewrittenBinaryOperator::DecomposedForm D = W->getDecomposedForm();
    L = D.LHS;
    R = D.RHS;
    Equal = D.Opcode == BO_EQ;
  } else if (const auto *O = dyn_cast<CXXOperatorCallExpr>(E); O && O->getNumArgs() == 2) {
    L = O->getArg(0);
    R = O->getArg(1);
    Equal = O->getOperator() == OO_EqualEqual;
    if (!Equal && O->getOperator() != OO_ExclaimEqual)
      return;
  } else if (const auto *C = dyn_cast<CallExpr>(E); C && C->getNumArgs() == 2 && C->getDirectCallee() &&
                                                    N.vocabulary(C->getDirectCallee()) == "pthread_equal") {
    L = C->getArg(0);
    R = C->getArg(1);
  }
  if (!L)
    return;
  if (namesThread(L))
    std::swap(L, R);
  if (!namesThread(R))
    return;
  const Expr *Owner = original(L);
  if (const auto *C = dyn_cast<CXXMemberCallExpr>(Owner); C && receiver(C) && isAtomic(receiver(C)))
    Owner = receiver(C); // owner_.load()
  ValueId Member = valueOf(Owner);
  if (Out.Values[Member].Kind != ValueKind::Field)
    return;
  for (Event Ev : TakenHere)
    if (Out.Values[Ev.Subject].A == Out.Values[Member].A) {
      Ev.CallId = 0;
      (Equal == Sense ? Edges.OnTrue : Edges.OnFalse).push_back(Ev);
    }
}

} // namespace maprace
