//===- annotations.cpp - GUARDED_BY and REQUIRES inferred -------------------===//
//
// A map is guarded by a lock when every place outside of constructors and destructors
// holds it, as a member of the same object or as a variable of the same namespace. A
// function requires it when it is held there on every way, and taken by a caller.
//
// Clang's analysis sees one function at a time and knows no unique_lock: what it could
// not follow (lambdas that rely on a lock taken outside, locks taken by helpers, guards
// it does not know) is left out with the reason, so that the annotated program compiles
// without a warning.
//
//===----------------------------------------------------------------------===//
#include "checker/rules/annotations.h"
#include "checker/rules/fixes.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

namespace maprace {

namespace {

llvm::StringRef lastName(llvm::StringRef Qualified) { return Qualified.substr(Qualified.rfind(':') + 1); }
llvm::StringRef scopeOf(llvm::StringRef Qualified) { return Qualified.drop_back(lastName(Qualified).size()); }

class Inference {
public:
  explicit Inference(const Picture &Pic) : Pic(Pic), C(Pic.C), P(Pic.C.P) {}

  Annotations run() {
    for (std::size_t I = 0; I < Pic.Maps.size(); ++I) {
      const MapUse &M = Pic.Maps[I];
      const EntityInfo *E = M.Usr ? P.entity(M.Usr) : nullptr;
      if (!E || M.What != Category::Map || E->GuardedBy || !Pic.Conflicts[I].empty() ||
          (E->Flags & (EntityPointer | EntityArray | EntityInMacro | EntityFunctionLocal)))
        continue;
      if (llvm::any_of(M.Accesses, [&](const ContextAccess *X) { return !C.locks(*X).empty(); }))
        map(M, *E);
    }
    llvm::sort(Out.All, [](const Annotation &A, const Annotation &B) {
      return std::tie(A.At, A.What, A.Lock) < std::tie(B.At, B.What, B.Lock);
    });
    Out.All.erase(std::unique(Out.All.begin(), Out.All.end()), Out.All.end());
    return std::move(Out);
  }

private:
  const Picture &Pic;
  const Contexts &C;
  const Program &P;
  Annotations Out;

  void map(const MapUse &M, const EntityInfo &E) {
    std::string Why;
    std::set<std::string> Locks;
    bool First = true;
    for (const ContextAccess *X : M.Accesses) {
      if (X->Access.Init || (X->Access.Flags & FlagEscape))
        continue;
      std::set<std::string> Here;
      for (const Held &H : C.locks(*X))
        if (std::string L = beside(X->Access.Map, H.Lock, E); !L.empty() && (!H.Shared || !isWrite(X->Access.What)))
          Here.insert(std::move(L));
      if (First)
        Locks = Here;
      else
        std::erase_if(Locks, [&](const std::string &L) { return !Here.count(L); });
      First = false;
    }
    if (Locks.empty())
      return leave(E, "no lock beside it is held at every place");
    const std::string &Text = *Locks.begin();
    std::set<FuncId> Requiring;
    for (const ContextAccess *X : M.Accesses)
      if (!X->Access.Init && !(X->Access.Flags & FlagEscape) && !follow(*X, E, Text, Requiring, Why))
        return leave(E, Why);
    SourceRef At = sourceRef(P, E.At);
    At.Col += static_cast<std::uint32_t>(lastName(P.text(E.Name)).size());
    std::vector<Annotation> New{{Annotation::GuardedBy, P.text(E.Name).str(), Text, At}};
    for (FuncId F : Requiring) {
      const Edit *Place = findEdit(P, F, EditKind::Attribute, {});
      if (!Place)
        return leave(E, "there is no place for an attribute at '" + P.text(P.function(F).Name).str() + "'");
      New.push_back({Annotation::Requires, P.text(P.function(F).Name).str(), Text,
                     sourceRef(P, P.place(P.function(F), Place->At))});
    }
    Out.All.insert(Out.All.end(), New.begin(), New.end());
  }

  void leave(const EntityInfo &E, const std::string &Why) {
    Out.Left.push_back({sourceRef(P, E.At), "'" + P.text(E.Name).str() + "' is left as it is: " + Why});
  }

