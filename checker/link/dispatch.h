//===- dispatch.h - which bodies a virtual call can run ---------*- C++ -*-===//
//
// Rapid type analysis (Bacon and Sweeney, OOPSLA 1996): a virtual call runs what the
// classes that objects are made of have for it. A base class that is only ever part of
// an object of a derived class gives no target where every derived class overrides it.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_LINK_DISPATCH_H
#define MAPRACE_LINK_DISPATCH_H

#include "checker/link/program.h"
#include "llvm/ADT/DenseSet.h"

namespace maprace {

class Dispatch {
public:
  explicit Dispatch(const Program &P);
  /// The bodies that calling Method on an object of class Static, or of one derived from
  /// it, can run, the most general first. Static 0: of any class. Exact: of that class.
  llvm::SmallVector<FuncId, 2> targets(SymId Method, SymId Static, bool Exact) const;
  /// The variable that is the only object of its class in the program; 0: there may be
  /// others.
  SymId onlyObject(SymId Class) const { return Only.lookup(Class); }

private:
  const Program &P;
  llvm::DenseMap<SymId, llvm::SmallVector<SymId, 4>> Derived;
  llvm::DenseSet<SymId> Made; ///< classes of which whole objects are seen to be made
  llvm::DenseMap<SymId, SymId> Only;
  bool isLive(SymId Class) const { return Made.contains(Class) || !Derived.contains(Class); }
  FuncId inherited(SymId Class, llvm::ArrayRef<FuncId> Bodies) const;
};

} // namespace maprace
#endif
