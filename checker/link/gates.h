//===- gates.h - flags and pointers that tell of a running thread -*- C++ -*-===//
//
// `if (running_) { running_ = false; worker_.join(); }` and `if (server_) server_->stop();`
// wait for a thread on one branch only, yet after it no thread runs: where the flag is not
// set, or the pointer leads nowhere, there is none. A flag is a gate of a thread when
// every function that sets it also starts that thread.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_LINK_GATES_H
#define MAPRACE_LINK_GATES_H

#include "checker/link/program.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace maprace {

class Gates {
public:
  explicit Gates(const Program &P);
  /// Where all of Unset are false or empty, nothing runs under the handle.
  bool closed(TermId Handle, llvm::ArrayRef<TermId> Unset) const;

private:
  const Program &P;
  llvm::DenseMap<SymId, llvm::SmallVector<SymId, 2>> HandlesOf; ///< flag -> handles, members of one class
};

} // namespace maprace
#endif
