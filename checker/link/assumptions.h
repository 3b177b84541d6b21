//===- assumptions.h - what flags say about the way taken --------*- C++ -*-===//
//
// Property simulation (Das, Lerner, Seigle: ESP, PLDI 2002): two ways that meet are kept
// apart while they hold different locks and a flag tells them apart, so that `if (!locked)
// lock(); ...; if (!locked) unlock();` has two ways through it and not four. What is done
// without the lock because a parameter said so is marked with what the parameter must have
// been: the caller, who knows, drops it or keeps it.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_LINK_ASSUMPTIONS_H
#define MAPRACE_LINK_ASSUMPTIONS_H

#include "checker/link/program.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include <optional>

namespace maprace {

/// A flag, mode or pointer has, or has not, the value of a constant.
struct Assumption {
  TermId Selector = 0;
  SymId Constant = 0;
  bool Equal = true;
  auto operator<=>(const Assumption &) const = default;
};

/// Both cannot be.
bool contradict(const Assumption &X, const Assumption &Y);
template <class Range> bool contradictsAny(const Range &Known, const Assumption &X) {
  return llvm::any_of(Known, [&](const Assumption &K) { return contradict(K, X); });
}

class Assumptions {
public:
  explicit Assumptions(Program &P);

  /// Whether it is true of what the selector has become; nothing where nobody knows.
  std::optional<bool> judge(const Assumption &X) const;
  /// The assumption as one of the locks held (PseudoLock::When); 0: too long a path.
  TermId mark(const Assumption &X);
  Assumption read(TermId Mark);
  /// The member or variable is set where objects are made, and nowhere else.
  bool isConstant(TermId Selector) const;
  /// The member or variable that the event changes, if some function goes by its value; else 0.
  SymId changedBy(const FunctionInfo &F, const Event &E) const;
  /// Among the locks of what never happens.
  TermId never() const { return Never; }

private:
  Program &P;
  TermId Never;
  SymId Null;
  llvm::DenseSet<SymId> Deciding, Changed;
};

} // namespace maprace
#endif
