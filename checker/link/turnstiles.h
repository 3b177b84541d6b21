//===- turnstiles.h - barriers that a program has built itself ---*- C++ -*-===//
//
// `if (++arrived_ == parties_) { ++round_; all_.notify_all(); } else all_.wait(lock, [&] {
// return round != round_; });`: only the last to arrive moves the round on, and he has seen
// all others arrive. Whoever sees the round moved on has therefore seen them, too. A member
// stands for a count in this way when every function that sets it, but for constructors,
// does so behind a branch that has seen the count at its end.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_LINK_TURNSTILES_H
#define MAPRACE_LINK_TURNSTILES_H

#include "checker/link/program.h"
#include "llvm/ADT/DenseMap.h"

namespace maprace {

class Turnstiles {
public:
  explicit Turnstiles(const Program &P);
  /// The counts of the same object that whoever sees Member changed has seen at their end.
  llvm::ArrayRef<SymId> seenWith(SymId Member) const;

private:
  llvm::DenseMap<SymId, llvm::SmallVector<SymId, 2>> Counts;
};

/// The member of the function's object that a value names, with or without an index; 0: none.
SymId ownMember(const FunctionInfo &F, const Program &P, ValueId V);

} // namespace maprace
#endif
