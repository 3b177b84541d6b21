//===- terms.h - symbolic values across functions ----------------*- C++ -*-===//
//
// A term is a Value of the facts made program-wide: hash-consed, so that equal
// access paths are equal numbers, and relative to a frame only in its roots This,
// Param and Capture, which substitution replaces by the caller's terms.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_LINK_TERMS_H
#define MAPRACE_LINK_TERMS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/Hashing.h"
#include "llvm/ADT/SmallVector.h"
#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace maprace {

using TermId = std::uint32_t; ///< 0: unknown
using SymId = std::uint32_t;  ///< 0: empty name
using FuncId = std::uint32_t; ///< 0: none

enum class TermKind : std::uint8_t {
  Unknown,
  This,     ///< of the frame
  Param,    ///< A = index
  Capture,  ///< A = index
  Returned, ///< what the frame returns; only in summaries
  Local,    ///< A = slot, B = function
  Global,   ///< B = symbol
  Alloc,    ///< A = site, B = function
  Any,      ///< some object of a class: A = class symbol, B = role (two roles are two objects)
  Result,   ///< A = call, B = function: result of a call that says nothing
  Field,    ///< Kids[0], B = symbol
  Element,  ///< Kids[0], A = function that wrote the index, B = token symbol
  Function, ///< B = symbol; Kids[0] = bound object, if any
  Closure,  ///< B = symbol; Kids = captures
  Bind,     ///< Kids[0] = callee, the rest arguments
  OneOf,    ///< Kids; A = 1: one for each call, as for a lock that is chosen
  Constant, ///< B = symbol of its spelling; leads nowhere
};

struct Term {
  TermKind Kind = TermKind::Unknown;
  std::uint32_t A = 0;
  std::uint32_t B = 0;
  std::uint32_t KidsBegin = 0;
  std::uint32_t KidsCount = 0;
  bool Relative = false; ///< has a root that depends on the frame
  std::uint8_t Depth = 0;
};

/// What the roots of a frame stand for in its caller.
struct Environment {
  TermId This = 0;
  llvm::SmallVector<TermId, 6> Params;
  llvm::SmallVector<TermId, 4> Captures;
  TermId Returned = 0;
};

/// From hashes to the numbers of what hashes so; flat, as large programs have millions.
class HashIndex {
  llvm::DenseMap<std::uint64_t, std::uint32_t> Last; ///< number + 1 of the last one with the hash
  std::vector<std::uint32_t> Before;                 ///< by number: number + 1 of the one before it

public:
  /// The number with this hash that Same accepts, or Next, which is then taken; and
  /// whether it is new.
  template <class Fn> std::pair<std::uint32_t, bool> findOrAdd(std::uint64_t Hash, std::uint32_t Next, Fn Same) {
    std::uint32_t &Head = Last[Hash >> 1]; // the map keeps the highest numbers for itself
    for (std::uint32_t I = Head; I; I = Before[I - 1])
      if (Same(I - 1))
        return {I - 1, false};
    Before.resize(Next + 1);
    Before[Next] = Head;
    Head = Next + 1;
    return {Next, true};
  }
};

/// Roots of a frame as bits: This, 31 parameters, 32 captures. The last of a kind
/// stands for all beyond it.
using SlotSet = std::uint64_t;
inline SlotSet slotOf(const Term &Root) {
  switch (Root.Kind) {
  case TermKind::This: return 1;
  case TermKind::Param: return SlotSet(1) << (1 + std::min(Root.A, 30u));
  case TermKind::Capture: return SlotSet(1) << (32 + std::min(Root.A, 31u));
  default: return 0;
  }
}

class TermTable {
public:
  TermTable();
  TermId make(TermKind K, std::uint32_t A, std::uint32_t B, llvm::ArrayRef<TermId> Kids = {});
  TermId field(TermId Base, SymId Name);
  TermId element(TermId Base, std::uint32_t Func, SymId Token);
  TermId oneOf(llvm::ArrayRef<TermId> Kids);
  /// One of the kids at a time, where oneOf() says that nobody knows which.
  TermId choice(llvm::ArrayRef<TermId> Kids);
  bool isChoice(TermId Id) const { return Terms[Id].Kind == TermKind::OneOf && Terms[Id].A; }
  const Term &operator[](TermId Id) const { return Terms[Id]; }
  llvm::ArrayRef<TermId> kids(TermId Id) const {
    return llvm::ArrayRef<TermId>(Kids).slice(Terms[Id].KidsBegin, Terms[Id].KidsCount);
  }
  TermId kid(const Term &T, unsigned I) const { return Kids[T.KidsBegin + I]; }
  TermId base(TermId Id) const { return Terms[Id].KidsCount ? Kids[Terms[Id].KidsBegin] : 0; }
  /// A step of a path: from an object to a part of it, or to what a pointer leads to.
  bool isStep(TermId Id) const { return Terms[Id].Kind == TermKind::Field || Terms[Id].Kind == TermKind::Element; }
  /// The container whose elements, of elements, a path ends in; the path itself otherwise.
  TermId container(TermId Id) const {
    while (Terms[Id].Kind == TermKind::Element)
      Id = base(Id);
    return Id;
  }
  /// The same step of a path, but for which element is meant.
  bool sameStep(TermId X, TermId Y) const {
    return Terms[X].Kind == Terms[Y].Kind &&
           (Terms[X].Kind == TermKind::Element || (Terms[X].Kind == TermKind::Field && Terms[X].B == Terms[Y].B));
  }
  /// The last step of a path, taken from another place.
  TermId stepFrom(TermId Base, TermId Step) {
    const Term T = Terms[Step];
    return T.Kind == TermKind::Field ? field(Base, T.B) : element(Base, T.A, T.B);
  }
  /// Follows members only: the object or element that a member, of a member, lies in.
  TermId wholeObject(TermId Id) const {
    while (Terms[Id].Kind == TermKind::Field)
      Id = base(Id);
    return Id;
  }
  /// Whether Do says yes to a step of the path; from its end to its start.
  template <class Fn> bool anyStep(TermId Id, Fn Do) const {
    for (; isStep(Id); Id = base(Id))
      if (Do(Terms[Id]))
        return true;
    return false;
  }
  /// The start of the path: follows Field and Element.
  TermId root(TermId Id) const;
  bool isPath(TermId Id) const;
  /// True when Prefix is Id or an object that Id lies in or behind.
  bool hasPrefix(TermId Id, TermId Prefix) const;
  /// Replaces the frame's roots. Linear in the size of the term; Memo is kept by the
  /// caller over the terms of one call.
  TermId substitute(TermId Id, const Environment &E, llvm::DenseMap<TermId, TermId> &Memo);
  /// Each alternative of a term that is a OneOf; the term itself otherwise.
  llvm::SmallVector<TermId, 4> alternatives(TermId Id) const;
  size_t size() const { return Terms.size(); }

private:
  std::vector<Term> Terms;
  std::vector<TermId> Kids;
  HashIndex Index;
};

} // namespace maprace
#endif
