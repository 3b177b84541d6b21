//===- fixes.cpp ------------------------------------------------------------===//
#include "checker/rules/fixes.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include <set>

namespace maprace {

const Edit *findEdit(const Program &P, FuncId F, EditKind What, const Place &Of) {
  const FunctionInfo &I = P.function(F);
  for (const Edit &E : I.Facts->Edits)
    if (E.What == What && P.place(I, E.Of) == Of)
      return &E;
  return nullptr;
}

Replacement replaceAt(const Program &P, FuncId F, const Edit &E, std::string Text) {
  return {sourceRef(P, P.place(P.function(F), E.At)), E.Length, std::move(Text)};
}

namespace {

bool before(const Place &A, const Place &B) {
  return A.File == B.File && std::pair(A.Line, A.Col) < std::pair(B.Line, B.Col);
}

bool takesLock(const Event &E) {
  switch (E.Kind) {
  case EventKind::Acquire:
  case EventKind::GuardInit:
  case EventKind::GuardAcquire:
  case EventKind::CvWait:
  case EventKind::Spawn:
  case EventKind::Join:
  case EventKind::Await:
  case EventKind::OnceCall: return true;
  default: return false;
  }
}

/// A lock around this call could be taken twice, held while waiting, or taken in
/// another order than elsewhere.
bool mayLock(const Contexts &C, FuncId F, const Event &E, llvm::DenseSet<FuncId> &Seen) {
  if (takesLock(E))
    return true;
  if (E.Kind != EventKind::Call)
    return false;
  if (!E.Callee)
    return true; // whatever the value leads to
  for (FuncId Callee : C.A.callees(F, E)) {
    if (!Seen.insert(Callee).second)
      continue;
    if (Seen.size() > 64)
      return true;
    for (const Event &Inner : C.P.function(Callee).Facts->Events)
      if (mayLock(C, Callee, Inner, Seen))
        return true;
  }
  return false;
}

/// A member of the object of the method, also in a lambda written there, or a variable:
/// 0 for anything else. By the facts, because terms may know which object it is.
SymId plainEntity(const Program &P, FuncId F, ValueId Id, bool &Member) {
  const FunctionInfo &I = P.function(F);
  const Value &V = I.Facts->Values[Id];
  Member = V.Kind == ValueKind::Field;
  if (V.Kind == ValueKind::Global)
    return P.sym(I, V.Name);
  if (!Member)
    return 0;
  const Value &Base = I.Facts->Values[V.A];
  bool This = Base.Kind == ValueKind::This ||
              (Base.Kind == ValueKind::Capture && P.text(P.sym(I, I.Facts->Captures[Base.A].Name)) == "this");
  return This ? P.sym(I, V.Name) : 0;
}

bool isConst(const Program &P, FuncId F) {
  while (P.function(F).Facts->Flags & FuncLambda)
    F = P.find(P.function(F).Parent);
  return F && (P.function(F).Facts->Flags & FuncConst);
}

/// A lock as it can be written in any function of its class, or anywhere behind it.
struct SpelledLock {
  std::string Type, Argument;
  SymId Entity = 0;
  SymId Class = 0; ///< of the object that has it; 0: a variable
};

/// How a place that holds the lock names it and its guard.
std::optional<SpelledLock> spelled(const Picture &Pic, const ContextAccess &X, llvm::StringRef Name) {
  const Program &P = Pic.C.P;
  FuncId F = X.Access.Function;
  for (const Held &H : Pic.C.locks(X)) {
    if (H.Shared || lockName(P, H.Lock) != Name)
      continue;
    const Edit *Type = findEdit(P, F, EditKind::GuardType, H.At), *Lock = findEdit(P, F, EditKind::GuardLock, H.At);
    if (!Type || !Lock)
      continue;
    const FunctionInfo &I = P.function(F);
    for (const Event &E : I.Facts->Events) {
      if (E.Kind != EventKind::GuardInit || P.place(I, E.At) != H.At || E.Args.size() != 1 ||
          GuardPolicy(E.Detail) != GuardPolicy::Lock)
        continue;
      bool Member = false;
      SymId Name = plainEntity(P, F, I.Facts->Kids[E.Args.Begin], Member);
      const EntityInfo *Entity = P.entity(Name);
      if (!Name || !Entity)
        continue;
      return SpelledLock{P.text(P.sym(I, Type->Text)).str(), P.text(P.sym(I, Lock->Text)).str(), Name,
                         Member ? Entity->Class : 0};
    }
  }
  return std::nullopt;
}

/// The lock can be named, and changed, where F touches the map at X.
bool nameable(const Picture &Pic, const ContextAccess &X, const SpelledLock &Lock) {
  const Program &P = Pic.C.P;
  FuncId F = X.Access.Function;
  const FunctionInfo &I = P.function(F);
  const EntityInfo *Entity = P.entity(Lock.Entity);
  if (!Lock.Class) // declared before the function, in its file
    return Entity && Entity->At.File == X.Access.At.File && before(Entity->At, P.place(I, I.Facts->At));
  if (isConst(P, F) && !(Entity->Flags & EntityMutable))
    return false;
  for (const Event &E : I.Facts->Events) {
    if (E.Kind != EventKind::Access || P.place(I, E.At) != X.Access.At)
      continue;
    bool Member = false;
    SymId Name = plainEntity(P, F, E.Subject, Member);
    const EntityInfo *Map = Name && Member ? P.entity(Name) : nullptr;
    if (Map && Map->Class == Lock.Class)
      return true;
  }
  return false;
}

} // namespace

Fixes addMissingGuard(const Picture &Pic, const MapUse &M, const GuardVote &Vote) {
  const Program &P = Pic.C.P;
  if (Vote.Lock.empty() || Vote.Most == 0)
    return {};
  auto Holds = [&](const ContextAccess &X) {
    return llvm::any_of(Pic.C.locks(X), [&](const Held &H) { return lockName(P, H.Lock) == Vote.Lock; });
  };
  // Where it is missing: one function, entered without the lock each time.
  FuncId F = 0;
  std::optional<SpelledLock> Lock;
  std::vector<const ContextAccess *> Missing;
  for (const ContextAccess *X : M.Accesses) {
    if (X->Access.Init || (X->Access.Flags & FlagEscape))
      continue;
    if (Holds(*X)) {
      if (!Lock)
        Lock = spelled(Pic, *X, Vote.Lock);
      continue;
    }
    bool InConflict = false;
    for (const Conflict &K : Pic.Conflicts[&M - Pic.Maps.data()])
      InConflict |= K.First->Access.At == X->Access.At || K.Second->Access.At == X->Access.At;
    if (!InConflict)
      continue; // before the threads, or after them
    if ((F && F != X->Access.Function) || !Pic.C.locks(*X).empty())
      return {};
    F = X->Access.Function;
    Missing.push_back(X);
  }
  if (!F || !Lock)
    return {};
  const FunctionInfo &I = P.function(F);
  for (const ContextAccess *X : M.Accesses)
    if (X->Access.Function == F && Holds(*X))
      return {};
  const Edit *Begin = nullptr;
  for (const ContextAccess *X : Missing) {
    const Edit *E = findEdit(P, F, EditKind::Statement, X->Access.At);
    if (!E || !nameable(Pic, *X, *Lock))
      return {};
    if (!Begin || before(P.place(I, E->At), P.place(I, Begin->At)))
      Begin = E;
  }
  // From the first statement to the end of its block: all that lack it are in there, and
  // nothing that could wait or lock.
  Place From = P.place(I, Begin->At), To = P.place(I, Begin->End);
  auto Inside = [&](const Place &At) { return At.File == From.File && !before(At, From) && before(At, To); };
  if (!llvm::all_of(Missing, [&](const ContextAccess *X) { return Inside(X->Access.At); }))
    return {};
  llvm::DenseSet<FuncId> Seen;
  for (const Event &E : I.Facts->Events)
    if (Inside(P.place(I, E.At)) && (mayLock(Pic.C, F, E, Seen) || E.Kind == EventKind::Escape))
      return {};
  const Edit *Name = findEdit(P, F, EditKind::GuardName, Place());
  if (!Name)
    return {};
  std::string Text = Lock->Type + " " + P.text(P.sym(I, Name->Text)).str() + "(" + Lock->Argument + ");\n" +
                     P.text(P.sym(I, Begin->Text)).str();
  Replacement R = replaceAt(P, F, *Begin, std::move(Text));
  return {std::move(R)};
}

static Fixes lockExclusively(const Picture &Pic, const ContextAccess &Write) {
  const Program &P = Pic.C.P;
  FuncId F = Write.Access.Function;
  const FunctionInfo &I = P.function(F);
  for (const Held &H : Pic.C.locks(Write)) {
    const Edit *Type = H.Shared ? findEdit(P, F, EditKind::GuardType, H.At) : nullptr;
    if (!Type)
      continue;
    llvm::StringRef Written = P.text(P.sym(I, Type->Text)), Other;
    for (auto [Reader, Writer] : {std::pair{"shared_lock", "unique_lock"},
                                  {"ReaderMutexLock", "WriterMutexLock"},
                                  {"QReadLocker", "QWriteLocker"}})
      if (Written.split('<').first.ends_with(Reader))
        Other = Writer;
    ValueId Guard = 0;
    for (const Event &E : I.Facts->Events)
      if (E.Kind == EventKind::GuardInit && P.place(I, E.At) == H.At)
        Guard = E.Subject;
    if (Other.empty() || !Guard)
      continue;
    // The guard stays where it is, and the lock is not taken otherwise.
    for (const Event &E : I.Facts->Events) {
      bool Given = E.Other == Guard;
      for (std::uint32_t K = E.Args.Begin; K < E.Args.End; ++K)
        Given |= I.Facts->Kids[K] == Guard;
      if (Given || E.Kind == EventKind::Acquire || (E.Kind == EventKind::GuardInit && E.Subject != Guard) ||
          E.Kind == EventKind::CvWait)
        return {};
    }
    return {replaceAt(P, F, *Type, Other.str())};
  }
  return {};
}

static void add(Fixes &To, const Fixes &New) {
  for (const Replacement &R : New)
    if (!llvm::is_contained(To, R))
      To.push_back(R);
}

Fixes lockExclusively(const Picture &P, const MapUse &M) {
  Fixes All;
  for (const Conflict &K : P.Conflicts[&M - P.Maps.data()])
    if (K.SharedOnly)
      for (const ContextAccess *X : {K.First, K.Second})
        if (isWrite(X->Access.What))
          add(All, lockExclusively(P, *X));
  return All;
}

Fixes lookUpInstead(const Picture &Pic, const std::vector<Conflict> &Reads) {
  const Program &P = Pic.C.P;
  Fixes All;
  for (const Conflict &K : Reads)
    for (const ContextAccess *X : {K.First, K.Second}) {
      FuncId F = X->Access.Function;
      const Edit *E = findEdit(P, F, EditKind::Lookup, X->Access.At);
      if (E && (X->Access.Flags & FlagConstRead))
        add(All, {replaceAt(P, F, *E, P.text(P.sym(P.function(F), E->Text)).str())});
    }
  return All;
}

Fixes emplaceInstead(const Picture &Pic, const MapUse &M, const ContextAccess &Act) {
  const Program &P = Pic.C.P;
  FuncId F = Act.Access.Function;
  const Edit *E = findEdit(P, F, EditKind::Emplace, Act.Access.At);
  if (!E || M.What != Category::Map || !(Act.Access.Flags & FlagOverwrite) || Pic.C.locks(Act).size() != 1)
    return {};
  return {replaceAt(P, F, *E, P.text(P.sym(P.function(F), E->Text)).str())};
}

Fixes createOnce(const Picture &Pic, const MapUse &M, const ContextAccess &Creation) {
  const Program &P = Pic.C.P;
  FuncId F = Creation.Access.Function;
  const FunctionInfo &I = P.function(F);
  const TermKind Held = P.Terms[Creation.Access.Map].Kind;
  if (Held != TermKind::Global && Held != TermKind::Field)
    return {};
  // Created there, and set nowhere else, be it to nothing; a constructor's own setting comes first.
  std::set<Place> Writes;
  for (const ContextAccess *X : M.Accesses)
    if (X->Access.What == Effect::PointerWrite)
      Writes.insert(X->Access.At);
  for (const WrittenAccess &X : Pic.Written.lookup(M.Usr))
    if (X.What == Effect::PointerWrite && !(P.function(X.Function).Facts->Flags & FuncConstructor))
      Writes.insert(X.At);
  if (Writes.size() != 1)
    return {};
  const Edit *Whole = nullptr; // of a double check, the outer one
  for (const Edit &E : I.Facts->Edits)
    if (E.What == EditKind::Create && P.place(I, E.Of) == Creation.Access.At && (!Whole || E.Length > Whole->Length))
      Whole = &E;
  if (!Whole)
    return {};
  auto Indent = [](const Edit &E) { return "\n" + std::string(E.At.Col - 1, ' '); };
  auto Call = [&](llvm::StringRef Flag) {
    return "std::call_once(" + Flag.str() + ", [&] { " + P.text(P.sym(I, Whole->Text)).str() + "; });";
  };
  if (Held == TermKind::Field) {
    const Edit *Member = findEdit(P, F, EditKind::OnceFlag, Creation.Access.At);
    if (!Member)
      return {};
    llvm::StringRef Declaration = P.text(P.sym(I, Member->Text));
    return {replaceAt(P, F, *Member, Declaration.str() + ";" + Indent(*Member)),
            replaceAt(P, F, *Whole, Call(Declaration.substr(Declaration.rfind(' ') + 1)))};
  }
  llvm::StringRef Name = M.Name;
  const std::string Flag = Name.substr(Name.rfind(':') + 1).rtrim('_').str() + "Once";
  return {replaceAt(P, F, *Whole, "static std::once_flag " + Flag + ";" + Indent(*Whole) + Call(Flag))};
}

Fixes nameGuard(const Picture &Pic, FuncId F, const Place &Guard) {
  const Program &P = Pic.C.P;
  const FunctionInfo &I = P.function(F);
  const Edit *E = findEdit(P, F, EditKind::GuardName, Guard);
  if (!E)
    return {};
  // It lives to the end of the block then: nothing after it may lock.
  llvm::DenseSet<FuncId> Seen;
  for (const Event &Each : I.Facts->Events)
    if (before(Guard, P.place(I, Each.At)) && Each.Kind != EventKind::Join && mayLock(Pic.C, F, Each, Seen))
      return {};
  return {replaceAt(P, F, *E, " " + P.text(P.sym(I, E->Text)).str())};
}

} // namespace maprace