  /// How the lock is written beside the map: it is a member of the map's object, or of a
  /// member of that, or a variable of the map's namespace. Empty: it is something else.
  std::string beside(TermId Map, TermId Lock, const EntityInfo &E) const {
    std::string Text;
    for (TermId T = Lock;; T = P.Terms.base(T)) {
      const Term &N = P.Terms[T];
      const EntityInfo *L = P.declared(T);
      if (!L || L->pointer() || (L->Flags & EntityArray))
        return "";
      // Of a mutex class of the program, the object counts, not the mutex inside.
      if (L->What == Category::Mutex)
        Text.clear();
      std::string Name = lastName(P.text(L->Name)).str();
      if (!Text.empty())
        Name.append(".").append(Text);
      Text = std::move(Name);
      bool Beside =
          N.Kind == TermKind::Global
              ? P.Terms[Map].Kind == TermKind::Global && L->At.File == E.At.File && L->At.Line <= E.At.Line &&
                    scopeOf(P.text(L->Name)) == scopeOf(P.text(E.Name))
              : P.Terms[Map].Kind == TermKind::Field && P.Terms.base(Map) == P.Terms.base(T) && L->Class == E.Class;
      if (Beside)
        return Text;
      if (N.Kind == TermKind::Global)
        return "";
    }
  }

  /// The function says already that it is called with a lock.
  bool declares(FuncId F) const {
    return llvm::any_of(P.function(F).Facts->Clauses, [](const Clause &Each) {
      return Each.Kind == ClauseKind::Requires || Each.Kind == ClauseKind::RequiresShared;
    });
  }

  /// The callee's declaration tells Clang that it takes a lock.
  bool acquires(FuncId F, const Event &Call) const {
    llvm::SmallVector<FuncId, 2> Callees = C.A.callees(F, Call);
    return !Callees.empty() && llvm::all_of(Callees, [&](FuncId Callee) {
      return llvm::any_of(P.function(Callee).Facts->Clauses, [](const Clause &Each) {
        return Each.Kind == ClauseKind::Acquire || Each.Kind == ClauseKind::AcquireShared;
      });
    });
  }

  /// How F itself takes a lock at a place; null when it does not.
  const Event *takenIn(FuncId F, const Place &At) const {
    const FunctionInfo &I = P.function(F);
    for (const Event &E : I.Facts->Events)
      if ((E.Kind == EventKind::GuardInit || E.Kind == EventKind::Acquire || E.Kind == EventKind::GuardAcquire ||
           (E.Kind == EventKind::Call && acquires(F, E))) &&
          P.place(I, E.At) == At)
        return &E;
    return nullptr;
  }

  bool follow(const ContextAccess &X, const EntityInfo &Map, const std::string &Lock, std::set<FuncId> &Requiring,
              std::string &Why) {
    const Held *Taken = nullptr;
    const std::vector<Held> Locks = C.locks(X);
    for (const Held &H : Locks)
      if (beside(X.Access.Map, H.Lock, Map) == Lock)
        Taken = &H;
    if (!Taken)
      return false;
    // The functions on the way, the innermost first.
    std::vector<FuncId> Way{X.Access.Function};
    std::vector<FuncId> Inner;
    for (ChainId K = X.Access.Chain; K; K = C.A.Chains[K].Next)
      Inner.push_back(C.A.Chains[K].Caller);
    Way.insert(Way.end(), Inner.rbegin(), Inner.rend());
    for (ChainId K = X.Prefix; K; K = C.A.Chains[K].Next)
      Way.push_back(C.A.Chains[K].Caller);
    for (FuncId F : Way) {
      const FunctionInfo &I = P.function(F);
      if (const Event *E = takenIn(F, Taken->At)) {
        if (E->Kind == EventKind::GuardAcquire)
          return Why = "-Wthread-safety does not follow a guard that is locked again", false;
        llvm::StringRef Guard = P.text(P.sym(I, E->Name));
        if (E->Kind == EventKind::GuardInit && (Guard == "std::unique_lock" || Guard == "std::shared_lock"))
          return Why = "-Wthread-safety does not know the guard '" + Guard.str() + "'", false;
        return true;
      }
      if (declares(F))
        return true;
      if (I.Facts->Flags & FuncLambda)
        return Why = "a lambda in '" + P.text(I.Name).str() + "' relies on a lock that is taken outside of it", false;
      if (I.Facts->Flags & (FuncConstructor | FuncDestructor | FuncMain))
        return Why = "the lock is not taken in view of '" + P.text(I.Name).str() + "'", false;
      if (Map.Class ? I.Class != Map.Class || (I.Facts->Flags & FuncStatic)
                    : I.Facts->At.Line <= Map.At.Line || P.place(I, I.Facts->At).File != Map.At.File)
        return Why = "'" + P.text(I.Name).str() + "' cannot name the lock that its callers hold", false;
      Requiring.insert(F);
    }
    return Why = "a helper takes the lock", false;
  }
};

} // namespace

Annotations annotationsOf(const Picture &P) { return Inference(P).run(); }

} // namespace maprace
