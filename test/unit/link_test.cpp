//===- link_test.cpp - linking hand-made facts ------------------------------===//
//
// Facts are written by hand here, without a front end: what link and the rules make of
// them is pinned down event by event.
//
//===----------------------------------------------------------------------===//
#include "checker/link/terms.h"
#include "maprace/checker/pipeline.h"
#include "gtest/gtest.h"
#include <algorithm>
#include <map>

using namespace maprace;

namespace {

/// Builds the facts of one unit.
class UnitBuilder {
public:
  explicit UnitBuilder(std::string Name) { U.MainFile = std::move(Name); }

  Str text(const std::string &S) {
    auto It = std::find(U.Strings.begin(), U.Strings.end(), S);
    if (It != U.Strings.end())
      return It - U.Strings.begin();
    U.Strings.push_back(S);
    return U.Strings.size() - 1;
  }
  void global(const std::string &Usr, Category What) {
    Entity E;
    E.Usr = text(Usr);
    E.Name = text(Usr);
    E.At = {text(U.MainFile), static_cast<std::uint32_t>(U.Globals.size() + 1), 1};
    E.What = What;
    U.Globals.push_back(E);
  }

  /// Begins a function of one block and the empty exit.
  UnitBuilder &function(const std::string &Usr, unsigned Flags = FuncStatic) {
    F = &U.Functions.emplace_back();
    F->Usr = F->Name = text(Usr);
    F->Flags = Flags;
    F->At = {text(U.MainFile), 100, 1};
    F->Values.emplace_back();
    F->Blocks.resize(2);
    F->Succs = {1};
    F->Blocks[0].Succs = {0, 1};
    F->Exit = 1;
    return *this;
  }
  ValueId value(ValueKind K, const std::string &Name = "", std::uint32_t A = 0) {
    F->Values.push_back({K, A, text(Name), {}});
    return F->Values.size() - 1;
  }
  Event &event(EventKind K) {
    Event E;
    E.Kind = K;
    E.At = {text(U.MainFile), ++Line, 1};
    F->Events.push_back(E);
    F->Blocks[0].Events.End = F->Events.size();
    return F->Events.back();
  }
  UnitBuilder &access(const std::string &Map, Effect What) {
    ValueId V = value(ValueKind::Global, Map);
    Str Op = text("op");
    Event &E = event(EventKind::Access);
    E.Subject = V;
    E.Detail = static_cast<std::uint8_t>(What);
    E.Name = Op;
    return *this;
  }
  UnitBuilder &lock(EventKind K, const std::string &Mutex, unsigned Flags = 0) {
    ValueId V = value(ValueKind::Global, Mutex);
    Event &E = event(K);
    E.Subject = V;
    E.Flags = Flags;
    return *this;
  }
  UnitBuilder &call(const std::string &Usr) {
    Str S = text(Usr);
    Event &E = event(EventKind::Call);
    E.Callee = S;
    E.CallId = ++Calls;
    return *this;
  }
  UnitBuilder &spawn(const std::string &Usr, const std::string &Handle) {
    ValueId Run = value(ValueKind::Function, Usr), H = value(ValueKind::Global, Handle);
    Str Name = text("std::thread");
    Event &E = event(EventKind::Spawn);
    E.Other = Run;
    E.Subject = H;
    E.Name = Name;
    return *this;
  }
  UnitBuilder &join(const std::string &Handle) {
    ValueId H = value(ValueKind::Global, Handle);
    event(EventKind::Join).Subject = H;
    return *this;
  }
  UnitFacts U;

private:
  FunctionFacts *F = nullptr;
  std::uint32_t Line = 0, Calls = 0;
};

std::vector<UnitFacts> program(void (*Main)(UnitBuilder &), void (*Work)(UnitBuilder &)) {
  UnitBuilder A("/a.cpp"), B("/b.cpp");
  A.global("table", Category::Map);
  A.global("mu", Category::Mutex);
  A.global("other", Category::Mutex);
  Main(A.function("main", FuncStatic | FuncMain));
  Work(B.function("work"));
  return {A.U, B.U};
}

std::vector<std::string> rulesOf(const std::vector<UnitFacts> &Units) {
  std::vector<std::string> Result;
  for (const Finding &F : analyze(Units, Settings()))
    Result.push_back(ruleInfo(F.Rule).Slug);
  return Result;
}

void startThenWrite(UnitBuilder &B) { B.spawn("work", "t").access("table", Effect::Insert).join("t"); }
void startJoinWrite(UnitBuilder &B) { B.spawn("work", "t").join("t").access("table", Effect::Insert); }
void writeStart(UnitBuilder &B) { B.access("table", Effect::Insert).spawn("work", "t").join("t"); }
void read(UnitBuilder &B) { B.access("table", Effect::Read); }
void write(UnitBuilder &B) { B.access("table", Effect::Insert); }
template <EventKind Take = EventKind::Acquire, unsigned Flags = 0> void lockedWrite(UnitBuilder &B) {
  B.lock(Take, "mu", Flags).access("table", Effect::Insert).lock(EventKind::Release, "mu");
}

using Rules = std::vector<std::string>;

TEST(Link, ThreadAndStarterInTwoUnitsMeet) {
  std::vector<Finding> Found = analyze(program(startThenWrite, read), Settings());
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].MapName, "table");
  EXPECT_EQ(Found[0].Rule, RuleId::MR01);
  ASSERT_EQ(Found[0].Sides.size(), 2u);
  EXPECT_TRUE(Found[0].Sides[0].Write);
  EXPECT_FALSE(Found[0].Sides[1].Write);
  EXPECT_EQ(Found[0].Sides[1].At.File, "/b.cpp");
}

