//===- evidence.cpp - what a finding shows ----------------------------------===//
#include "checker/rules/rule.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

SourceRef sourceRef(const Program &P, const Place &At) { return {P.text(At.File).str(), At.Line, At.Col}; }

const char *verb(Effect E) {
  switch (E) {
  case Effect::Read:
  case Effect::ElementRead:
  case Effect::PointerRead: return "read";
  case Effect::Iterate: return "iterated over";
  case Effect::ElementWrite: return "used";
  case Effect::Insert:
  case Effect::Erase:
  case Effect::Assign:
  case Effect::PointerWrite: return "written";
  case Effect::SafeOp:
  case Effect::UnsafeOp: return "used";
  }
  return "used";
}

std::string hazard(const Conflict &Pair) {
  Effect A = Pair.First->Access.What, B = Pair.Second->Access.What;
  if (isWrite(A) && isWrite(B))
    return "concurrent map writes";
  if (A == Effect::Iterate || B == Effect::Iterate)
    return "concurrent map iteration and map write";
  return "concurrent map read and map write";
}

/// The member's class has a lock() of its own: it is there to be locked itself.
static bool isMutexClass(const Program &P, SymId Member) {
  const EntityInfo *E = P.entity(Member);
  const ClassInfo *C = E ? P.classOf(E->Class) : nullptr;
  return C && llvm::any_of(C->Methods, [&](FuncId F) {
           llvm::StringRef Name = P.text(P.function(F).Name);
           return Name.ends_with("::lock") || Name.ends_with("::Lock") || Name.ends_with("::acquire");
         });
}

std::string lockName(const Program &P, TermId Lock) {
  const Term &T = P.Terms[Lock];
  switch (T.Kind) {
  case TermKind::Field:
    // The mutex in a mutex class of the program has the name of the object that it is in.
    if (const Term &Around = P.Terms[P.Terms.base(Lock)];
        (Around.Kind == TermKind::Field || Around.Kind == TermKind::Global) && isMutexClass(P, T.B))
      return lockName(P, P.Terms.base(Lock));
    if (const EntityInfo *E = P.entity(T.B)) {
      llvm::StringRef Name = P.text(E->Name);
      // Class::member says whose lock it is; namespaces are noise.
      size_t Cut = Name.rfind("::");
      if (Cut != llvm::StringRef::npos)
        if (size_t Before = Name.take_front(Cut).rfind("::"); Before != llvm::StringRef::npos)
          Name = Name.drop_front(Before + 2);
      return Name.str();
    }
    return "a lock";
  case TermKind::Global:
    if (const EntityInfo *E = P.entity(T.B))
      return P.text(E->Name).str();
    return "a lock";
  case TermKind::Local: {
    const FunctionInfo &F = P.function(T.B);
    return T.A < F.Facts->Locals.size() ? P.text(P.sym(F, F.Facts->Locals[T.A].Name)).str() : "a lock";
  }
  case TermKind::Element: return lockName(P, P.Terms.base(Lock)) + "[]";
  case TermKind::OneOf: {
    std::string Names;
    for (TermId L : P.Terms.alternatives(Lock))
      Names += (Names.empty() ? "" : " or ") + lockName(P, L);
    return Names;
  }
  default: return "a lock";
  }
}

std::string heldText(const Contexts &C, const ContextAccess &A) {
  std::string Text;
  std::vector<std::string> Told;
  for (const Held &H : C.locks(A)) {
    std::string Lock = "'" + lockName(C.P, H.Lock) + "'" + (H.Shared ? " (shared)" : "");
    if (llvm::is_contained(Told, Lock))
      continue;
    Text += (Told.empty() ? "holding " : " and ") + Lock;
    Told.push_back(std::move(Lock));
  }
  return Text.empty() ? "with no lock held" : Text;
}

/// "a thread started by std::thread", without the place: steps carry it.
static std::string threadKind(const Contexts &C, const Context &X) {
  const SpawnRecord &R = C.A.Spawns[X.Spawn];
  llvm::StringRef Mechanism = C.P.text(R.Mechanism);
  if (R.Flags & FlagPossible)
    return "a callback that " + Mechanism.str() + " may run in another thread";
  std::string Text = Mechanism == "signal" || Mechanism == "std::signal" ? "a signal handler"
                                                                         : "a thread started by " + Mechanism.str();
  if (X.Many)
    Text += ", several at once";
  return Text;
}

std::string describeThread(const Contexts &C, ContextId Id) {
  const Context &X = C.All[Id];
  switch (X.Kind) {
  case ContextKind::Main: return "the main thread";
  case ContextKind::External: return "a caller of " + C.P.display(X.Entry);
  case ContextKind::Startup: return "the initialisation of " + C.P.display(X.Entry);
  case ContextKind::Thread: return threadKind(C, X);
  case ContextKind::Posted:
    if (X.Carriers.empty())
      return "a stored callable";
    return "a callable run by " + threadKind(C, C.All[X.Carriers[0]]);
  }
  return "";
}

