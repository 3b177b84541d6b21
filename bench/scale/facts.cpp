//===- facts.cpp - a synthetic program as facts ------------------------------===//
//
// Mirrors what the extraction makes of source.cpp's text. Columns are 1 and up, in the
// order of the events of a line.
//
//===----------------------------------------------------------------------===//
#include "bench/scale/program.h"
#include <map>
#include <unordered_map>

namespace maprace::synthetic {

namespace {

std::string number(unsigned N) { return std::to_string(N); }

// USRs, as Clang writes them. The writers above and the extraction need not agree on
// them: they only have to agree among themselves.
std::string classUsr(unsigned U, unsigned C) { return "c:@N@" + nameSpace(U) + "@S@" + className(C); }
std::string methodUsr(unsigned U, unsigned C, unsigned M) { return classUsr(U, C) + "@F@m" + number(M) + "#I#"; }
std::string serviceUsr(unsigned U) { return "c:@N@" + nameSpace(U) + "@service"; }
std::string configUsr(unsigned U) { return "c:@N@" + nameSpace(U) + "@config"; }
std::string setupUsr(unsigned U) { return "c:@N@" + nameSpace(U) + "@F@setup#"; }
std::string listenerUsr(unsigned H) { return "c:@S@Listener" + number(H); }
std::string notifyUsr(unsigned H) { return listenerUsr(H) + "@F@notify#I#"; }
std::string hubUsr(unsigned H) { return "c:@S@Hub" + number(H); }
std::string busUsr(unsigned B) { return "c:@S@Bus" + number(B); }
std::string helperUsr(unsigned H) { return "c:@F@helper" + number(H) + "#"; }
std::string tallyUsr(unsigned K) { return "c:@F@tally" + number(K) + "#I#"; }
std::string peekUsr(unsigned K) { return "c:@F@peek" + number(K) + "#I#"; }
std::string entryUsr(unsigned E) { return "c:@F@entry" + number(E) + "#I#"; }
constexpr const char *MutexUsr = "c:@N@std@S@mutex", *MapUsr = "c:@N@std@S@map", *FunctionUsr = "c:@N@std@S@function";

/// Builds the facts of one unit, a function at a time.
class Builder {
  const Program &P;
  const std::string Folder;
  UnitFacts U;
  std::unordered_map<std::string, Str> Known;
  FunctionFacts *F = nullptr;
  std::map<Value, ValueId> Values; ///< without kids
  std::uint32_t Block = 0;
  std::vector<std::vector<std::uint32_t>> Succs, EventsOf; ///< of the function at hand, by block
  std::vector<Event> Pending;
  std::uint32_t Calls = 0, Column = 0, LastLine = 0;
  std::string File;
  std::map<unsigned, std::uint32_t> LoopOf;

public:
  Builder(const Program &P, const std::string &Folder, const std::string &Name) : P(P), Folder(Folder) {
    U.MainFile = File = Folder + "/" + Name;
    Known.emplace("", 0);
  }
  UnitFacts take() { return std::move(U); }

  Str text(const std::string &S) {
    auto [It, New] = Known.try_emplace(S, U.Strings.size());
    if (New)
      U.Strings.push_back(S);
    return It->second;
  }
  Loc at(unsigned Line) {
    Column = Line == LastLine ? Column + 1 : 1;
    LastLine = Line;
    return {text(File), Line, Column};
  }
  Loc inHeader(unsigned Line) { return {text(Folder + "/program.h"), Line, 1}; }

