//===- program.cpp - what a synthetic program consists of -------------------===//
#include "bench/scale/program.h"
#include <algorithm>
#include <cmath>

namespace maprace::synthetic {

std::string nameSpace(unsigned Unit) { return "u" + std::to_string(Unit); }
std::string className(unsigned Class) { return "C" + std::to_string(Class); }

namespace {

/// SplitMix64: the same numbers with every standard library.
class Random {
  std::uint64_t State;

public:
  explicit Random(std::uint64_t Seed) : State(Seed) {}
  unsigned below(unsigned N) {
    std::uint64_t Z = State += 0x9e3779b97f4a7c15;
    Z = (Z ^ (Z >> 30)) * 0xbf58476d1ce4e5b9;
    Z = (Z ^ (Z >> 27)) * 0x94d049bb133111eb;
    return N ? (Z ^ (Z >> 31)) % N : 0;
  }
  bool percent(unsigned P) { return below(100) < P; }
};

class Maker {
  Program &P;
  const Shape &S;
  Random Rng;
  std::vector<unsigned> LayerBegin; ///< by layer: its first unit; one more at the end

public:
  explicit Maker(Program &P) : P(P), S(P.S), Rng(P.S.Seed) {}

  void make() {
    unsigned PerUnit = S.Classes * S.Methods + 4;
    unsigned N = std::max(2u, S.Functions / PerUnit);
    P.Units.resize(N);
    P.Hubs = N / 24 + 1;
    P.Buses = N / 48 + 1;
    P.Helpers = N / 4 + 2;
    P.Tallies = N / 10 + 2;
    P.Peeked = P.Tallies / 8 + 1;
    unsigned Last = None;
    for (unsigned U = 0; U < N; ++U) {
      // The area of a triangle: each layer is wider than the one above. A small program
      // has fewer layers.
      unsigned Layer = S.Depth * std::sqrt(double(U) / N);
      if (Layer != Last)
        LayerBegin.push_back(U);
      Last = Layer;
      P.Units[U].Layer = LayerBegin.size() - 1;
    }
    LayerBegin.push_back(N);
    for (unsigned U = 0; U < N; ++U)
      connect(U);
    for (unsigned U = 0; U < N; ++U)
      fill(U);
    P.Entries.resize(S.Entries);
    for (Entry &E : P.Entries)
      fill(E);
    fill(P.Main);
  }

private:
  /// Mostly a neighbour in the layer below, sometimes anything further down.
  unsigned lowerUnit(unsigned U) {
    unsigned Layer = P.Units[U].Layer, Last = LayerBegin.size() - 2;
    if (Layer >= Last)
      return None;
    unsigned Size = LayerBegin[Layer + 1] - LayerBegin[Layer], Begin = LayerBegin[Layer + 1];
    unsigned Below = LayerBegin[Layer + 2] - Begin;
    if (Rng.percent(25))
      return Begin + Rng.below(P.Units.size() - Begin);
    unsigned Near = (U - LayerBegin[Layer]) * Below / Size + Rng.below(4);
    return Begin + std::min(Near, Below - 1);
  }

  void connect(unsigned U) {
    Unit &X = P.Units[U];
    auto Add = [&](std::vector<unsigned> &To, unsigned Count) {
      for (unsigned I = 0; I < Count; ++I)
        if (unsigned L = lowerUnit(U); L != None && std::find(To.begin(), To.end(), L) == To.end())
          To.push_back(L);
    };
    Add(X.Uses, 3);
    Add(X.Wired, Rng.below(3));
    if (Rng.percent(12))
      X.Hub = Rng.below(P.Hubs);
    else if (Rng.percent(8))
      X.Bus = Rng.below(P.Buses);
    X.NotifyMethod = Rng.below(S.Methods);
  }

  void fill(unsigned U) {
    Unit &X = P.Units[U];
    X.Classes.resize(S.Classes);
    for (unsigned C = 0; C < S.Classes; ++C) {
      Class &K = X.Classes[C];
      unsigned Dice = Rng.below(100);
      K.Racy = Dice < S.Racy;
      K.HasMap = Dice < S.Racy + S.Locked;
      K.Methods.resize(S.Methods);
      unsigned Forgets = Rng.below(S.Methods);
      for (unsigned M = 0; M < S.Methods; ++M)
        fill(U, C, M, K.Racy && M == Forgets);
    }
  }

