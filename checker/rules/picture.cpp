//===- picture.cpp - accesses by map, and which pairs conflict --------------===//
#include "checker/rules/rule.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallSet.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/GlobPattern.h"
#include <algorithm>
#include <map>

namespace maprace {

/// Accesses to one map that are compared pair by pair.
static constexpr size_t MaxAccessesPerMap = 500;

bool isWrite(Effect E) {
  switch (E) {
  case Effect::Insert:
  case Effect::Erase:
  case Effect::Assign:
  case Effect::PointerWrite:
  case Effect::UnsafeOp: return true;
  case Effect::Read:
  case Effect::Iterate:
  case Effect::ElementRead:
  case Effect::ElementWrite:
  case Effect::SafeOp:
  case Effect::PointerRead: return false;
  }
  return false;
}

// Writes to mapped values of existing keys race neither with lookups nor with each
// other ([container.requirements.dataraces]) unless the key is the same, which is
// not known: only structural changes conflict.
bool conflicts(Effect A, Effect B) {
  bool Concurrent = A == Effect::SafeOp || A == Effect::UnsafeOp;
  if (Concurrent != (B == Effect::SafeOp || B == Effect::UnsafeOp))
    return false;
  return isWrite(A) || isWrite(B);
}

namespace {

/// What conflicts on a concurrent container: what must run alone with all, going over it
/// with changes, and changes of an element that are no single operation with each other.
bool conflictsConcurrent(const AccessRecord &A, const AccessRecord &B) {
  auto Of = [](const AccessRecord &X) {
    return X.What == Effect::SafeOp || X.What == Effect::UnsafeOp || X.What == Effect::Iterate;
  };
  if (!Of(A) || !Of(B))
    return false;
  if (A.What == Effect::UnsafeOp || B.What == Effect::UnsafeOp)
    return true;
  if (A.What == Effect::Iterate || B.What == Effect::Iterate)
    return (A.Flags | B.Flags) & FlagChanges;
  return A.Flags & B.Flags & FlagCompound;
}

/// Values of a map that a reader's lock is held for: the key is not known, but whoever
/// writes one took the wrong side of the lock.
bool writesElement(const AccessRecord &A, const AccessRecord &B) {
  auto Element = [](const AccessRecord &X) { return X.What == Effect::ElementWrite || X.What == Effect::ElementRead; };
  return Element(A) && Element(B) && (A.What == Effect::ElementWrite || B.What == Effect::ElementWrite);
}

/// Fields of the program's own mutex classes: a method returns while what lies in the field
/// is locked. A class that has maps is no mutex, whatever its methods are called.
llvm::DenseSet<SymId> fieldsLeftLocked(const Contexts &C) {
  const Program &P = C.P;
  llvm::DenseSet<SymId> Result;
  auto HoldsMaps = [&](const ClassInfo &Class) {
    return llvm::any_of(Class.Fields, [&](SymId Field) {
      const EntityInfo *E = P.entity(Field);
      return E && (E->What == Category::Map || E->What == Category::ConcurrentMap);
    });
  };
  auto Note = [&](TermId Lock) {
    TermId Field = 0;
    for (; P.Terms[Lock].Kind == TermKind::Field; Lock = P.Terms.base(Lock))
      Field = Lock;
    if (!Field || P.Terms[Lock].Kind != TermKind::This)
      return;
    const EntityInfo *E = P.entity(P.Terms[Field].B);
    if (const ClassInfo *Class = E ? P.classOf(E->Class) : nullptr; Class && !HoldsMaps(*Class))
      Result.insert(P.Terms[Field].B);
  };
  for (FuncId F = 1; F < P.functions().size(); ++F) {
    if (P.function(F).Facts->Flags & (FuncConstructor | FuncDestructor))
      continue;
    for (const Held &H : C.A.Summaries[F].ExitLocks)
      Note(H.Lock);
    for (const ExitWay &W : C.A.Summaries[F].ExitWays)
      for (const Held &H : W.Locks)
        Note(H.Lock);
  }
  return Result;
}

/// What a value leads to is changed with a lock that lies there itself: that lock is asked
/// for where the value is used, not where it is looked up.
bool underOwnLock(const Contexts &C, const ContextAccess &X) {
  TermId Map = X.Access.Map;
  return X.Access.What != Effect::ElementWrite || llvm::any_of(C.locks(X), [&](const Held &H) {
           return !H.Shared && H.Lock != Map && C.P.Terms.hasPrefix(H.Lock, Map);
         });
}

/// The class whose object locks one of its own mutexes around the access to a map that is
/// part of the object: it says that it is shared. 0: none. Wrapped: fields by which a mutex
/// of the program's has one of a library's.
SymId lockingClass(const Contexts &C, const ContextAccess &X, const llvm::DenseSet<SymId> &Wrapped = {}) {
  const Program &P = C.P;
  for (const Held &H : C.locks(X)) {
    TermId Lock = H.Lock;
    while (P.Terms[Lock].Kind == TermKind::Field && Wrapped.contains(P.Terms[Lock].B) &&
           P.Terms[P.Terms.base(Lock)].Kind == TermKind::Field)
      Lock = P.Terms.base(Lock);
    const Term &L = P.Terms[Lock];
    if (L.Kind != TermKind::Field)
      continue;
    // Not the lock of a container that the object happens to be kept in.
    TermId Owner = P.Terms.base(Lock), T = P.Terms.base(X.Access.Map);
    while (T != Owner && P.Terms[T].Kind == TermKind::Field)
      T = P.Terms.base(T);
    if (const EntityInfo *Mutex = T == Owner ? P.entity(L.B) : nullptr)
      return Mutex->Class;
  }
  return 0;
}

/// The same for a class with a mutex of the program's own, of which nobody knows what else it
/// is there for: at most of the places that come to the map, all who come must hold it.
SymId usuallyLocking(const Contexts &C, const MapUse &M, const llvm::DenseSet<SymId> &Wrapped) {
  std::map<Place, SymId> Holds; // 0: not all
  for (const ContextAccess *X : M.Accesses) {
    SymId Class = lockingClass(C, *X, Wrapped);
    if (auto [It, New] = Holds.try_emplace(X->Access.At, Class); It->second != Class)
      It->second = 0;
  }
  std::map<SymId, size_t> Places;
  for (const auto &[At, Class] : Holds)
    if (Class && ++Places[Class] * 2 > Holds.size())
      return Class;
  return 0;
}

/// A callable that unknown code was given runs in a thread of its own only if the
/// program says so: it hands over the map's owner, and locks it on the other side, but
/// neither where it hands over nor in the callable.
bool believable(const Contexts &C, const ContextAccess &X, const ContextAccess &Y) {
  bool PossibleX = C.onlyPossible(X.In), PossibleY = C.onlyPossible(Y.In);
  if (!PossibleX && !PossibleY)
    return true;
  const ContextAccess &Callback = PossibleX ? X : Y, &Other = PossibleX ? Y : X;
  const Context &K = C.All[Callback.In];
  if (PossibleX == PossibleY || !(C.A.Spawns[K.Spawn].Flags & FlagPossible))
    return false;
  // A handler that locks expects others, and a thread that the program has started is one
  // of them wherever the handler runs; but not the one that has registered it.
  if (!C.locks(Callback).empty())
    return C.All[Other.In].Kind == ContextKind::Thread && Other.In != K.Parent;
  // A deleter runs when the lock, under which it may be handed over, has been given back.
  return lockingClass(C, Other) && C.givenByStart(Callback.In, C.P.Terms.base(Callback.Access.Map)) &&
         ((C.A.Spawns[K.Spawn].Flags & FlagDeferred) || llvm::none_of(C.A.LockSets[K.Where.Locks], [&](const Held &H) {
            return C.P.pseudoLock(H.Lock) == PseudoLock::None;
          }));
}

bool isGlobal(const Program &P, TermId T) { return P.Terms[P.Terms.root(T)].Kind == TermKind::Global; }

/// The map belongs to the object whose public method the outside calls.
bool ownMethod(const Contexts &C, const ContextAccess &X) {
  const Term &Root = C.P.Terms[C.P.Terms.wholeObject(X.Access.Map)];
  FuncId Entry = C.All[X.In].Entry;
  return Root.Kind == TermKind::Global ? Root.B == C.A.Virtual.onlyObject(C.P.function(Entry).Class)
                                       : Root.Kind == TermKind::Any && Root.B == Entry * 64 + 63;
}

/// The map belongs to an object that the outside gives to a free function of a library.
bool ownArgument(const Contexts &C, const ContextAccess &X) {
  const Term &Root = C.P.Terms[C.P.Terms.wholeObject(X.Access.Map)];
  FuncId Entry = C.All[X.In].Entry;
  return Root.Kind == TermKind::Any && Root.B / 64 == Entry && Root.B % 64 < 31 &&
         (C.P.function(Entry).Facts->Flags & FuncStatic);
}

/// The element is one that the outside names to the function that it calls.
bool byCallersKey(const Contexts &C, const ContextAccess &X) {
  const Term &Key = C.P.Terms[C.P.Terms.root(X.Access.Key)];
  FuncId Entry = C.All[X.In].Entry;
  return Key.Kind == TermKind::Any && Key.B / 64 == Entry && Key.B % 64 < 31 &&
         (C.P.function(Entry).Facts->Flags & FuncStatic);
}

/// The function is named by the option PublicApi.
bool isApi(const Contexts &C, const ContextAccess &X, const Settings &S) {
  if (S.PublicApi.empty())
    return false;
  if (S.PublicApi == "concurrent")
    return true;
  llvm::StringRef Name = C.P.text(C.P.function(C.All[X.In].Entry).Name);
  llvm::SmallVector<llvm::StringRef, 4> Globs;
  llvm::StringRef(S.PublicApi).split(Globs, ';', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Glob : Globs) {
    llvm::Expected<llvm::GlobPattern> Pattern = llvm::GlobPattern::create(Glob.trim());
    if (!Pattern)
      llvm::consumeError(Pattern.takeError());
    else if (Pattern->match(Name))
      return true;
  }
  return false;
}

bool publicRoot(const Contexts &C, const ContextAccess &X) {
  const Context &K = C.All[X.In];
  if (K.Kind != ContextKind::External)
    return false;
  const FunctionFacts &F = *C.P.function(K.Entry).Facts;
  if (F.Flags & (FuncConstructor | FuncDestructor | FuncMoveOrCopy))
    return false;
  return F.Flags & (FuncPublic | FuncVirtual);
}

/// A thread of the object has been waited for: two threads cannot both do that.
bool endsThread(const Contexts &C, const ContextAccess &X) {
  return llvm::any_of(C.A.TermSets[X.Access.Where.Joined],
                      [&](TermId J) { return C.P.Terms[J].Kind == TermKind::Field; });
}

bool unknownLock(const Program &P, TermId L) {
  TermKind K = P.Terms[P.Terms.root(L)].Kind;
  return K == TermKind::Result || K == TermKind::Unknown ||
         (K == TermKind::Global && P.text(P.Terms[P.Terms.root(L)].B) == "?");
}

bool threadLocal(const Program &P, TermId T) {
  const Term &Root = P.Terms[P.Terms.root(T)];
  const EntityInfo *E = Root.Kind == TermKind::Global ? P.entity(Root.B) : nullptr;
  return E && (E->Flags & EntityThreadLocal);
}

/// The reference went into a member that nobody follows without a lock.
bool keptUnderLock(const Contexts &C, const AccessRecord &Reference) {
  if (!Reference.Key || C.P.Terms[Reference.Key].Kind != TermKind::Field)
    return false;
  auto It = C.A.ReadUnderLock.find(C.P.Terms[Reference.Key].B);
  return It != C.A.ReadUnderLock.end() && llvm::all_of(It->second, [](const auto &Read) { return Read.second; });
}

/// What another thread may do to an element that a reference leads to. Node-based
/// maps keep references through insertion; a whole map or an iterator suffers from
/// every change.
bool invalidates(const Program &P, const MapUse &M, const AccessRecord &Reference, const AccessRecord &Change) {
  if (Reference.Flags & FlagHeld) {
    llvm::StringRef Operation = P.text(Change.Operation);
    bool Adds = Operation.starts_with("insert") || Operation.starts_with("emplace") || Operation == "try_emplace" ||
                Operation.starts_with("upsert") || Operation.starts_with("lazy_emplace") || Operation == "operator[]" ||
                Operation.starts_with("try_emplace_l");
    return Change.What == Effect::UnsafeOp ||
           (Change.What == Effect::SafeOp && (Change.Flags & FlagChanges) && (!Adds || !(M.Flags & EntityStable)));
  }
  bool Removes = Change.What == Effect::Erase || Change.What == Effect::Assign;
  // The next element, from an iterator that was kept.
  if (Reference.Mark && Reference.What == Effect::Iterate)
    return Removes || (Change.What == Effect::Insert && !(M.Flags & EntityOrdered));
  if (Reference.Flags & FlagWhole)
    return isWrite(Change.What);
  if (Reference.Mark && (Reference.Flags & FlagAlive))
    return Removes;
  return Removes || Change.What == Effect::ElementWrite ||
         (Change.What == Effect::Insert && (Change.Flags & FlagOverwrite));
}

/// Y defeats what the steps that X ends rely on, if it comes in between.
bool comesBetween(const Contexts &C, const AccessRecord &X, const AccessRecord &Y) {
  const Mark &M = C.A.Marks[X.Mark];
  llvm::StringRef Operation = C.P.text(Y.Operation);
  switch (M.Kind) {
  case MarkKind::CheckThenAct:
    if (X.What == Effect::SafeOp || X.What == Effect::UnsafeOp) {
      bool Removes = Operation.contains("erase") || Operation == "clear";
      return (Y.What == Effect::UnsafeOp || (Y.Flags & FlagChanges)) &&
             (M.Seen == Presence::Unknown || (M.Seen == Presence::Present) == Removes);
    }
    // Both would store the same.
    if (X.Flags & Y.Flags & FlagComputed)
      return false;
    // Set by a function that sets what it is given, as others do, because of more than that
    // it was absent: as good as one set() after the other.
    if (M.Seen == Presence::Unknown && (X.Flags & FlagGiven) && (Y.Flags & (FlagGiven | FlagComputed)))
      return false;
    switch (M.Seen) {
    case Presence::Absent: return Y.What == Effect::Assign || (Y.What == Effect::Insert && !(Y.Flags & FlagConstRead));
    case Presence::Present: return Y.What == Effect::Assign || Y.What == Effect::Erase;
    case Presence::Unknown: return isWrite(Y.What);
    }
    return false;
  case MarkKind::LostUpdate:
    if (X.What == Effect::SafeOp)
      return Y.What == Effect::UnsafeOp || (Y.Flags & FlagChanges);
    return Y.What == Effect::ElementWrite || (isWrite(Y.What) && !(Y.Flags & FlagConstRead));
  case MarkKind::TornUpdate:
    return isWrite(Y.What) || (M.Write && (Y.What == Effect::Read || Y.What == Effect::Iterate));
  case MarkKind::SharedCopy:
    return Y.Mark || Y.What == Effect::ElementRead || Y.What == Effect::ElementWrite ||
           (Y.What == Effect::Iterate && Operation == "range-for");
  case MarkKind::KeptView: return false;
  }
  return false;
}

/// One follows a reference or iterator that the other, who adds an element, leaves valid.
bool staysValid(const Program &P, const MapUse &M, const AccessRecord &X, const AccessRecord &Y) {
  for (auto [Use, Change] : {std::pair{&X, &Y}, std::pair{&Y, &X}})
    if ((Use->What == Effect::ElementRead || Use->What == Effect::ElementWrite) && Change->What == Effect::Insert)
      return M.Flags & (P.text(Use->Operation) == "iterator" ? EntityOrdered : EntityStable);
  return false;
}

/// The two tokens tell that the accesses cannot overlap.
bool ordered(const Contexts &C, const ContextAccess &X, TermId A, PseudoLock TokenA, const ContextAccess &Y, TermId B,
             PseudoLock TokenB, bool Alone) {
  const Term &TA = C.P.Terms[A], &TB = C.P.Terms[B];
  // What comes out of a queue may be what somebody else has put in.
  auto Sent = [&](const ContextAccess &By, TermId Object) {
    const EntityInfo *E = C.P.declared(Object);
    return !E || !(E->Flags & EntityArray) || C.isOnlySignaller(By.In, Object);
  };
  auto SameObject = [&] { return C.sameLock(C.P.Terms.base(A), X.Access.Map, C.P.Terms.base(B), Y.Access.Map); };
  switch (TokenA) {
  case PseudoLock::None:
  case PseudoLock::First:
  case PseudoLock::When:
    return false; // First: protection() asks each side by itself
  // Either comes before whatever has seen it done.
  case PseudoLock::Once:
    return TokenB == PseudoLock::Once && Alone && C.frameIsShared(X.In, C.P.Terms[C.P.Terms.root(A)]) &&
           C.frameIsShared(Y.In, C.P.Terms[C.P.Terms.root(B)]) && SameObject();
  case PseudoLock::Before: return TokenB == PseudoLock::After && SameObject() && Sent(X, C.P.Terms.base(A));
  case PseudoLock::After: return TokenB == PseudoLock::Before && SameObject() && Sent(Y, C.P.Terms.base(B));
  // All parties walk through one function, in step with each other.
  case PseudoLock::Phase:
    return TokenB == PseudoLock::Phase && TA.A == TB.A && disjointPhases(C.P.text(TA.B), C.P.text(TB.B)) &&
           SameObject();
  case PseudoLock::Only:
    return X.In == Y.In &&
           (A == B || (TokenB == PseudoLock::Only && TA.B == TB.B && C.P.Terms.base(A) == C.P.Terms.base(B) &&
                       C.P.Terms[C.P.Terms.base(A)].Kind == TermKind::Global));
  }
  return false;
}

/// A map that is touched from everywhere: each place and effect keeps its share, of
/// threads before unknown callers and of few locks before many.
void keepTelling(const Contexts &C, std::vector<const ContextAccess *> &All) {
  std::map<std::tuple<Place, Effect, bool>, std::vector<const ContextAccess *>> ByPlace;
  for (const ContextAccess *X : All)
    ByPlace[{X->Access.At, X->Access.What, (X->Access.Flags & FlagEscape) != 0}].push_back(X);
  for (auto &[Key, List] : ByPlace)
    llvm::stable_sort(List, [&](const ContextAccess *X, const ContextAccess *Y) {
      auto Rank = [&](const ContextAccess *A) {
        return std::make_tuple(C.All[A->In].Kind == ContextKind::External, C.A.LockSets[A->Access.Where.Locks].size());
      };
      return Rank(X) < Rank(Y);
    });
  All.clear();
  for (size_t Round = 0; All.size() < MaxAccessesPerMap; ++Round)
    for (auto &[Key, List] : ByPlace)
      if (Round < List.size() && All.size() < MaxAccessesPerMap)
        All.push_back(List[Round]);
}

enum class Protection { None, SharedOnly, Guarded };

Protection protection(const Contexts &C, const ContextAccess &X, const ContextAccess &Y) {
  Protection Best = Protection::None;
  // What the first to come sets up, all who come later take to be there.
  auto First = [&](const Held &H) { return C.P.pseudoLock(H.Lock) == PseudoLock::First; };
  if (llvm::any_of(C.A.LockSets[X.Access.Where.Locks], First) ||
      llvm::any_of(C.A.LockSets[Y.Access.Where.Locks], First))
    return Protection::Guarded;
  for (const Held &A : C.A.LockSets[X.Access.Where.Locks])
    for (const Held &B : C.A.LockSets[Y.Access.Where.Locks]) {
      PseudoLock TokenA = C.P.pseudoLock(A.Lock), TokenB = C.P.pseudoLock(B.Lock);
      if (TokenA != PseudoLock::None || TokenB != PseudoLock::None) {
        // Of those who count down, one sees the end.
        bool BothLast = TokenA == PseudoLock::After && TokenB == PseudoLock::After && A.Again && B.Again;
        if (BothLast && C.sameLock(C.P.Terms.base(A.Lock), X.Access.Map, C.P.Terms.base(B.Lock), Y.Access.Map))
          return Protection::Guarded;
        if (ordered(C, X, A.Lock, TokenA, Y, B.Lock, TokenB, !A.Shared || !B.Shared))
          return Protection::Guarded;
        continue;
      }
      // One of two locks is neither of them for sure.
      if (C.P.Terms.isChoice(A.Lock) || C.P.Terms.isChoice(B.Lock))
        continue;
      // Nor does anybody know that it is a reader's.
      if (unknownLock(C.P, A.Lock) || unknownLock(C.P, B.Lock))
        return Protection::Guarded;
      if (!C.sameLock(A.Lock, X.Access.Map, B.Lock, Y.Access.Map))
        continue;
      // A mutex of each thread's own keeps nobody out.
      if (threadLocal(C.P, A.Lock) || threadLocal(C.P, B.Lock))
        continue;
      auto InOwnFrame = [&](const ContextAccess &By, TermId L) {
        TermId Root = C.P.Terms.root(L);
        // Where the map can be found, the lock of the same object can.
        if (C.A.throughPointer(L) || Root == C.P.Terms.root(By.Access.Map))
          return false;
        // The starter's loop made each thread one of its own.
        return (!C.frameIsShared(By.In, C.P.Terms[Root]) && !C.sameFrame(X.In, Y.In, C.P.Terms[Root])) ||
               (X.In == Y.In && C.A.FreshInLoop.count(Root) && C.givenByStart(By.In, Root));
      };
      if (InOwnFrame(X, A.Lock) || InOwnFrame(Y, B.Lock))
        continue;
      if (!A.Shared || !B.Shared)
        return Protection::Guarded;
      Best = Protection::SharedOnly;
    }
  return Best;
}

/// Which function a place lies in.
class Enclosing {
  std::vector<std::pair<Place, FuncId>> Begins;

public:
  explicit Enclosing(const Program &P) {
    for (FuncId F = 1; F < P.functions().size(); ++F)
      if (!(P.function(F).Facts->Flags & FuncLambda))
        Begins.push_back({P.place(P.function(F), P.function(F).Facts->At), F});
    llvm::sort(Begins);
  }
  FuncId operator()(const Place &At) const {
    auto It = llvm::upper_bound(Begins, std::pair{At, ~FuncId(0)});
    return It != Begins.begin() && std::prev(It)->first.File == At.File ? std::prev(It)->second : 0;
  }
};

/// The class leaves locking to its callers: where others come to the same place, they hold
/// a lock that keeps the other side out and that was taken before they called the class.
/// That a method which nobody in view calls would be called without it is a guess.
bool callersLock(const Contexts &C, const Enclosing &In, const MapUse &M, const ContextAccess &X,
                 const ContextAccess &Y) {
  const EntityInfo *Map = C.P.entity(M.Usr);
  if (!Map || !Map->Class)
    return false;
  auto TakenOutside = [&](const Held &H) {
    FuncId By = In(H.At);
    return By && !C.P.derives(C.P.function(By).Class, Map->Class) && !C.P.derives(Map->Class, C.P.function(By).Class);
  };
  for (auto [Open, Other] : {std::pair{&X, &Y}, std::pair{&Y, &X}}) {
    if (C.All[Open->In].Kind != ContextKind::External || !C.locks(*Open).empty())
      continue;
    bool Locked = false, Inside = false;
    for (const ContextAccess *Same : M.Accesses)
      if (Same->In != Open->In && Same->Access.At == Open->Access.At && Same->Access.What == Open->Access.What &&
          !C.locks(*Same).empty()) {
        Locked |= protection(C, *Same, *Other) == Protection::Guarded;
        Inside |= !llvm::any_of(C.locks(*Same), TakenOutside);
      }
    if (Locked && !Inside)
      return true;
  }
  return false;
}

unsigned guardCount(const Contexts &C, const ContextAccess &X) { return C.locks(X).size(); }

} // namespace

static llvm::DenseMap<SymId, std::vector<WrittenAccess>> writtenAccesses(const Program &P) {
  llvm::DenseMap<SymId, std::vector<WrittenAccess>> Out;
  for (FuncId F = 1; F < P.functions().size(); ++F) {
    const FunctionInfo &I = P.function(F);
    for (const Event &E : I.Facts->Events) {
      if (E.Kind != EventKind::Access)
        continue;
      const Value *V = &I.Facts->Values[E.Subject];
      while (V->Kind == ValueKind::Element)
        V = &I.Facts->Values[V->A];
      if (V->Kind == ValueKind::Field || V->Kind == ValueKind::Global)
        Out[P.sym(I, V->Name)].push_back({F, P.place(I, E.At), static_cast<Effect>(E.Detail), P.sym(I, E.Name)});
    }
  }
  return Out;
}

/// A map on the heap may also be known by the member that everybody reaches it by, and one
/// in a wrapper of the program's, for any type, by the member that is so wrapped.
void nameMember(const Program &P, MapUse &M) {
  const EntityInfo *Own = M.Usr ? P.entity(M.Usr) : nullptr;
  if (Own && (!Own->Class || !P.text(Own->Class).contains(">#")))
    return;
  auto MemberOf = [&](const ContextAccess *X) {
    TermId Owner = P.Terms.base(P.Terms.container(X->Access.Map));
    return !Own ? X->Member : P.Terms[Owner].Kind == TermKind::Field ? P.Terms[Owner].B : 0;
  };
  SymId Member = M.Accesses.empty() ? 0 : MemberOf(M.Accesses[0]);
  const EntityInfo *E = Member ? P.entity(Member) : nullptr;
  if (!E || !llvm::all_of(M.Accesses, [&](const ContextAccess *X) { return MemberOf(X) == Member; }))
    return;
  M.Member = P.text(E->Name).str();
}

Picture makePicture(const Contexts &C, const Settings &S) {
  Picture Result{C, S, {}, {}, {}, writtenAccesses(C.P)};
  const Program &P = C.P;
  const Enclosing In(P);
  const llvm::DenseSet<SymId> LeftLocked = fieldsLeftLocked(C);
  const bool Library = llvm::none_of(C.All, [](const Context &X) { return X.Kind == ContextKind::Main; });
  auto isStep = [](const ContextAccess &X) { return X.Access.Mark && !(X.Access.Flags & FlagEscape); };
  // By declaration, so that the instantiations of a template are one map.
  std::map<std::pair<Place, unsigned>, MapUse> Groups;
  for (const ContextAccess &X : C.Accesses) {
    TermId T = X.Access.Map;
    unsigned Elements = 0;
    while (P.Terms[T].Kind == TermKind::Element) {
      T = P.Terms.base(T);
      ++Elements;
    }
    const Term &N = P.Terms[T];
    MapUse M;
    if (N.Kind == TermKind::Field || N.Kind == TermKind::Global) {
      const EntityInfo *E = P.entity(N.B);
      if (!E || (E->Flags & EntityThreadLocal))
        continue;
      if (auto It = Groups.find({E->At, Elements}); It != Groups.end()) {
        (isStep(X) ? It->second.Steps : It->second.Accesses).push_back(&X);
        continue;
      }
      M.Usr = E->Usr;
      M.Name = P.text(E->Name).str();
      M.At = E->At;
      M.What = E->What;
      M.Flags = E->Flags;
    } else if (N.Kind == TermKind::Local) {
      const FunctionInfo &F = P.function(N.B);
      const Local &L = F.Facts->Locals[N.A];
      // Each holder has a pointer of its own.
      if ((L.Flags & EntityHeap) && (X.Access.What == Effect::PointerRead || X.Access.What == Effect::PointerWrite))
        continue;
      M.Name = (llvm::Twine(P.text(F.Name)) + "::" + P.text(P.sym(F, L.Name))).str();
      M.At = P.place(F, L.At);
      M.What = L.What;
      M.Flags = L.Flags;
    } else {
      continue;
    }
    auto [It, New] = Groups.try_emplace({M.At, Elements}, M);
    (isStep(X) ? It->second.Steps : It->second.Accesses).push_back(&X);
  }
  for (auto &[Key, M] : Groups) {
    nameMember(P, M);
    auto Order = [&](const ContextAccess *A, const ContextAccess *B) {
      auto K = [&](const ContextAccess *X) {
        const AccessRecord &R = X->Access;
        return std::make_tuple(P.text(R.At.File), R.At.Line, R.At.Col, X->In, R.What, R.Map, R.Where.Locks,
                               R.Where.Live);
      };
      return K(A) < K(B);
    };
    llvm::stable_sort(M.Accesses, Order);
    llvm::stable_sort(M.Steps, Order);
    bool Changes = llvm::any_of(M.Accesses, [](const ContextAccess *X) {
      return isWrite(X->Access.What) || X->Access.What == Effect::ElementWrite ||
             (X->Access.Flags & (FlagChanges | FlagCompound));
    });
    if (M.Accesses.size() > MaxAccessesPerMap) {
      keepTelling(C, M.Accesses);
      llvm::stable_sort(M.Accesses, Order);
    }
    llvm::SmallSet<SymId, 4> Locking;
    if (S.AssumeSharedClasses)
      for (const ContextAccess *X : M.Accesses)
        if (SymId Class = lockingClass(C, *X))
          Locking.insert(Class);
    if (S.AssumeSharedClasses && Locking.empty())
      if (SymId Class = usuallyLocking(C, M, LeftLocked))
        Locking.insert(Class);
    // The path to the map begins at, or leads through, an object of such a class.
    auto OfLocking = [&](const ContextAccess &X) {
      for (TermId T = P.Terms.container(X.Access.Map); P.Terms[T].Kind == TermKind::Field; T = P.Terms.base(T))
        if (const EntityInfo *Member = P.entity(P.Terms[T].B))
          for (SymId L : Locking)
            if (P.derives(Member->Class, L) || P.derives(L, Member->Class))
              return true;
      return false;
    };
    // A library that has locks for its globals expects several threads in its functions:
    // in those that take one for this map, in those that only look at it, and in those that
    // change the one element that the caller names. Others may set up or tear down.
    llvm::SmallSet<ContextId, 4> LockingRoots;
    if (S.AssumeSharedClasses && Library)
      for (const ContextAccess *X : M.Accesses)
        if (isGlobal(P, X->Access.Map) && llvm::any_of(C.locks(*X), [&](const Held &H) { return isGlobal(P, H.Lock); }))
          LockingRoots.insert(C.root(X->In));
    auto SharedFunction = [&](const ContextAccess &X) {
      return isGlobal(P, X.Access.Map) && !LockingRoots.empty() &&
             (LockingRoots.contains(C.root(X.In)) || !isWrite(X.Access.What) || byCallersKey(C, X));
    };
    auto SharedMethod = [&](const ContextAccess &X) {
      return ((ownMethod(C, X) || (Library && ownArgument(C, X))) && OfLocking(X)) || SharedFunction(X);
    };
    // The program begins in main. A function that it does not call is another's; a method,
    // too, but for those of classes that are made for several threads.
    auto Elsewhere = [&](const ContextAccess &X) {
      const ContextAccess Entered{C.root(X.In), X.Access, 0};
      const Context &Root = C.All[Entered.In];
      bool Method = !(P.function(Root.Entry).Facts->Flags & FuncStatic);
      return Root.Kind == ContextKind::External && !isApi(C, Entered, S) && !(Method && OfLocking(X));
    };
    auto OfMain = [&](const ContextAccess &X) { return C.All[C.root(X.In)].Kind == ContextKind::Main; };
    // Neither order nor a lock keeps the two apart.
    auto Overlap = [&](const ContextAccess &X, const ContextAccess &Y) {
      if ((OfMain(X) && Elsewhere(Y)) || (OfMain(Y) && Elsewhere(X)))
        return Protection::Guarded;
      bool Parallel = C.parallel(X, Y);
      if (!Parallel && publicRoot(C, X) && publicRoot(C, Y) && !(endsThread(C, X) && endsThread(C, Y)) &&
          ((isApi(C, X, S) && isApi(C, Y, S)) || (SharedMethod(X) && SharedMethod(Y))))
        Parallel = true;
      if (!Parallel || !believable(C, X, Y))
        return Protection::Guarded;
      // An object is made and ends once.
      if (X.Access.Init && Y.Access.Init)
        return Protection::Guarded;
      // A constructor has its object to itself until it starts a thread.
      bool SameRoot = C.root(X.In) == C.root(Y.In);
      if (!SameRoot && (X.Access.Init || Y.Access.Init))
        return Protection::Guarded;
      // Whether others still use an object that goes, or already one that comes, is a
      // question of its lifetime: only threads of the object's own are asked about.
      if ((X.Access.Init && !C.knowsFromStart(Y.In, X.Access.Map)) ||
          (Y.Access.Init && !C.knowsFromStart(X.In, Y.Access.Map)))
        return Protection::Guarded;
      if (X.In != Y.In && P.Terms[P.Terms.root(X.Access.Map)].Kind == TermKind::Result)
        return Protection::Guarded; // what a call gave to one is not what it gives to another
      if (!C.mayAlias(X.Access.Map, Y.Access.Map, !SameRoot))
        return Protection::Guarded;
      Protection Guard = protection(C, X, Y);
      return Guard != Protection::Guarded && callersLock(C, In, M, X, Y) ? Protection::Guarded : Guard;
    };
    std::vector<Conflict> Between;
    for (const ContextAccess *X : M.Steps) {
      for (const ContextAccess *Y : M.Accesses)
        if (!(Y->Access.Flags & FlagEscape) && comesBetween(C, X->Access, Y->Access) &&
            Overlap(*X, *Y) != Protection::Guarded)
          Between.push_back({X, Y, false, false});
      for (const ContextAccess *Y : M.Steps)
        if (C.A.Marks[X->Access.Mark].Kind == MarkKind::SharedCopy &&
            C.A.Marks[Y->Access.Mark].Kind == MarkKind::SharedCopy && Overlap(*X, *Y) != Protection::Guarded)
          Between.push_back({X, Y, false, false});
    }
    std::vector<Conflict> Found;
    for (size_t I = 0; Changes && I < M.Accesses.size(); ++I)
      for (size_t J = I; J < M.Accesses.size(); ++J) {
        const ContextAccess &X = *M.Accesses[I], &Y = *M.Accesses[J];
        bool EscapeX = X.Access.Flags & FlagEscape, EscapeY = Y.Access.Flags & FlagEscape;
        if ((EscapeX && EscapeY) || (EscapeX && keptUnderLock(C, X.Access)) || (EscapeY && keptUnderLock(C, Y.Access)))
          continue;
        bool Escape = EscapeX || EscapeY;
        bool Concurrent = M.What == Category::ConcurrentMap;
        bool Elements = !Escape && !Concurrent && writesElement(X.Access, Y.Access);
        if (Escape       ? !invalidates(P, M, EscapeX ? X.Access : Y.Access, EscapeX ? Y.Access : X.Access)
            : Concurrent ? !conflictsConcurrent(X.Access, Y.Access)
                         : !Elements && !conflicts(X.Access.What, Y.Access.What))
          continue;
        if (I == J && !isWrite(X.Access.What) && !Elements && !Concurrent)
          continue;
        if (!Escape && staysValid(P, M, X.Access, Y.Access))
          continue;
        if ((X.Access.What == Effect::PointerWrite && (Y.Access.Flags & FlagSnapshot)) ||
            (Y.Access.What == Effect::PointerWrite && (X.Access.Flags & FlagSnapshot)))
          continue;
        Protection Guard = Overlap(X, Y);
        if (Guard == Protection::Guarded || (Elements && Guard != Protection::SharedOnly) ||
            (Elements && underOwnLock(C, X) && underOwnLock(C, Y)))
          continue;
        Conflict K{&X, &Y, Guard == Protection::SharedOnly, Escape};
        // First is the side where the programmer acts: fewer guards, then the write.
        unsigned GX = guardCount(C, X), GY = guardCount(C, Y);
        if (Escape)
          GX = EscapeX ? 0 : 1, GY = 1 - GX;
        if (GY < GX || (GX == GY && isWrite(Y.Access.What) && !isWrite(X.Access.What)))
          std::swap(K.First, K.Second);
        Found.push_back(K);
      }
    Result.Maps.push_back(M);
    Result.Conflicts.push_back(std::move(Found));
    Result.Interruptions.push_back(std::move(Between));
  }
  return Result;
}

bool isOrdered(const Picture &P, const ContextAccess &X, const ContextAccess &Y) {
  auto Tokens = [&](const ContextAccess &A) {
    return P.C.A.LockSets[A.Access.Where.Locks].size() - P.C.locks(A).size();
  };
  return Tokens(X) && Tokens(Y) && protection(P.C, X, Y) == Protection::Guarded;
}

} // namespace maprace
