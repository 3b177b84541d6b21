#include "runtime/report.h"

#include "runtime/ask.h"
#include "runtime/cells.h"
#include "runtime/declared_names.h"
#include "runtime/delay.h"
#include "runtime/notes.h"
#include "runtime/options.h"
#include "runtime/output.h"
#include "runtime/spin_lock.h"
#include "runtime/symbolize.h"

#include "maprace/detail/probe.h"
#include "maprace/report.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <unistd.h>
#include <unordered_set>

namespace maprace::runtime {

namespace bits = detail::bits;

namespace {

std::atomic<unsigned> Findings{0};
std::atomic<maprace_callback> Callback{nullptr};
std::atomic<void *> CallbackData{nullptr};
// Held from the first look at a find to its end: reports come one after another, and a program
// that aborts prints one whole report.
SpinLock ReportLock;
SpinLock KnownLock;

const char *kindOf(const Side &A, const Side &B) {
  if (A.Iteration || B.Iteration)
    return "concurrent map iteration and map write";
  return A.Write && B.Write ? "concurrent map writes" : "concurrent map read and map write";
}

std::string threadName(std::uint32_t Number, const char *Name) {
  std::string S = Number == 0 ? "main thread" : "thread T" + std::to_string(Number);
  if (Number && *Name)
    S += std::string(" '") + Name + "'";
  return S;
}

// --- text, in the shape of ThreadSanitizer's -------------------------------------------------

void printFrames(Text &Out, const std::vector<Frame> &Frames) {
  constexpr std::size_t Most = 20; // two stacks, two of thread starts, one of construction: below 100 lines
  for (std::size_t I = 0; I < Frames.size() && I < Most; ++I) {
    const Frame &F = Frames[I];
    Out << "    #" << I << " " << (F.Function.empty() ? std::string("<unknown>") : F.Function);
    if (!F.File.empty())
      Out << " " << F.File << ":" << F.Line;
    Out << " (" << F.Module << "+";
    Out.hex(F.Offset) << ")\n";
  }
  if (Frames.size() > Most)
    Out << "    ... " << Frames.size() - Most << " more\n";
}

// The record of a side's thread; an empty one with its number where the record is another's by
// now.
Thread &threadOf(const Side &S) {
  Thread &T = runtime::threadOf(S.Token);
  if (S.Number == ~0u || T.Number == S.Number)
    return T;
  static Thread Gone[2];
  Thread &G = Gone[S.Number % 2];
  G.Number = S.Number;
  return G;
}

void printSide(Text &Out, const Side &S, bool First) {
  const Thread &T = threadOf(S);
  std::string Operation = S.Operation.empty() ? (S.Write ? "write" : "read") : S.Operation;
  const char *Effect = S.Operation == "freeze" ? "Frozen" : S.Write ? "Write" : "Read";
  Out << "  " << (First ? "" : "Other side: ") << Effect << " by '" << Operation << "' in "
      << threadName(T.Number, T.Name) << " (tid=" << static_cast<int>(T.Tid) << ")";
  if (*S.When)
    Out << ", " << S.When;
  Out << ":\n";
  printFrames(Out, userFrames(S.Calls));
  if (!S.Complete)
    Out << "    (the place of its last write; the thread had left the operation before its stack could be taken)\n";
}

void printThread(Text &Out, const Side &S) {
  const Thread &T = threadOf(S);
  if (T.Number == 0)
    return;
  Out << "  " << (threadName(T.Number, T.Name).replace(0, 1, "T")) << " (tid=" << static_cast<int>(T.Tid) << ", "
      << (T.Running.load(std::memory_order_relaxed) ? "running" : "finished") << ")";
  if (T.CreatorKnown) {
    Out << " created by " << threadName(T.CreatorNumber, T.CreatorName) << " at:\n";
    printFrames(Out, userFrames(T.Created));
  } else {
    Out << ", start not seen\n";
  }
}

struct Where {
  const detail::anchor *Map;
  std::string Type, Name;
  std::string Object; ///< the global that it is a member of, if Name does not say that
  std::vector<Frame> Constructed;
};

std::uint32_t constructionOf(const Call &At) {
  if (At.State)
    return At.Map->constructed.load(std::memory_order_relaxed);
  std::uint32_t Token;
  const Thread::Destruction *D = destructionOf(At.Map, Token);
  return D ? D->Constructed.load(std::memory_order_relaxed) : 0;
}

// A global's name is in the symbol table; of a member of one that has it and an offset, and what is
// declared is the better name.
void nameByDeclaration(Where &W, std::uintptr_t Construction) {
  W.Name = objectAt(W.Map);
  const std::size_t Offset = W.Name.find('+');
  if (!Construction || (!W.Name.empty() && Offset == std::string::npos))
    return;
  if (std::string Declared = declaredName(Construction); !Declared.empty()) {
    W.Object = W.Name.substr(0, Offset);
    W.Name = Declared;
  }
}

Where whereIs(const Call &At) {
  Where W;
  W.Map = At.Map;
  W.Type = typeName(At.Type);
  W.Name = givenName(W.Map);
  const std::uintptr_t Site = wholeSite(constructionOf(At));
  if (W.Name.empty())
    nameByDeclaration(W, Site);
  if (Site) {
    Stack S;
    S.Pc[S.Size++] = Site;
    W.Constructed = userFrames(S);
  }
  return W;
}

Text asText(const Find &F, const Where &W, const char *Kind) {
  Text Out;
  Out << "==================\nWARNING: maprace: " << Kind << " (pid=" << static_cast<int>(getpid()) << ")\n";
  printSide(Out, F.Mine, true);
  printSide(Out, F.Other, false);
  Out << "  Map: " << W.Type;
  if (!W.Name.empty())
    Out << " '" << W.Name << "'";
  if (!W.Object.empty())
    Out << " of '" << W.Object << "'";
  Out << " at ";
  Out.hex(reinterpret_cast<std::uintptr_t>(W.Map));
  if (!W.Constructed.empty()) {
    Out << ", constructed at:\n";
    printFrames(Out, W.Constructed);
  } else {
    Out << "\n";
  }
  printThread(Out, F.Mine);
  if (F.Other.Token != F.Mine.Token)
    printThread(Out, F.Other);
  if (*F.How)
    Out << "  Evidence: " << F.How << "\n";
  const std::vector<Frame> Top = userFrames(F.Mine.Calls);
  Out << "SUMMARY: maprace: " << Kind;
  if (!Top.empty())
    Out << " " << placeOf(Top.front()) << " in " << Top.front().Function;
  Out << "\n==================\n";
  return Out;
}

// --- a line of JSON: docs/runtime.md has the schema -------------------------------------------

void jsonFrames(Text &Out, const std::vector<Frame> &Frames) {
  Out << '[';
  for (std::size_t I = 0; I < Frames.size(); ++I) {
    const Frame &F = Frames[I];
    Out << (I ? "," : "") << "{\"function\":";
    Out.quoted(F.Function);
    if (!F.File.empty()) {
      Out << ",\"file\":";
      Out.quoted(F.File) << ",\"line\":" << F.Line;
    }
    Out << ",\"module\":";
    Out.quoted(F.Module) << ",\"offset\":" << F.Offset;
    if (F.Inlined)
      Out << ",\"inlined\":true";
    Out << '}';
  }
  Out << ']';
}

void jsonSide(Text &Out, const Side &S) {
  const Thread &T = threadOf(S);
  const std::vector<Frame> Frames = userFrames(S.Calls);
  Out << "{\"operation\":";
  Out.quoted(S.Operation) << ",\"effect\":" << (S.Write ? "\"write\"" : "\"read\"") << ",\"when\":";
  Out.quoted(S.When) << ",\"complete\":" << (S.Complete ? "true" : "false");
  if (!Frames.empty()) {
    Out << ",\"site\":";
    Out.quoted(placeOf(Frames.front()));
  }
  Out << ",\"stack\":";
  jsonFrames(Out, Frames);
  Out << ",\"thread\":{\"number\":" << T.Number << ",\"tid\":" << static_cast<int>(T.Tid) << ",\"name\":";
  Out.quoted(T.Name) << ",\"running\":" << (T.Running.load(std::memory_order_relaxed) ? "true" : "false");
  if (T.CreatorKnown) {
    Out << ",\"created\":{\"by\":" << T.CreatorNumber << ",\"stack\":";
    jsonFrames(Out, userFrames(T.Created));
    Out << '}';
  }
  Out << "}}";
}

Text asJson(const Find &F, const Where &W, const char *Kind) {
  Text Out;
  Out << "{\"type\":" << (F.Kind ? "\"frozen-write\"" : "\"race\"") << ",\"version\":1,\"mode\":\""
      << modeName(Settings.Kind) << "\",\"kind\":";
  Out.quoted(Kind) << ",\"pid\":" << static_cast<int>(getpid()) << ",\"time\":" << static_cast<long>(time(nullptr));
  if (!F.Finding.empty()) {
    Out << ",\"finding\":";
    Out.quoted(F.Finding);
  }
  Out << ",\"evidence\":";
  Out.quoted(F.How) << ",\"map\":{\"type\":";
  Out.quoted(W.Type) << ",\"name\":";
  Out.quoted(W.Name);
  if (!W.Object.empty()) {
    Out << ",\"object\":";
    Out.quoted(W.Object);
  }
  Out << ",\"address\":\"";
  Out.hex(reinterpret_cast<std::uintptr_t>(W.Map)) << "\",\"constructed\":";
  jsonFrames(Out, W.Constructed);
  Out << "},\"sides\":[";
  jsonSide(Out, F.Mine);
  Out << ',';
  jsonSide(Out, F.Other);
  Out << "]}";
  return Out;
}

} // namespace

// "const char *maprace::detail::type_text() [T = std::map<int, int>]": the part that counts.
std::string typeName(const char *Type) {
  std::string S = Type ? Type : "";
  const std::size_t Begin = S.find("T = ");
  if (Begin == std::string::npos)
    return S;
  S = S.substr(Begin + 4);
  if (!S.empty() && S.back() == ']')
    S.pop_back();
  for (const char *Noise : {"std::__cxx11::", "std::__detail::", "std::__maprace_"})
    for (std::size_t At = S.find(Noise); At != std::string::npos; At = S.find(Noise))
      S.replace(At, std::string(Noise).size(), "std::");
  for (std::size_t At = S.find("std::basic_string<char>"); At != std::string::npos;
       At = S.find("std::basic_string<char>"))
    S.replace(At, 23, "std::string");
  return S;
}

unsigned findings() { return Findings.load(); }

bool isKnown(std::uintptr_t A, std::uintptr_t B) {
  static auto *Known = new std::unordered_set<std::uint64_t>;
  const std::uint64_t Key = (std::uint64_t(std::min(A, B)) * 0x9E3779B97F4A7C15u) ^ std::max(A, B);
  const Locked L(KnownLock);
  constexpr std::size_t Most = 100000; // pairs of places; a run that finds more has been told enough
  return Known->size() >= Most || !Known->insert(Key).second;
}

Side mySide(const Call &C) {
  Side S;
  S.Operation = operationName(C.What);
  S.Write = isWrite(C.What);
  S.Iteration = C.What == detail::operation::step || C.What == detail::operation::begin;
  S.Token = thisThread().Token;
  S.Calls = captureStack(C.Site);
  return S;
}

void report(Find &F) {
  const Inside Guard;
  std::string Summary;
  {
    const Locked L(ReportLock);
    Findings.fetch_add(1);
    for (const Side *S : {&F.Mine, &F.Other})
      if (threadOf(*S).Running.load(std::memory_order_relaxed))
        refreshName(threadOf(*S));
    if (*Settings.plan) {
      const std::vector<Frame> A = userFrames(F.Mine.Calls), B = userFrames(F.Other.Calls);
      if (!A.empty() && !B.empty())
        F.Finding = delay::findingOf(placeOf(A.front()), placeOf(B.front()));
    }
    const char *Kind = F.Kind ? F.Kind : kindOf(F.Mine, F.Other);
    const Where W = whereIs(*F.At);
    MAPRACE_PROBE_REPORT(Kind, W.Map, F.At->Type);
    const Text Whole = asText(F, W, Kind), Line = asJson(F, W, Kind);
    if (!Settings.quiet)
      Whole.writeTo(2);
    logLine(Line);
    if (maprace_callback Call = Callback.load()) {
      const race_view View{Kind, W.Type.c_str(), W.Name.c_str(), W.Map, Whole.str().c_str(), Line.str().c_str()};
      Call(&View, CallbackData.load());
    }
    if (Settings.OnFind == Action::Abort) {
      finishModes();
      std::abort();
    }
    Summary = std::string("maprace: ") + Kind + " on " + W.Type;
  }
  if (Settings.OnFind == Action::Throw && mayThrow(F.At->What))
    throw race_error(Summary);
}

void reportOverlap(const Call &C, std::uint64_t Word, const char *How) {
  const Inside Guard;
  const std::uintptr_t OtherSite = wholeSite(C.Map->site.load(std::memory_order_relaxed));
  if (isKnown(C.Site, OtherSite))
    return;
  Find F;
  F.At = &C;
  F.How = How;
  F.Mine = mySide(C);
  F.Other.Write = true;
  F.Other.Token = static_cast<std::uint32_t>(Word & bits::thread);
  if (Word & bits::active)
    F.Other.Calls = askForStack(F.Other.Token, C.Map, C.State, Word);
  F.Other.When = F.Other.Calls.Size ? "in progress" : "finished";
  if (!F.Other.Calls.Size) {
    F.Other.Complete = false;
    if (OtherSite)
      F.Other.Calls.Pc[F.Other.Calls.Size++] = OtherSite;
  }
  F.Other.Operation = operationAt(F.Other.Calls);
  report(F);
}

void reportDestroyed(Call &C) {
  const Inside Guard;
  C.State = nullptr;
  std::uint32_t Token;
  const Thread::Destruction *D = destructionOf(C.Map, Token);
  if (!D || Token == thisThread().Token) // by the operation itself: a value that holds its own map, say
    return;
  const std::uintptr_t OtherSite = wholeSite(D->Site.load(std::memory_order_relaxed));
  if (isKnown(C.Site, OtherSite))
    return;
  Find F;
  F.At = &C;
  F.How = "the map was destroyed during this operation";
  F.Mine = mySide(C);
  F.Other.Operation = operationName(detail::operation::destroy);
  F.Other.Write = true;
  F.Other.Token = Token;
  F.Other.When = "finished";
  F.Other.Complete = false;
  if (OtherSite)
    F.Other.Calls.Pc[F.Other.Calls.Size++] = OtherSite;
  report(F);
}

void reportFrozenWrite(const Call &C) {
  const Inside Guard;
  Find F;
  F.At = &C;
  F.Kind = "write to a frozen map";
  F.How = "the other side is where the map was frozen";
  F.Mine = mySide(C);
  if (!frozenBy(C.State, F.Other.Token, F.Other.Calls) || isKnown(C.Site, F.Other.Calls.Size ? F.Other.Calls.Pc[0] : 0))
    return;
  F.Other.Operation = "freeze";
  F.Other.When = "earlier";
  report(F);
}

} // namespace maprace::runtime

extern "C" {
maprace_callback maprace_set_callback(maprace_callback New, void *Data) noexcept {
  maprace::runtime::CallbackData.store(Data);
  return maprace::runtime::Callback.exchange(New);
}
unsigned maprace_findings() noexcept { return maprace::runtime::findings(); }
}