  // --- declarations ---
  Entity entity(const std::string &Usr, const std::string &Name, Loc At, Category What, const std::string &Type,
                std::uint16_t Flags = 0) {
    Entity E;
    E.Usr = text(Usr), E.Name = text(Name), E.At = At, E.What = What, E.Flags = Flags;
    E.Type = text(Type), E.TypeName = E.Type;
    return E;
  }
  void global(const std::string &Usr, const std::string &Name, Loc At, Category What, const std::string &Type) {
    U.Globals.push_back(entity(Usr, Name, At, What, Type));
  }
  ClassFacts &classOf(const std::string &Usr, const std::string &Name, unsigned Line) {
    ClassFacts &C = U.Classes.emplace_back();
    C.Usr = text(Usr), C.Name = text(Name), C.At = inHeader(Line);
    return C;
  }
  /// The classes and the service of a unit, as far as the header tells.
  void declareUnit(unsigned N) {
    const Unit &X = P.Units[N];
    for (unsigned C = 0; C < X.Classes.size(); ++C) {
      const Class &K = X.Classes[C];
      std::string Usr = classUsr(N, C), Name = nameSpace(N) + "::" + className(C);
      ClassFacts &Facts = classOf(Usr, Name, K.Line);
      if (K.HasMap) {
        Facts.Fields.push_back(
            entity(Usr + "@FI@mu_", Name + "::mu_", inHeader(K.MutexLine), Category::Mutex, MutexUsr));
        Facts.Fields.push_back(
            entity(Usr + "@FI@entries_", Name + "::entries_", inHeader(K.MapLine), Category::Map, MapUsr));
      }
      if (C)
        Facts.Fields.push_back(
            entity(Usr + "@FI@part_", Name + "::part_", inHeader(K.PartLine), Category::Other, classUsr(N, C - 1)));
      if (C + 1 < X.Classes.size())
        continue;
      if (X.Hub != None)
        Facts.Bases.push_back(text(listenerUsr(X.Hub)));
      for (unsigned D = 0; D < X.Wired.size(); ++D)
        Facts.Fields.push_back(entity(Usr + "@FI@dep" + number(D) + "_", Name + "::dep" + number(D) + "_",
                                      inHeader(X.DepLines[D]), Category::Other,
                                      classUsr(X.Wired[D], P.Units[X.Wired[D]].Classes.size() - 1), EntityPointer));
    }
    global(serviceUsr(N), nameSpace(N) + "::service", inHeader(X.ServiceLine), Category::Other,
           classUsr(N, X.Classes.size() - 1));
  }

  // --- a function ---
  void begin(const std::string &Usr, const std::string &Name, unsigned Line, std::uint32_t Flags,
             const std::string &Class = "") {
    F = &U.Functions.emplace_back();
    F->Usr = text(Usr), F->Name = text(Name), F->Class = text(Class), F->At = at(Line), F->Flags = Flags;
    F->Values.emplace_back();
    Values.clear();
    Calls = 0;
    // 0 is the entry, 1 the exit.
    Succs.assign(3, {});
    EventsOf.assign(3, {});
    LoopOf.clear();
    Succs[0] = {2};
    Block = 2;
  }
  void intParam() {
    Param K;
    K.Name = text("k"), K.ByValue = 1;
    F->Params.push_back(K);
  }
  void param(const std::string &Name, const std::string &Type, Category What, std::uint16_t Flags) {
    Param K;
    K.Name = text(Name), K.Type = text(Type), K.What = What, K.Flags = Flags;
    F->Params.push_back(K);
  }
  ValueId value(ValueKind K, std::uint32_t A = 0, const std::string &Name = "") {
    Value V;
    V.Kind = K, V.A = A, V.Name = text(Name);
    auto [It, New] = Values.try_emplace(V, F->Values.size());
    if (New)
      F->Values.push_back(V);
    return It->second;
  }
  ValueId field(ValueId Of, const std::string &Usr) { return value(ValueKind::Field, Of, Usr); }
  ValueId self() { return value(ValueKind::This); }
  ValueId global(const std::string &Usr) { return value(ValueKind::Global, 0, Usr); }
  ValueId argument(unsigned N) { return value(ValueKind::Param, N); }