  void fill(unsigned U, unsigned C, unsigned M, bool Forgets) {
    Class &K = P.Units[U].Classes[C];
    std::vector<Step> &Out = K.Methods[M].Steps;
    bool Touches = K.HasMap && (Forgets || M == 0 || Rng.percent(45));
    if (Touches) {
      if (!Forgets)
        Out.push_back({StepKind::Lock});
      Out.push_back({Forgets || M == 0 ? StepKind::Insert
                     : Rng.percent(60) ? StepKind::Count
                     : Rng.percent(50) ? StepKind::Insert
                                       : StepKind::Erase});
      if (Rng.percent(25))
        Out.push_back({StepKind::CallHelper, Rng.below(P.Helpers)});
      // Some hold their lock while they call on.
      if (!Forgets && C && Rng.percent(10))
        Out.push_back({StepKind::CallPart, 0, Rng.below(S.Methods)});
      if (!Forgets)
        Out.push_back({StepKind::Unlock});
    }
    if (Rng.percent(10))
      Out.push_back({StepKind::Config});
    for (unsigned I = 0; I < S.FanOut; ++I) {
      bool Branch = Rng.percent(30);
      if (Branch)
        Out.push_back({StepKind::If});
      Out.push_back(call(U, C, M));
      if (Branch)
        Out.push_back({StepKind::EndIf});
    }
  }

  Step call(unsigned U, unsigned C, unsigned M) {
    const Unit &X = P.Units[U];
    bool Service = C + 1 == X.Classes.size();
    if (Rng.below(1000) < S.Upward)
      return Rng.percent(60) ? Step{StepKind::Fire, Rng.below(P.Hubs)} : Step{StepKind::Publish, Rng.below(P.Buses)};
    unsigned Dice = Rng.below(100);
    unsigned Any = Rng.below(S.Methods);
    if (Dice < 8)
      return {StepKind::CallTally, Rng.below(P.Tallies)};
    if (Dice < 9)
      return {StepKind::Peek, Rng.below(P.Peeked)};
    if (Service && !X.Wired.empty() && Dice < 30)
      return {StepKind::CallWired, Rng.below(X.Wired.size()), Any};
    if (!X.Uses.empty() && Dice < (Service ? 60u : 20u))
      return {StepKind::CallService, X.Uses[Rng.below(X.Uses.size())], Any};
    if (C && Dice < 85)
      return {StepKind::CallPart, 0, Any};
    // Methods call those before them; one in ten any, which may be a recursion.
    if (M && !Rng.percent(10))
      return {StepKind::CallOwn, 0, Rng.below(M)};
    if (Rng.percent(10))
      return {StepKind::CallOwn, 0, Any};
    return {StepKind::CallTally, Rng.below(P.Tallies)};
  }

  void fill(Entry &E) {
    unsigned Top = LayerBegin[1];
    for (unsigned I = 0; I < 4; ++I)
      E.Steps.push_back({StepKind::CallService, Rng.below(Top), Rng.below(S.Methods)});
    E.Steps.push_back({StepKind::Fire, Rng.below(P.Hubs)});
    E.Steps.push_back({StepKind::Publish, Rng.below(P.Buses)});
  }
};

} // namespace

Program::Program(const Shape &Wanted) : S(Wanted) {
  S.Classes = std::max(1u, S.Classes);
  S.Methods = std::max(1u, S.Methods);
  S.Depth = std::max(1u, S.Depth);
  Maker(*this).make();
}

std::vector<std::string> Program::racyMaps() const {
  std::vector<std::string> Result;
  for (unsigned U = 0; U < Units.size(); ++U)
    for (unsigned C = 0; C < Units[U].Classes.size(); ++C)
      if (Units[U].Classes[C].Racy)
        Result.push_back(nameSpace(U) + "::" + className(C) + "::entries_");
  for (unsigned T = 0; T < Peeked; ++T)
    Result.push_back("tally_map" + std::to_string(T));
  return Result;
}

unsigned Program::functions() const {
  unsigned N = Helpers + Tallies + Peeked + 2 * Hubs + 2 * Buses + Entries.size() + 1 + Units.size() / SetupGroup + 1;
  for (const Unit &U : Units)
    N += U.Classes.size() * S.Methods + 1 + (U.Hub != None) + (U.Bus != None) + !U.Wired.empty();
  return N;
}

} // namespace maprace::synthetic