static void startSteps(const Contexts &C, ContextId Id, std::vector<Step> &Out) {
  const Context &X = C.All[Id];
  if (X.Parent != NoContext && C.All[X.Parent].Parent != NoContext)
    startSteps(C, X.Parent, Out);
  if (X.Kind == ContextKind::Thread || X.Kind == ContextKind::Posted) {
    const SpawnRecord &R = C.A.Spawns[X.Spawn];
    std::string Text = X.Kind == ContextKind::Posted ? describeThread(C, Id) + " is handed over here"
                       : (R.Flags & FlagPossible)
                           ? "handed to " + C.P.text(R.Mechanism).str() + ", which may call it from another thread"
                           : describeThread(C, Id) + " starts here";
    Out.push_back({sourceRef(C.P, R.At), Text});
  }
}

Side makeSide(const Contexts &C, const ContextAccess &A) {
  const Program &P = C.P;
  Side S;
  S.Thread = describeThread(C, A.In);
  const FunctionInfo &F = P.function(A.Access.Function);
  S.Function = P.text(F.Name).str();
  S.FunctionUsr = P.text(F.Usr).split("@@").first.str();
  S.Operation = P.text(A.Access.Operation).str();
  S.At = sourceRef(P, A.Access.At);
  S.Write = isWrite(A.Access.What);
  startSteps(C, A.In, S.Path);
  const size_t Starts = S.Path.size();
  unsigned Steps = 0;
  for (ChainId K = A.Prefix; K; K = C.A.Chains[K].Next) {
    const ChainNode &N = C.A.Chains[K];
    S.Path.insert(S.Path.begin() + Starts, {sourceRef(P, N.At), "calls " + P.display(N.Callee)});
  }
  for (ChainId K = A.Access.Chain; K && Steps < 12; K = C.A.Chains[K].Next, ++Steps) {
    const ChainNode &N = C.A.Chains[K];
    S.Path.push_back({sourceRef(P, N.At), "calls " + P.display(N.Callee)});
  }
  S.Path.push_back({S.At, std::string(verb(A.Access.What)) + " by '" + S.Operation + "' " + heldText(C, A)});
  for (const Held &H : C.locks(A))
    S.Guards.push_back({lockName(P, H.Lock), H.Shared, sourceRef(P, H.At)});
  return S;
}

Finding makeFinding(const Picture &Pic, const MapUse &M, RuleId Rule, const Conflict &Pair, std::string Message) {
  const Contexts &C = Pic.C;
  const Program &P = C.P;
  Finding F;
  F.Rule = Rule;
  F.MapName = M.Name;
  F.MapMember = M.Member;
  F.MapUsr = M.Usr ? P.text(M.Usr).split("@@").first.str() : M.Name;
  F.MapAt = sourceRef(P, M.At);
  F.Message = std::move(Message);
  F.Sides = {makeSide(C, *Pair.First), makeSide(C, *Pair.Second)};
  F.At = F.Sides[0].At;
  bool Self = Pair.First == Pair.Second;
  auto Starts = [&](const Side &S, const char *Which) {
    for (const Step &X : S.Path) {
      if (&X == &S.Path.back())
        break;
      F.Notes.push_back({X.At, Which + X.Text});
    }
  };
  Starts(F.Sides[0], "");
  if (!Self) {
    Starts(F.Sides[1], "other side: ");
    const Side &Other = F.Sides[1];
    F.Notes.push_back({Other.At, "other side: " + std::string(verb(Pair.Second->Access.What)) + " by '" +
                                     Other.Operation + "' in " + P.display(Pair.Second->Access.Function) + " by " +
                                     Other.Thread + ", " + heldText(C, *Pair.Second)});
  }
  for (const Side &S : F.Sides) {
    for (const HeldGuard &G : S.Guards)
      if (G.At.Line)
        F.Notes.push_back({G.At, "'" + G.Name + "' is taken here" + (G.Shared ? " as a reader" : "")});
    if (Self)
      break;
  }
  F.Notes.push_back(
      {F.MapAt, "'" + M.Name + "' is declared here" + (M.Member.empty() ? "" : ", and reached by '" + M.Member + "'")});
  // The same step is shown once.
  std::vector<Note> Unique;
  for (Note &N : F.Notes)
    if (!llvm::is_contained(Unique, N))
      Unique.push_back(std::move(N));
  F.Notes = std::move(Unique);
  return F;
}

} // namespace maprace