  Event &event(EventKind K, unsigned Line) {
    Event E;
    E.Kind = K, E.At = at(Line);
    EventsOf[Block].push_back(Pending.size());
    return Pending.emplace_back(E);
  }
  void access(ValueId Map, Effect What, const char *Operation, unsigned Line) {
    Event &E = event(EventKind::Access, Line);
    E.Subject = Map, E.Detail = static_cast<std::uint8_t>(What), E.Name = text(Operation);
  }
  Range kids(std::initializer_list<ValueId> Ids) {
    Range R{static_cast<std::uint32_t>(F->Kids.size()), 0};
    F->Kids.insert(F->Kids.end(), Ids);
    R.End = F->Kids.size();
    return R;
  }
  Event &call(const std::string &Usr, ValueId On, std::initializer_list<ValueId> Args, unsigned Line) {
    Event &E = event(EventKind::Call, Line);
    E.Callee = text(Usr), E.Name = E.Callee, E.Subject = On, E.CallId = ++Calls;
    E.Args = kids(Args);
    return E;
  }
  ValueId lock(ValueId Mutex, unsigned Line) {
    Local L;
    L.Name = text("lock"), L.Type = text("c:@N@std@S@lock_guard"), L.What = Category::Guard, L.At = at(Line);
    F->Locals.push_back(L);
    ValueId Guard = value(ValueKind::Local, F->Locals.size() - 1);
    event(EventKind::Fresh, Line).Subject = Guard;
    Event &E = event(EventKind::GuardInit, Line);
    E.Subject = Guard, E.Name = text("std::lock_guard");
    E.Detail = static_cast<std::uint8_t>(GuardPolicy::Lock);
    E.Args = kids({Mutex});
    return Guard;
  }
  void unlock(ValueId Guard, unsigned Line) { event(EventKind::EndOfLife, Line).Subject = Guard; }
  void store(ValueId What, ValueId In, unsigned Line) {
    Event &E = event(EventKind::Store, Line);
    E.Subject = In, E.Other = What;
  }

  std::uint32_t newBlock() {
    Succs.emplace_back();
    EventsOf.emplace_back();
    return Succs.size() - 1;
  }
  std::uint32_t beginIf() {
    std::uint32_t Then = newBlock(), After = newBlock();
    Succs[Block] = {Then, After};
    Block = Then;
    return After;
  }
  void endIf(std::uint32_t After) {
    Succs[Block] = {After};
    Block = After;
  }
  /// for (x : container) body, which the caller writes next; then endLoop().
  std::uint32_t beginLoop() {
    std::uint32_t Head = newBlock(), Body = newBlock(), After = newBlock();
    Succs[Block] = {Head};
    Succs[Head] = {Body, After};
    Succs[Body] = {Head};
    LoopOf[Head] = LoopOf[Body] = 1;
    Block = Body;
    return After;
  }
  void endLoop(std::uint32_t After) { Block = After; }

  /// Lays the blocks out. Pending events were kept apart, as blocks interleave.
  void end() {
    Succs[Block].push_back(1);
    for (std::uint32_t B = 0; B < Succs.size(); ++B) {
      maprace::Block X;
      X.Events.Begin = F->Events.size();
      for (std::uint32_t I : EventsOf[B])
        F->Events.push_back(Pending[I]);
      X.Events.End = F->Events.size();
      X.Succs.Begin = F->Succs.size();
      F->Succs.insert(F->Succs.end(), Succs[B].begin(), Succs[B].end());
      X.Succs.End = F->Succs.size();
      X.Flags = LoopOf.count(B) ? BlockInLoop : 0;
      F->Blocks.push_back(X);
    }
    F->Exit = 1;
    Pending.clear();
    F = nullptr;
  }

  // --- the program's parts ---
  void steps(const std::vector<Step> &Steps, unsigned Un, unsigned C) {
    std::string Class = classUsr(Un, C);
    ValueId Guard = 0, K = argument(0);
    std::uint32_t After = 0;
    auto Map = [&] { return field(self(), Class + "@FI@entries_"); };
    for (const Step &S : Steps) {
      unsigned Line = S.Line;
      switch (S.Kind) {
      case StepKind::Insert:
        access(Map(), Effect::Insert, "operator[]", Line);
        access(Map(), Effect::ElementWrite, "=", Line);
        break;
      case StepKind::Erase: access(Map(), Effect::Erase, "erase", Line); break;
      case StepKind::Count: access(Map(), Effect::Read, "count", Line); break;
      case StepKind::Config: access(global(configUsr(Un)), Effect::Read, "count", Line); break;
      case StepKind::Lock: Guard = lock(field(self(), Class + "@FI@mu_"), Line); break;
      case StepKind::Unlock: unlock(Guard, Line); break;
      case StepKind::If: After = beginIf(); break;
      case StepKind::EndIf: endIf(After); break;
      case StepKind::CallOwn: call(methodUsr(Un, C, S.Method), self(), {K}, Line); break;
      case StepKind::CallPart:
        call(methodUsr(Un, C - 1, S.Method), field(self(), Class + "@FI@part_"), {K}, Line);
        break;
      case StepKind::CallService:
        call(methodUsr(S.Target, P.Units[S.Target].Classes.size() - 1, S.Method), global(serviceUsr(S.Target)), {K},
             Line);
        break;
      case StepKind::CallWired: {
        unsigned To = P.Units[Un].Wired[S.Target];
        call(methodUsr(To, P.Units[To].Classes.size() - 1, S.Method),
             field(self(), Class + "@FI@dep" + number(S.Target) + "_"), {K}, Line);
        break;
      }
      case StepKind::CallHelper: call(helperUsr(S.Target), 0, {Map(), K}, Line); break;
      case StepKind::CallTally: call(tallyUsr(S.Target), 0, {K}, Line); break;
      case StepKind::Peek: call(peekUsr(S.Target), 0, {K}, Line); break;
      case StepKind::Fire: call(hubUsr(S.Target) + "@F@fire#I#", global("c:@hub" + number(S.Target)), {K}, Line); break;
      case StepKind::Publish:
        call(busUsr(S.Target) + "@F@publish#I#", global("c:@bus" + number(S.Target)), {K}, Line);
        break;
      }
    }
  }