TEST(Link, WhatIsJoinedIsOver) { EXPECT_EQ(rulesOf(program(startJoinWrite, read)), Rules()); }
TEST(Link, WhatComesBeforeTheStartIsOrdered) { EXPECT_EQ(rulesOf(program(writeStart, read)), Rules()); }
TEST(Link, ReadsDoNotConflict) {
  auto Main = [](UnitBuilder &B) { B.spawn("work", "t").access("table", Effect::Read).join("t"); };
  EXPECT_EQ(rulesOf(program(Main, read)), Rules());
}

TEST(Link, OneLockOnBothSidesGuards) {
  auto Main = [](UnitBuilder &B) { lockedWrite<>(B.spawn("work", "t")); };
  EXPECT_EQ(rulesOf(program(Main, lockedWrite<>)), Rules());
}
TEST(Link, ALockIsOverWhenReleased) {
  auto Main = [](UnitBuilder &B) {
    B.spawn("work", "t").lock(EventKind::Acquire, "mu").lock(EventKind::Release, "mu").access("table", Effect::Insert);
  };
  EXPECT_EQ(rulesOf(program(Main, lockedWrite<>)), Rules{"unguarded-access"});
}
TEST(Link, TwoLocksGuardNothing) {
  auto Main = [](UnitBuilder &B) {
    B.spawn("work", "t").lock(EventKind::Acquire, "other").access("table", Effect::Insert);
  };
  EXPECT_EQ(rulesOf(program(Main, lockedWrite<>)), Rules{"inconsistent-guard"});
}
TEST(Link, ReadersDoNotKeepEachOtherOut) {
  auto Main = [](UnitBuilder &B) { lockedWrite<EventKind::Acquire, FlagShared>(B.spawn("work", "t")); };
  EXPECT_EQ(rulesOf(program(Main, lockedWrite<EventKind::Acquire, FlagShared>)), Rules{"write-under-shared-lock"});
}

TEST(Link, TheCallersLockGuardsTheCallee) {
  UnitBuilder A("/a.cpp"), B("/b.cpp");
  A.global("table", Category::Map);
  A.global("mu", Category::Mutex);
  A.function("main", FuncStatic | FuncMain).spawn("work", "t").lock(EventKind::Acquire, "mu").call("put");
  write(B.function("put"));
  B.function("work").lock(EventKind::Acquire, "mu").call("put").lock(EventKind::Release, "mu");
  EXPECT_EQ(rulesOf({A.U, B.U}), Rules());
}
TEST(Link, AHelperReturnsHolding) {
  UnitBuilder A("/a.cpp"), B("/b.cpp");
  A.global("table", Category::Map);
  A.global("mu", Category::Mutex);
  A.function("main", FuncStatic | FuncMain)
      .spawn("work", "t")
      .call("enter")
      .access("table", Effect::Insert)
      .call("leave");
  B.function("enter").lock(EventKind::Acquire, "mu");
  B.function("leave").lock(EventKind::Release, "mu");
  B.function("work").call("enter").access("table", Effect::Erase).call("leave");
  EXPECT_EQ(rulesOf({A.U, B.U}), Rules());
  // The same after leaving is not guarded.
  B.function("late").call("enter").call("leave").access("table", Effect::Erase);
  A.function("main2", FuncStatic | FuncMain).spawn("late", "t").call("enter").access("table", Effect::Insert);
  EXPECT_EQ(rulesOf({A.U, B.U}).size(), 1u);
}

