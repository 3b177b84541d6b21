//===- program.h - the units joined ------------------------------*- C++ -*-===//
//
// Resolve, merge: names of all units become symbols, functions seen in several
// units become one, classes know their fields and overriders. The result does not
// depend on the order of the units.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_LINK_PROGRAM_H
#define MAPRACE_LINK_PROGRAM_H

#include "checker/link/terms.h"
#include "maprace/checker/facts.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace maprace {

/// A place with its file as a symbol.
struct Place {
  SymId File = 0;
  std::uint32_t Line = 0;
  std::uint32_t Col = 0;
  auto operator<=>(const Place &) const = default;
};

/// A field or variable, program-wide.
struct EntityInfo {
  SymId Usr = 0, Name = 0, Type = 0, Class = 0, GuardedBy = 0, Confined = 0, FrozenAfter = 0;
  Place At;
  Category What = Category::Other;
  std::uint16_t Flags = 0;
  bool pointer() const { return Flags & EntityPointer; }
  /// It leads to an object that is not its own alone.
  bool leadsElsewhere() const { return pointer() && !(Flags & EntityOwner); }
};

struct ClassInfo {
  SymId Usr = 0, Name = 0;
  std::vector<SymId> Bases, Fields;
  std::vector<FuncId> Methods;
  Place At;
  std::uint32_t Flags = 0, Size = 0, Align = 0;
};

/// A function with a body. Its facts keep the unit's numbering; Unit translates.
struct FunctionInfo {
  const FunctionFacts *Facts = nullptr;
  std::uint32_t Unit = 0;
  SymId Usr = 0, Name = 0, Class = 0, Parent = 0;
};

/// What stands among the locks held without being one.
enum class PseudoLock : std::uint8_t {
  None,   ///< a lock
  Before, ///< a signal of the object is still to come
  After,  ///< the signal of the object has been waited for
  Phase,  ///< between two waits at a barrier
  Once,   ///< runs once, or has seen that it has run
  First,  ///< nobody came here before, and nobody will again: a count has said so
  When,   ///< only when a flag was so or so (assumptions.h)
  Only,   ///< one of many threads comes here: the one whose number is tested for
};

/// Two lists of numbers, "#phase:0,12" and "#phase:7", without a common one.
bool disjointPhases(llvm::StringRef A, llvm::StringRef B);

class Program {
public:
  explicit Program(std::vector<UnitFacts> Units);

  llvm::StringRef text(SymId S) const { return Names[S]; }
  SymId symbol(llvm::StringRef Text);
  SymId sym(const FunctionInfo &F, Str S) const { return Translation[F.Unit][S]; }
  Place place(const FunctionInfo &F, const Loc &L) const { return {Translation[F.Unit][L.File], L.Line, L.Col}; }

  const std::vector<FunctionInfo> &functions() const { return Functions; } ///< [0] is unused
  const FunctionInfo &function(FuncId F) const { return Functions[F]; }
  FuncId find(SymId Usr) const;
  /// All functions that override the method, transitively, in a stable order.
  llvm::ArrayRef<FuncId> overriders(SymId Usr) const;
  const EntityInfo *entity(SymId Usr) const;
  /// The member that a path ends in; null when it ends in something else.
  const EntityInfo *member(TermId Path) const {
    return Terms[Path].Kind == TermKind::Field ? entity(Terms[Path].B) : nullptr;
  }
  /// The member or variable that a path ends in; null when it ends in something else.
  const EntityInfo *declared(TermId Path) const {
    return Terms[Path].Kind == TermKind::Global ? entity(Terms[Path].B) : member(Path);
  }
  llvm::ArrayRef<EntityInfo> entities() const { return Entities; }
  const ClassInfo *classOf(SymId Usr) const;
  /// Class is Base or derives from it.
  bool derives(SymId Class, SymId Base) const;
  /// The body of operator() of a class; 0 when there is none.
  FuncId callOperator(SymId Class) const;
  std::string display(FuncId F) const;
  PseudoLock pseudoLock(TermId Lock) const;
  /// The token of an element whose index is a number: "#0".
  bool isConstantIndex(SymId Token) const;
  /// Stands for "the map has come so far" (lifecycle.cpp).
  TermId milestone(TermId Map, const char *Which);
  /// Maps annotated as frozen after a function has returned.
  llvm::ArrayRef<const EntityInfo *> frozenMaps() const { return Frozen; }
  const std::vector<ClassInfo> &classes() const { return Classes; }

  TermTable Terms;

private:
  std::vector<UnitFacts> Units;
  std::vector<std::vector<SymId>> Translation;
  std::vector<std::string> Names;
  llvm::StringMap<SymId> Symbols;
  std::vector<FunctionInfo> Functions;
  llvm::DenseMap<SymId, FuncId> FunctionOf;
  llvm::DenseMap<SymId, std::vector<FuncId>> OverridersOf;
  std::vector<EntityInfo> Entities;
  llvm::DenseMap<SymId, std::uint32_t> EntityOf, ClassIndex;
  std::vector<ClassInfo> Classes;
  std::vector<const EntityInfo *> Frozen;

  void addEntity(const Entity &E, const std::vector<SymId> &T, SymId Class);
};

} // namespace maprace
#endif