  void unit(unsigned N) {
    const Unit &X = P.Units[N];
    unsigned Last = X.Classes.size() - 1;
    std::string Service = classUsr(N, Last), ServiceName = nameSpace(N) + "::" + className(Last);
    declareUnit(N);
    for (unsigned D : X.Uses)
      declareUnit(D);
    global(configUsr(N), nameSpace(N) + "::config", at(X.ConfigLine), Category::Map, MapUsr);
    for (unsigned C = 0; C <= Last; ++C)
      for (unsigned M = 0; M < X.Classes[C].Methods.size(); ++M) {
        const Method &One = X.Classes[C].Methods[M];
        begin(methodUsr(N, C, M), nameSpace(N) + "::" + className(C) + "::m" + number(M), One.Line, FuncPublic,
              classUsr(N, C));
        intParam();
        steps(One.Steps, N, C);
        end();
      }
    if (X.Hub != None) {
      begin(Service + "@F@notify#I#", ServiceName + "::notify", X.NotifyLine, FuncPublic | FuncVirtual, Service);
      F->Overrides.push_back(text(notifyUsr(X.Hub)));
      intParam();
      call(methodUsr(N, Last, X.NotifyMethod), self(), {argument(0)}, X.NotifyCallLine);
      end();
    }
    if (!X.Wired.empty()) {
      begin(Service + "@F@wire#", ServiceName + "::wire", X.WireLine, FuncPublic, Service);
      for (unsigned D = 0; D < X.Wired.size(); ++D)
        param("d" + number(D), classUsr(X.Wired[D], P.Units[X.Wired[D]].Classes.size() - 1), Category::Other,
              EntityPointer);
      for (unsigned D = 0; D < X.Wired.size(); ++D)
        store(argument(D), field(self(), Service + "@FI@dep" + number(D) + "_"), X.StoreLines[D]);
      end();
    }
    std::string Lambda = setupUsr(N) + "@L1";
    begin(setupUsr(N), nameSpace(N) + "::setup", X.SetupLine, FuncStatic | FuncPublic);
    access(global(configUsr(N)), Effect::Insert, "operator[]", X.FillLine);
    access(global(configUsr(N)), Effect::ElementWrite, "=", X.FillLine);
    if (!X.Wired.empty()) {
      Event &E = call(Service + "@F@wire#", global(serviceUsr(N)), {}, X.WireCallLine);
      E.Args.Begin = F->Kids.size();
      for (unsigned D : X.Wired)
        F->Kids.push_back(global(serviceUsr(D)));
      E.Args.End = F->Kids.size();
    }
    if (X.Hub != None)
      call(hubUsr(X.Hub) + "@F@add#", global("c:@hub" + number(X.Hub)), {global(serviceUsr(N))}, X.AddLine);
    if (X.Bus != None)
      call(busUsr(X.Bus) + "@F@on#", global("c:@bus" + number(X.Bus)), {value(ValueKind::Closure, 0, Lambda)},
           X.SubscribeLine);
    end();
    if (X.Bus != None) {
      begin(Lambda, nameSpace(N) + "::setup", X.SubscribeLine, FuncLambda | FuncConst | FuncInternal);
      F->Parent = text(setupUsr(N));
      intParam();
      call(methodUsr(N, Last, X.NotifyMethod), global(serviceUsr(N)), {argument(0)}, X.SubscribeLine);
      end();
    }
  }

