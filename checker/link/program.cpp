//===- program.cpp ----------------------------------------------------------===//
#include "checker/link/program.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/ADT/Twine.h"
#include <algorithm>

namespace maprace {

SymId Program::symbol(llvm::StringRef Text) {
  auto [It, New] = Symbols.try_emplace(Text, Names.size());
  if (New)
    Names.push_back(Text.str());
  return It->second;
}

void Program::addEntity(const Entity &E, const std::vector<SymId> &T, SymId Class) {
  EntityInfo I;
  I.Usr = T[E.Usr];
  I.Name = T[E.Name];
  I.Type = T[E.Type];
  I.Class = Class;
  I.GuardedBy = T[E.GuardedBy];
  I.Confined = T[E.Confined];
  I.FrozenAfter = T[E.FrozenAfter];
  I.At = {T[E.At.File], E.At.Line, E.At.Col};
  I.What = E.What;
  I.Flags = E.Flags;
  auto [It, New] = EntityOf.try_emplace(I.Usr, Entities.size());
  if (New) {
    Entities.push_back(I);
  } else if (Entities[It->second].What == Category::Other && I.What != Category::Other) {
    // Seen before through a forward declaration: this unit knows the type.
    Entities[It->second] = I;
  }
}

Program::Program(std::vector<UnitFacts> In) : Units(std::move(In)) {
  // The order of units must not matter: a name that two units define is taken
  // from the one whose file sorts first.
  llvm::stable_sort(Units, [](const UnitFacts &A, const UnitFacts &B) { return A.MainFile < B.MainFile; });
  symbol("");
  Functions.emplace_back();
  for (std::uint32_t U = 0; U < Units.size(); ++U) {
    std::vector<SymId> T;
    T.reserve(Units[U].Strings.size());
    for (const std::string &S : Units[U].Strings)
      T.push_back(symbol(S));
    Translation.push_back(std::move(T));
    const std::vector<SymId> &Tr = Translation.back();
    for (const Entity &G : Units[U].Globals)
      addEntity(G, Tr, 0);
    for (const ClassFacts &C : Units[U].Classes) {
      auto [It, New] = ClassIndex.try_emplace(Tr[C.Usr], Classes.size());
      for (const Entity &F : C.Fields)
        addEntity(F, Tr, Tr[C.Usr]);
      if (!New)
        continue;
      ClassInfo I;
      I.Usr = Tr[C.Usr];
      I.Name = Tr[C.Name];
      I.At = {Tr[C.At.File], C.At.Line, C.At.Col};
      I.Flags = C.Flags;
      I.Size = C.Size;
      I.Align = C.Align;
      for (Str B : C.Bases)
        I.Bases.push_back(Tr[B]);
      for (const Entity &F : C.Fields)
        I.Fields.push_back(Tr[F.Usr]);
      Classes.push_back(std::move(I));
    }
    for (const FunctionFacts &F : Units[U].Functions) {
      SymId Usr = Tr[F.Usr];
      // Every unit that is a program of its own has a main.
      auto [It, New] = FunctionOf.try_emplace(Usr, Functions.size());
      if (!New) {
        if (!(F.Flags & FuncMain))
          continue;
        Usr = symbol((llvm::Twine(text(Usr)) + "@@" + Units[U].MainFile).str());
        if (!FunctionOf.try_emplace(Usr, Functions.size()).second)
          continue;
      }
      FunctionInfo I;
      I.Facts = &F;
      I.Unit = U;
      I.Usr = Usr;
      I.Name = Tr[F.Name];
      I.Class = Tr[F.Class];
      I.Parent = Tr[F.Parent];
      Functions.push_back(std::move(I));
    }
  }
  for (FuncId F = 1; F < Functions.size(); ++F) {
    const FunctionInfo &I = Functions[F];
    if (I.Class && !(I.Facts->Flags & FuncLambda))
      if (auto It = ClassIndex.find(I.Class); It != ClassIndex.end())
        Classes[It->second].Methods.push_back(F);
  }
  for (const EntityInfo &E : Entities)
    if (E.FrozenAfter)
      Frozen.push_back(&E);
  // Overriders, transitively: an override of an override overrides both.
  llvm::DenseMap<SymId, llvm::SmallVector<SymId, 4>> Direct;
  for (FuncId F = 1; F < Functions.size(); ++F)
    for (Str O : Functions[F].Facts->Overrides)
      Direct[sym(Functions[F], O)].push_back(Functions[F].Usr);
  llvm::DenseMap<SymId, std::vector<FuncId>> All;
  for (auto &[Base, Unused] : Direct) {
    std::vector<FuncId> &Result = All[Base];
    llvm::SmallVector<SymId, 8> Work(1, Base);
    llvm::DenseSet<SymId> Seen;
    while (!Work.empty()) {
      SymId Next = Work.pop_back_val();
      if (!Seen.insert(Next).second)
        continue;
      if (Next != Base)
        if (FuncId F = find(Next))
          Result.push_back(F);
      auto It = Direct.find(Next);
      if (It != Direct.end())
        Work.append(It->second.begin(), It->second.end());
    }
    llvm::sort(Result);
  }
  OverridersOf = std::move(All);
}

FuncId Program::find(SymId Usr) const {
  auto It = FunctionOf.find(Usr);
  return It == FunctionOf.end() ? 0 : It->second;
}

llvm::ArrayRef<FuncId> Program::overriders(SymId Usr) const {
  auto It = OverridersOf.find(Usr);
  if (It == OverridersOf.end())
    return {};
  return It->second;
}

const EntityInfo *Program::entity(SymId Usr) const {
  auto It = EntityOf.find(Usr);
  return It == EntityOf.end() ? nullptr : &Entities[It->second];
}

const ClassInfo *Program::classOf(SymId Usr) const {
  auto It = ClassIndex.find(Usr);
  return It == ClassIndex.end() ? nullptr : &Classes[It->second];
}

bool Program::derives(SymId Class, SymId Base) const {
  if (Class == Base)
    return true;
  llvm::SmallVector<SymId, 8> Work{Class};
  llvm::DenseSet<SymId> Seen;
  while (!Work.empty()) {
    SymId C = Work.pop_back_val();
    if (C == Base)
      return true;
    if (!Seen.insert(C).second)
      continue;
    if (const ClassInfo *I = classOf(C))
      Work.append(I->Bases.begin(), I->Bases.end());
  }
  return false;
}

FuncId Program::callOperator(SymId Class) const {
  if (const ClassInfo *I = classOf(Class))
    for (FuncId F : I->Methods)
      if (text(Functions[F].Name).ends_with("::operator()"))
        return F;
  return 0;
}

bool disjointPhases(llvm::StringRef A, llvm::StringRef B) {
  llvm::SmallVector<llvm::StringRef, 4> InA, InB;
  A.split(':').second.split(InA, ',');
  B.split(':').second.split(InB, ',');
  return llvm::none_of(InA, [&](llvm::StringRef S) { return llvm::is_contained(InB, S); });
}

bool Program::isConstantIndex(SymId Token) const {
  llvm::StringRef Text = text(Token);
  return Text.consume_front("#") && !Text.empty() && (llvm::isDigit(Text[0]) || Text[0] == '-');
}

PseudoLock Program::pseudoLock(TermId Lock) const {
  const Term &T = Terms[Lock];
  if (T.Kind != TermKind::Element)
    return PseudoLock::None;
  return llvm::StringSwitch<PseudoLock>(text(T.B))
      .Case("#before", PseudoLock::Before)
      .Case("#after", PseudoLock::After)
      .Case("#once", PseudoLock::Once)
      .Case("#first", PseudoLock::First)
      .StartsWith("#when", PseudoLock::When)
      .StartsWith("#phase:", PseudoLock::Phase)
      .StartsWith("#only:", PseudoLock::Only)
      .Default(PseudoLock::None);
}

std::string Program::display(FuncId F) const {
  std::string Name = text(Functions[F].Name).str();
  if (Functions[F].Facts->Flags & FuncRegion)
    return Functions[F].Facts->Flags & FuncCoroutine ? "'" + Name + "' after co_await" : "region in '" + Name + "'";
  if (Functions[F].Facts->Flags & FuncLambda)
    return "lambda in '" + Name + "'";
  return "'" + Name + "'";
}

} // namespace maprace