TEST(Link, RecursionReachesAFixpoint) {
  UnitBuilder A("/a.cpp");
  A.global("table", Category::Map);
  A.function("main", FuncStatic | FuncMain).spawn("even", "t").call("odd");
  A.function("even").access("table", Effect::Insert).call("odd");
  A.function("odd").access("table", Effect::Read).call("even");
  EXPECT_EQ(rulesOf({A.U}), Rules{"unguarded-access"});
}

TEST(Link, TwoProgramsDoNotMeet) {
  UnitBuilder A("/a.cpp"), B("/b.cpp");
  A.global("table", Category::Map);
  A.function("main", FuncStatic | FuncMain).access("table", Effect::Insert);
  B.function("main", FuncStatic | FuncMain).access("table", Effect::Insert);
  EXPECT_EQ(rulesOf({A.U, B.U}), Rules());
}

TEST(Link, EveryOrderOfUnitsGivesTheSame) {
  UnitBuilder A("/a.cpp"), B("/b.cpp"), C("/c.cpp");
  A.global("table", Category::Map);
  C.global("table", Category::Map);
  A.function("main", FuncStatic | FuncMain).spawn("work", "t").call("put");
  write(B.function("put"));
  B.function("work").call("put");
  // A copy of put, as of an inline function in two units.
  write(C.function("put"));
  std::vector<UnitFacts> Units = {A.U, B.U, C.U};
  std::vector<int> Order = {0, 1, 2};
  std::vector<Finding> First = analyze(Units, Settings());
  ASSERT_EQ(First.size(), 1u);
  do {
    std::vector<UnitFacts> Shuffled;
    for (int I : Order)
      Shuffled.push_back(Units[I]);
    EXPECT_EQ(analyze(Shuffled, Settings()), First);
  } while (std::next_permutation(Order.begin(), Order.end()));
}

TEST(Link, NoUnitsNoFindings) { EXPECT_TRUE(analyze({}, Settings()).empty()); }

TEST(Terms, EqualPathsAreEqualNumbers) {
  TermTable T;
  TermId This = T.make(TermKind::This, 0, 0);
  EXPECT_EQ(T.field(This, 7), T.field(This, 7));
  EXPECT_NE(T.field(This, 7), T.field(This, 8));
  EXPECT_TRUE(T.hasPrefix(T.field(T.field(This, 7), 8), This));
  EXPECT_EQ(T.root(T.element(T.field(This, 7), 1, 2)), This);
}

TEST(Terms, SubstitutionReplacesTheFramesRoots) {
  TermTable T;
  TermId This = T.make(TermKind::This, 0, 0), Global = T.make(TermKind::Global, 0, 9);
  Environment E;
  E.This = Global;
  E.Params = {T.field(Global, 3)};
  llvm::DenseMap<TermId, TermId> Memo;
  EXPECT_EQ(T.substitute(T.field(This, 7), E, Memo), T.field(Global, 7));
  EXPECT_EQ(T.substitute(T.make(TermKind::Param, 0, 0), E, Memo), T.field(Global, 3));
  EXPECT_EQ(T.substitute(Global, E, Memo), Global);
  // A parameter that the caller does not pass is unknown, and so is all behind it.
  EXPECT_EQ(T.substitute(T.field(T.make(TermKind::Param, 4, 0), 1), E, Memo), 0u);
}

TEST(Terms, AlternativesStayFlatAndFew) {
  TermTable T;
  std::vector<TermId> Many;
  for (unsigned I = 0; I < 10; ++I)
    Many.push_back(T.make(TermKind::Global, 0, I + 1));
  TermId Two = T.oneOf({Many[0], Many[1]});
  EXPECT_EQ(T.oneOf({Two, Many[1]}), Two);
  EXPECT_EQ(T.oneOf({Many[3]}), Many[3]);
  EXPECT_EQ(T.alternatives(T.field(Two, 5)).size(), 2u);
  EXPECT_LE(T.alternatives(T.oneOf(Many)).size(), 4u);
}

TEST(Terms, PathsThatGrowWithoutEndBecomeUnknown) {
  TermTable T;
  TermId Path = T.make(TermKind::This, 0, 0);
  for (unsigned I = 0; I < 100 && Path; ++I)
    Path = T.field(Path, 1);
  EXPECT_EQ(Path, 0u);
}

} // namespace