  void hub(unsigned H, unsigned Line) {
    std::string Usr = hubUsr(H), Name = "Hub" + number(H);
    classOf(listenerUsr(H), "Listener" + number(H), Line);
    ClassFacts &C = classOf(Usr, Name, Line);
    C.Fields.push_back(entity(Usr + "@FI@mu_", Name + "::mu_", inHeader(Line), Category::Mutex, MutexUsr));
    C.Fields.push_back(entity(Usr + "@FI@listeners_", Name + "::listeners_", inHeader(Line), Category::Other,
                              listenerUsr(H), EntityPointer | EntityArray));
    global("c:@hub" + number(H), "hub" + number(H), at(Line), Category::Other, Usr);
    begin(Usr + "@F@add#", Name + "::add", Line + 1, FuncPublic, Usr);
    param("listener", listenerUsr(H), Category::Other, EntityPointer);
    ValueId Guard = lock(field(self(), Usr + "@FI@mu_"), Line + 1);
    ValueId List = field(self(), Usr + "@FI@listeners_");
    store(argument(0), value(ValueKind::Element, List, ""), Line + 1);
    unlock(Guard, Line + 1);
    end();
    begin(Usr + "@F@fire#I#", Name + "::fire", Line + 2, FuncPublic, Usr);
    intParam();
    std::uint32_t After = beginLoop();
    List = field(self(), Usr + "@FI@listeners_");
    call(notifyUsr(H), value(ValueKind::Element, List, "*range1"), {argument(0)}, Line + 2).Flags = FlagVirtual;
    endLoop(After);
    end();
  }

  void bus(unsigned B, unsigned Line) {
    std::string Usr = busUsr(B), Name = "Bus" + number(B);
    ClassFacts &C = classOf(Usr, Name, Line);
    C.Fields.push_back(entity(Usr + "@FI@mu_", Name + "::mu_", inHeader(Line), Category::Mutex, MutexUsr));
    C.Fields.push_back(entity(Usr + "@FI@subscribers_", Name + "::subscribers_", inHeader(Line), Category::Callable,
                              FunctionUsr, EntityArray));
    global("c:@bus" + number(B), "bus" + number(B), at(Line), Category::Other, Usr);
    begin(Usr + "@F@on#", Name + "::on", Line + 1, FuncPublic, Usr);
    param("f", FunctionUsr, Category::Callable, 0);
    ValueId Guard = lock(field(self(), Usr + "@FI@mu_"), Line + 1);
    ValueId List = field(self(), Usr + "@FI@subscribers_");
    store(argument(0), value(ValueKind::Element, List, ""), Line + 1);
    unlock(Guard, Line + 1);
    end();
    begin(Usr + "@F@publish#I#", Name + "::publish", Line + 2, FuncPublic, Usr);
    intParam();
    std::uint32_t After = beginLoop();
    List = field(self(), Usr + "@FI@subscribers_");
    Event &E = call("", 0, {argument(0)}, Line + 2);
    E.Other = value(ValueKind::Element, List, "*range1");
    E.Flags = FlagSynchronous;
    endLoop(After);
    end();
  }

