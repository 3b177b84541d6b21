//===- dispatch.cpp ---------------------------------------------------------===//
#include "checker/link/dispatch.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

/// More bodies than this say nothing about the call any more.
static constexpr size_t MaxTargets = 17;
/// A hierarchy with more classes than this is not walked for each call.
static constexpr size_t MaxClasses = 200;

Dispatch::Dispatch(const Program &P) : P(P) {
  for (const ClassInfo &C : P.classes())
    for (SymId Base : C.Bases)
      Derived[Base].push_back(C.Usr);
  llvm::DenseSet<SymId> Several; // made in places that may make more than one
  llvm::DenseMap<SymId, SymId> Variable;
  for (const EntityInfo &E : P.entities()) {
    if (E.pointer() || !E.Type)
      continue;
    if (E.Class || (E.Flags & (EntityArray | EntityThreadLocal)) || Variable.contains(E.Type))
      Several.insert(E.Type);
    else
      Variable[E.Type] = E.Usr;
  }
  for (const FunctionInfo &F : llvm::drop_begin(P.functions())) {
    const FunctionFacts &Facts = *F.Facts;
    for (const Value &V : Facts.Values)
      if (V.Kind == ValueKind::Alloc)
        Several.insert(P.sym(F, V.Name));
    for (const Local &L : Facts.Locals)
      if (!(L.Flags & EntityPointer))
        Several.insert(P.sym(F, L.Type));
    for (const Param &A : Facts.Params)
      if (A.ByValue)
        Several.insert(P.sym(F, A.Type));
    for (const Event &E : Facts.Events) {
      FuncId Callee = E.Kind == EventKind::Call && E.Callee ? P.find(P.sym(F, E.Callee)) : 0;
      if (!Callee || !(P.function(Callee).Facts->Flags & FuncConstructor))
        continue;
      // The variable's own, or one that begins with that of a base or of its class.
      ValueKind Object = Facts.Values[E.Subject].Kind;
      bool OfPart = (Facts.Flags & FuncConstructor) && Object == ValueKind::This;
      if (!OfPart && Object != ValueKind::Global)
        Several.insert(P.function(Callee).Class);
    }
  }
  Made = Several;
  for (auto [Class, Usr] : Variable) {
    Made.insert(Class);
    if (!Several.contains(Class) && !Derived.contains(Class))
      Only[Class] = Usr;
  }
}

/// The body that objects of exactly this class have: its own, or the nearest base's.
FuncId Dispatch::inherited(SymId Class, llvm::ArrayRef<FuncId> Bodies) const {
  llvm::SmallVector<SymId, 8> Work{Class};
  for (size_t I = 0; I < Work.size() && I < MaxClasses; ++I) {
    for (FuncId F : Bodies)
      if (P.function(F).Class == Work[I])
        return F;
    if (const ClassInfo *C = P.classOf(Work[I]))
      Work.append(C->Bases.begin(), C->Bases.end());
  }
  return 0;
}

llvm::SmallVector<FuncId, 2> Dispatch::targets(SymId Method, SymId Static, bool Exact) const {
  llvm::SmallVector<FuncId, 8> Bodies;
  if (FuncId Direct = P.find(Method))
    Bodies.push_back(Direct);
  SymId Top = Static ? Static : Bodies.empty() ? 0 : P.function(Bodies[0]).Class;
  llvm::ArrayRef<FuncId> Overriders = P.overriders(Method);
  Bodies.append(Overriders.begin(), Overriders.end());
  llvm::SmallVector<FuncId, 2> All(Bodies.begin(), Bodies.begin() + std::min(Bodies.size(), MaxTargets));
  if (Bodies.size() <= 1 || !P.classOf(Top))
    return All;
  llvm::SmallVector<SymId, 16> Classes{Top};
  if (!Exact)
    for (size_t I = 0; I < Classes.size() && Classes.size() < MaxClasses; ++I)
      if (auto It = Derived.find(Classes[I]); It != Derived.end())
        for (SymId C : It->second)
          if (!llvm::is_contained(Classes, C))
            Classes.push_back(C);
  llvm::SmallVector<FuncId, 2> Result;
  for (SymId C : Classes)
    if (Exact || isLive(C))
      if (FuncId F = inherited(C, Bodies); F && !llvm::is_contained(Result, F) && Result.size() < MaxTargets)
        Result.push_back(F);
  // Called through a type that has nothing to do with the method: a cast.
  return Result.empty() ? All : Result;
}

} // namespace maprace
