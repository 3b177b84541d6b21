//===- gates.h - flags and pointers that tell of a running thread -*- C++ -*-===//
//
// `if (running_) { running_ = false; worker_.join(); }` and `if (server_) server_->stop();`
// wait for a thread on one branch only, yet after it no thread runs: where the flag is not
// set, or the pointer leads nowhere, there is none. A flag is a gate of a thread when
// every function that sets it also starts that thread; so is a state, `state_ = Running`,
// for all other states.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_LINK_GATES_H
#define MAPRACE_LINK_GATES_H

#include "checker/link/assumptions.h"
#include "checker/link/program.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace maprace {

class Gates {
public:
  explicit Gates(const Program &P);
  /// Where all of Unset are false or empty, nothing runs under the handle.
  bool closed(TermId Handle, llvm::ArrayRef<TermId> Unset) const;
  /// The member or variable is not in the state in which threads run.
  bool excludesRunning(const Assumption &Known) const;

private:
  using Handles = llvm::SmallVector<SymId, 2>;
  const Program &P;
  /// Flag, or member with a state in which threads run -> handles, members of one class.
  llvm::DenseMap<SymId, Handles> HandlesOf;
  llvm::DenseMap<SymId, SymId> Running; ///< member -> the state in which its threads run; 0: several
};

} // namespace maprace
#endif