  void shared() {
    unsigned Line = 2;
    for (unsigned H = 0; H < P.Hubs; ++H, Line += 3)
      hub(H, Line);
    for (unsigned B = 0; B < P.Buses; ++B, Line += 3)
      bus(B, Line);
    for (unsigned H = 0; H < P.Helpers; ++H, ++Line) {
      begin(helperUsr(H), "helper" + number(H), Line, FuncStatic | FuncPublic);
      param("m", MapUsr, Category::Map, EntityPointer | EntityReference);
      intParam();
      if (H % 4) {
        std::uint32_t After = beginIf();
        call(helperUsr(H - 1), 0, {argument(0), argument(1)}, Line);
        endIf(After);
      }
      access(argument(0), Effect::Read, "count", Line);
      end();
    }
    for (unsigned K = 0; K < P.Tallies; ++K, Line += 3) {
      std::string N = number(K), Mutex = "c:shared.cpp@tally_mu" + N, Map = "c:shared.cpp@tally_map" + N;
      U.Globals.push_back(entity(Mutex, "tally_mu" + N, at(Line), Category::Mutex, MutexUsr, EntityStatic));
      U.Globals.push_back(entity(Map, "tally_map" + N, at(Line + 1), Category::Map, MapUsr, EntityStatic));
      begin(tallyUsr(K), "tally" + N, Line + 2, FuncStatic | FuncPublic);
      intParam();
      ValueId Guard = lock(global(Mutex), Line + 2);
      access(global(Map), Effect::Insert, "operator[]", Line + 2);
      access(global(Map), Effect::ElementWrite, "=", Line + 2);
      unlock(Guard, Line + 2);
      end();
      if (K >= P.Peeked)
        continue;
      begin(peekUsr(K), "peek" + N, Line + 3, FuncStatic | FuncPublic);
      intParam();
      access(global(Map), Effect::Read, "count", Line + 3);
      end();
      ++Line;
    }
  }

  void main() {
    for (unsigned E = 0; E < P.Entries.size(); ++E) {
      begin(entryUsr(E), "entry" + number(E), P.Entries[E].Line, FuncStatic | FuncPublic);
      intParam();
      steps(P.Entries[E].Steps, 0, 0);
      end();
    }
    unsigned Groups = (P.Units.size() + SetupGroup - 1) / SetupGroup, Line = P.Entries.empty() ? 2 : 0;
    if (!Line)
      Line = P.Entries.back().Steps.back().Line + 2;
    for (unsigned G = 0; G < Groups; ++G) {
      begin("c:main.cpp@F@setup" + number(G) + "#", "setup" + number(G), Line++, FuncStatic | FuncInternal);
      for (unsigned N = G * SetupGroup; N < P.Units.size() && N < (G + 1) * SetupGroup; ++N)
        call(setupUsr(N), 0, {}, Line++);
      ++Line;
      end();
    }
    begin("c:@F@main#I#**C#", "main", P.Main.Line, FuncStatic | FuncPublic | FuncMain);
    intParam();
    for (unsigned G = 0; G < Groups; ++G)
      call("c:main.cpp@F@setup" + number(G) + "#", 0, {}, P.Main.Line + 1 + G);
    for (unsigned E = 0; E < P.Entries.size(); ++E) {
      Local L;
      L.Name = text("t" + number(E)), L.Type = text("c:@N@std@S@thread"), L.What = Category::Thread;
      L.At = at(P.Entries[E].SpawnLine);
      F->Locals.push_back(L);
      ValueId Handle = value(ValueKind::Local, E), Runs = value(ValueKind::Function, 0, entryUsr(E));
      event(EventKind::Fresh, P.Entries[E].SpawnLine).Subject = Handle;
      Event &S = event(EventKind::Spawn, P.Entries[E].SpawnLine);
      S.Subject = Handle, S.Other = Runs, S.Name = text("std::thread"), S.Args = kids({argument(0)});
      store(Runs, Handle, P.Entries[E].SpawnLine);
    }
    steps(P.Main.Steps, 0, 0);
    for (unsigned E = 0; E < P.Entries.size(); ++E) {
      Event &J = event(EventKind::Join, P.Entries[E].JoinLine);
      J.Subject = value(ValueKind::Local, E), J.Name = text("join");
    }
    for (unsigned E = P.Entries.size(); E-- > 0;)
      unlock(value(ValueKind::Local, E), P.Main.Line);
    end();
  }
};

} // namespace

std::vector<UnitFacts> writeFacts(const Program &P, const std::string &Folder) {
  std::vector<UnitFacts> Out;
  auto Add = [&](const std::string &Name, auto Fill) {
    Builder B(P, Folder, Name);
    Fill(B);
    Out.push_back(B.take());
  };
  for (unsigned U = 0; U < P.Units.size(); ++U)
    Add(nameSpace(U) + ".cpp", [&](Builder &B) { B.unit(U); });
  Add("shared.cpp", [](Builder &B) { B.shared(); });
  Add("main.cpp", [](Builder &B) { B.main(); });
  return Out;
}

} // namespace maprace::synthetic
