//===- facts_test.cpp - serial form, validation and dump of facts -----------===//
#include "checker/facts/serial.h"
#include "checker/facts/validate.h"
#include "facts_generated.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <functional>
#include <random>

using namespace maprace;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

// --- helpers --------------------------------------------------------------------------

std::string errorOf(llvm::Expected<UnitFacts> Facts) {
  return Facts ? std::string("no error") : llvm::toString(Facts.takeError());
}

/// Valid facts of any shape: each index within what it indexes, values before their users.
class RandomFacts {
  std::mt19937 Rng;
  UnitFacts U;

  // Not a distribution: those differ between standard libraries.
  std::uint32_t below(std::uint32_t N) { return N == 0 ? 0 : Rng() % N; }
  Str str() { return below(U.Strings.size()); }
  Loc loc() { return {str(), below(500), below(120)}; }
  template <class E> E kind(E Last) { return E(below(unsigned(Last) + 1)); }
  Category category() { return kind(Category::Signal); }
  std::uint16_t flags() { return below(2048); }
  Range range(std::size_t Size) {
    std::uint32_t A = below(Size + 1), B = below(Size + 1);
    return {std::min(A, B), std::max(A, B)};
  }
  template <class T, class Fn> void fill(std::vector<T> &Out, unsigned Max, Fn Make) {
    for (unsigned N = below(Max + 1); N != 0; --N)
      Out.push_back(Make());
  }
  Entity entity() { return {str(), str(), loc(), str(), str(), category(), flags(), str(), str(), str()}; }

  FunctionFacts function() {
    FunctionFacts F;
    F.Usr = str(), F.Name = str(), F.Class = str(), F.Parent = str(), F.At = loc(), F.Flags = below(1 << 17);
    fill(F.Params, 3, [&] { return Param{str(), str(), category(), flags(), std::uint8_t(below(2))}; });
    fill(F.Captures, 3, [&] { return Capture{str(), str(), category(), flags(), std::uint8_t(below(2)), loc()}; });
    fill(F.Locals, 3, [&] {
      return Local{str(), str(), category(), flags(), std::uint8_t(below(2)), std::uint8_t(below(2)), loc()};
    });
    F.Values.emplace_back();
    fill(F.Values, 12, [&] { return value(F); });
    fill(F.Kids, 6, [&] { return below(F.Values.size()); });
    fill(F.Events, 20, [&] {
      Event E{kind(EventKind(NumEventKinds - 1)),
              0,
              flags(),
              below(F.Values.size()),
              below(F.Values.size()),
              str(),
              str(),
              below(9),
              range(F.Kids.size()),
              loc()};
      E.Detail = E.Kind == EventKind::Access ? below(NumEffects) : below(2);
      return E;
    });
    unsigned NumBlocks = 1 + below(6);
    fill(F.Succs, 9, [&] { return below(NumBlocks); });
    for (unsigned I = 0; I < NumBlocks; ++I)
      F.Blocks.push_back({range(F.Events.size()), range(F.Succs.size()), std::uint8_t(below(4))});
    F.Exit = below(NumBlocks);
    fill(F.Clauses, 2, [&] { return Clause{kind(ClauseKind::NoAnalysis), below(F.Values.size()), str()}; });
    fill(F.Overrides, 2, [&] { return str(); });
    fill(F.Edits, 3, [&] { return Edit{kind(EditKind::Attribute), loc(), loc(), loc(), below(50), str()}; });
    return F;
  }

  Value value(FunctionFacts &F) {
    Value V{kind(ValueKind::Literal), 0, str(), {}};
    switch (V.Kind) {
    case ValueKind::Param:
      V.A = below(F.Params.size());
      if (F.Params.empty())
        V.Kind = ValueKind::This;
      break;
    case ValueKind::Capture:
      V.A = below(F.Captures.size());
      if (F.Captures.empty())
        V.Kind = ValueKind::This;
      break;
    case ValueKind::Local:
      V.A = below(F.Locals.size());
      if (F.Locals.empty())
        V.Kind = ValueKind::This;
      break;
    case ValueKind::Field:
    case ValueKind::Element:
    case ValueKind::Bind: V.A = below(F.Values.size()); break;
    default: V.A = below(10);
    }
    V.Kids.Begin = F.Kids.size();
    fill(F.Kids, 2, [&] { return below(F.Values.size()); });
    V.Kids.End = F.Kids.size();
    return V;
  }

public:
  explicit RandomFacts(unsigned Seed) : Rng(Seed) {}

  UnitFacts make() {
    U.MainFile = "/src/" + std::to_string(below(99)) + ".cpp";
    U.State = kind(UnitState::Degraded);
    U.Reason = U.State == UnitState::Degraded ? "a.h:1:1: unknown type name" : "";
    fill(U.Strings, 30, [&] {
      // Also bytes that are no text: names come from foreign source files.
      std::string S;
      for (unsigned N = below(20); N != 0; --N)
        S += char(below(256));
      return S;
    });
    fill(U.Functions, 8, [&] { return function(); });
    fill(U.Classes, 4, [&] {
      ClassFacts C;
      C.Usr = str(), C.Name = str(), C.At = loc(), C.Flags = below(8), C.Size = below(99), C.Align = below(99);
      fill(C.Bases, 2, [&] { return str(); });
      fill(C.Fields, 5, [&] { return entity(); });
      return C;
    });
    fill(U.Globals, 5, [&] { return entity(); });
    return std::move(U);
  }
};

/// `void Cache::put(int K) { std::lock_guard L(mu_); m_[K]; go(); }`, by hand.
UnitFacts cacheFacts() {
  UnitFacts U;
  U.MainFile = "/src/cache.cpp";
  auto S = [&](const char *Text) {
    U.Strings.emplace_back(Text);
    return Str(U.Strings.size() - 1);
  };
  Str File = S("/src/cache.cpp"), Cls = S("c:@S@Cache"), FieldM = S("c:@S@Cache@FI@m_"),
      FieldMu = S("c:@S@Cache@FI@mu_");
  ClassFacts C;
  C.Usr = Cls, C.Name = S("Cache"), C.At = {File, 3, 8};
  Str Mutex = S("std::mutex"), Map = S("std::unordered_map<int, int>");
  C.Fields.push_back({FieldM, S("Cache::m_"), {File, 4, 3}, 0, Map, Category::Map, 0, FieldMu});
  C.Fields.push_back({FieldMu, S("Cache::mu_"), {File, 5, 3}, 0, Mutex, Category::Mutex, 0, 0});
  U.Classes.push_back(C);
  FunctionFacts F;
  F.Usr = S("c:@S@Cache@F@put#I#"), F.Name = S("Cache::put"), F.Class = Cls, F.At = {File, 10, 13},
  F.Flags = FuncPublic;
  F.Params.push_back({S("K"), 0, Category::Other, 0, 1});
  F.Locals.push_back({S("L"), 0, Category::Guard, 0, 0, 0, {File, 11, 19}});
  F.Values = {{},
              {ValueKind::This, 0, 0, {}},
              {ValueKind::Field, 1, FieldMu, {}},
              {ValueKind::Field, 1, FieldM, {}},
              {ValueKind::Local, 0, 0, {}},
              {ValueKind::Param, 0, 0, {}},
              {ValueKind::OneOf, 0, 0, {0, 2}}};
  F.Kids = {2, 3};
  F.Events.push_back({EventKind::GuardInit, 0, 0, 4, 0, 0, 0, 0, {0, 1}, {File, 11, 19}});
  F.Events.push_back(
      {EventKind::Access, std::uint8_t(Effect::Insert), FlagConstRead, 3, 0, S("operator[]"), 0, 0, {}, {File, 12, 3}});
  F.Events.push_back({EventKind::Call, 0, 0, 1, 0, S("go"), S("c:@F@go"), 1, {}, {File, 13, 3}});
  F.Events.push_back({EventKind::EndOfLife, 0, 0, 4, 0, 0, 0, 0, {}, {File, 14, 1}});
  F.Blocks = {{{0, 4}, {0, 1}, 0}, {{4, 4}, {1, 1}, 0}};
  F.Succs = {1};
  F.Exit = 1;
  F.Clauses.push_back({ClauseKind::Excludes, 2, S("mu_")});
  U.Functions.push_back(F);
  return U;
}

// --- serial form ------------------------------------------------------------------------

TEST(FactsSerial, ReadsBackWhatItWrote) {
  for (unsigned Seed = 0; Seed < 300; ++Seed) {
    UnitFacts Facts = RandomFacts(Seed).make();
    llvm::Expected<UnitFacts> Read = deserialize(serialize(Facts), "seed");
    ASSERT_TRUE(bool(Read)) << "seed " << Seed << ": " << llvm::toString(Read.takeError());
    EXPECT_EQ(*Read, Facts) << "seed " << Seed;
  }
}

TEST(FactsSerial, ReadsBackTheEmptyUnit) {
  llvm::Expected<UnitFacts> Read = deserialize(serialize({}), "empty");
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  EXPECT_EQ(*Read, UnitFacts());
}

TEST(FactsSerial, EqualFactsGiveEqualBytes) {
  for (unsigned Seed = 0; Seed < 20; ++Seed) {
    UnitFacts Facts = RandomFacts(Seed).make();
    UnitFacts Copy = RandomFacts(Seed).make();
    EXPECT_EQ(serialize(Facts), serialize(Copy));
    EXPECT_EQ(serialize(*deserialize(serialize(Facts), "copy")), serialize(Facts));
  }
}

TEST(FactsSerial, ReadsFromAnyAlignment) {
  UnitFacts Facts = cacheFacts();
  std::string Bytes = serialize(Facts);
  for (unsigned Shift = 0; Shift < 8; ++Shift) {
    std::string Shifted = std::string(Shift, 'x') + Bytes;
    llvm::Expected<UnitFacts> Read = deserialize(llvm::StringRef(Shifted).drop_front(Shift), "shifted");
    ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
    EXPECT_EQ(*Read, Facts);
  }
}

// --- bytes that are no facts ---------------------------------------------------------------

TEST(FactsSerial, RefusesAnEmptyFile) { EXPECT_EQ(errorOf(deserialize("", "a.cpp")), "facts of 'a.cpp': empty"); }

TEST(FactsSerial, RefusesOtherFiles) {
  EXPECT_EQ(errorOf(deserialize("{\"version\": 1, \"functions\": []}", "a.cpp")),
            "facts of 'a.cpp': not a facts file (no MPRF identifier)");
}

TEST(FactsSerial, RefusesEachTruncation) {
  std::string Bytes = serialize(cacheFacts());
  // Up to seven bytes at the end only pad the file and are not missed.
  for (std::size_t Size = 0; Size + 7 < Bytes.size(); ++Size) {
    // A copy of its own size, so that AddressSanitizer sees a read behind the end.
    std::vector<char> Cut(Bytes.begin(), Bytes.begin() + Size);
    EXPECT_THAT(errorOf(deserialize({Cut.data(), Size}, "a.cpp")), StartsWith("facts of 'a.cpp': ")) << Size;
  }
}

TEST(FactsSerial, RefusesAnotherSchemaVersion) {
  flatbuffers::FlatBufferBuilder B;
  B.Finish(fb::CreateUnit(B, /*version=*/99), fb::UnitIdentifier());
  llvm::StringRef Bytes(reinterpret_cast<const char *>(B.GetBufferPointer()), B.GetSize());
  EXPECT_THAT(errorOf(deserialize(Bytes, "a.cpp")), StartsWith("facts of 'a.cpp': written in schema version 99, "));
}

TEST(FactsSerial, RefusesListsThatShareBytes) {
  // 200 functions with one list of 1000 values: a small file that would unfold into a large value.
  flatbuffers::FlatBufferBuilder B;
  auto Empty = B.CreateString("");
  auto Strings = B.CreateVector(std::vector{Empty});
  auto Values = B.CreateVectorOfStructs(std::vector<fb::Value>(1000));
  std::vector<flatbuffers::Offset<fb::Function>> Fs;
  for (unsigned I = 0; I < 200; ++I) {
    fb::FunctionBuilder F(B);
    F.add_values(Values);
    Fs.push_back(F.Finish());
  }
  auto Functions = B.CreateVector(Fs);
  fb::UnitBuilder Unit(B);
  Unit.add_version(12);
  Unit.add_strings(Strings);
  Unit.add_functions(Functions);
  B.Finish(Unit.Finish(), fb::UnitIdentifier());
  llvm::StringRef Bytes(reinterpret_cast<const char *>(B.GetBufferPointer()), B.GetSize());
  EXPECT_EQ(errorOf(deserialize(Bytes, "a.cpp")), "facts of 'a.cpp': damaged (lists overlap)");
}

TEST(FactsSerial, SurvivesDamage) {
  // Either it is noticed, or what was read still keeps every promise.
  std::string Bytes = serialize(RandomFacts(7).make());
  std::mt19937 Rng(1);
  unsigned Noticed = 0;
  for (unsigned Round = 0; Round < 5000; ++Round) {
    std::vector<char> Damaged(Bytes.begin(), Bytes.end());
    for (unsigned N = 1 + Rng() % 4; N != 0; --N)
      Damaged[8 + Rng() % (Damaged.size() - 8)] = char(Rng());
    llvm::Expected<UnitFacts> Read = deserialize({Damaged.data(), Damaged.size()}, "a.cpp");
    if (!Read) {
      ++Noticed;
      EXPECT_THAT(llvm::toString(Read.takeError()), StartsWith("facts of 'a.cpp': "));
      continue;
    }
    EXPECT_EQ(firstViolation(*Read), "");
    std::string Text;
    llvm::raw_string_ostream OS(Text);
    dump(OS, *Read);
  }
  EXPECT_GT(Noticed, 0u);
}

// --- facts that break a promise ---------------------------------------------------------------

struct Malformed {
  const char *Name;
  std::function<void(UnitFacts &)> Break;
  const char *Error;
};

class FactsMalformed : public testing::TestWithParam<Malformed> {};

TEST_P(FactsMalformed, IsRefused) {
  UnitFacts Facts = cacheFacts();
  ASSERT_EQ(firstViolation(Facts), "");
  GetParam().Break(Facts);
  EXPECT_EQ(errorOf(deserialize(serialize(Facts), "a.cpp")), std::string("facts of 'a.cpp': ") + GetParam().Error);
}

const Malformed Cases[] = {
    {"UnitState", [](UnitFacts &U) { U.State = UnitState(9); }, "unknown unit state 9"},
    {"NoStrings", [](UnitFacts &U) { U.Strings.clear(); }, "string 0 is not the empty string"},
    {"FirstString", [](UnitFacts &U) { U.Strings[0] = "x"; }, "string 0 is not the empty string"},
    {"FunctionUsr", [](UnitFacts &U) { U.Functions[0].Usr = 999; }, "function 0: string 999 of 18"},
    {"FunctionFile", [](UnitFacts &U) { U.Functions[0].At.File = 77; }, "function 0: string 77 of 18"},
    {"ParamCategory", [](UnitFacts &U) { U.Functions[0].Params[0].What = Category(40); },
     "function 0: parameter 0: unknown category 40"},
    {"LocalCategory", [](UnitFacts &U) { U.Functions[0].Locals[0].What = Category(41); },
     "function 0: local 0: unknown category 41"},
    {"CaptureCategory", [](UnitFacts &U) { U.Functions[0].Captures.push_back({0, 0, Category(42), 0, 0, {}}); },
     "function 0: capture 0: unknown category 42"},
    {"FirstValue", [](UnitFacts &U) { U.Functions[0].Values[0].Kind = ValueKind::This; },
     "function 0: value 0 is not the unknown value"},
    {"ValueKind", [](UnitFacts &U) { U.Functions[0].Values[2].Kind = ValueKind(200); },
     "function 0: value 2: unknown value kind 200"},
    {"ValueParam", [](UnitFacts &U) { U.Functions[0].Values[5].A = 1; }, "function 0: value 5: parameter 1 of 1"},
    {"ValueLocal", [](UnitFacts &U) { U.Functions[0].Values[4].A = 3; }, "function 0: value 4: local 3 of 1"},
    {"ValueCapture", [](UnitFacts &U) { U.Functions[0].Values[4].Kind = ValueKind::Capture; },
     "function 0: value 4: capture 0 of 0"},
    {"ValueCycle", [](UnitFacts &U) { U.Functions[0].Values[2].A = 2; },
     "function 0: value 2: refers to value 2, which does not come before it"},
    {"ValueKidCycle", [](UnitFacts &U) { U.Functions[0].Kids[1] = 6; },
     "function 0: value 6: refers to value 6, which does not come before it"},
    {"ValueKids", [](UnitFacts &U) { U.Functions[0].Values[6].Kids = {1, 3}; },
     "function 0: value 6: kids [1, 3) of 2"},
    {"ValueName", [](UnitFacts &U) { U.Functions[0].Values[3].Name = 50; }, "function 0: value 3: string 50 of 18"},
    {"Kid", [](UnitFacts &U) { U.Functions[0].Kids[0] = 7; }, "function 0: kid 0: value 7 of 7"},
    {"EventKind", [](UnitFacts &U) { U.Functions[0].Events[2].Kind = EventKind(55); },
     "function 0: event 2: unknown event kind 55"},
    {"Effect", [](UnitFacts &U) { U.Functions[0].Events[1].Detail = 55; }, "function 0: event 1: unknown effect 55"},
    {"GuardPolicy", [](UnitFacts &U) { U.Functions[0].Events[0].Detail = 4; },
     "function 0: event 0: unknown guard policy 4"},
    {"LockMode",
     [](UnitFacts &U) {
       U.Functions[0].Events[0].Kind = EventKind::Acquire;
       U.Functions[0].Events[0].Detail = 2;
     },
     "function 0: event 0: unknown lock mode 2"},
    {"EventSubject", [](UnitFacts &U) { U.Functions[0].Events[1].Subject = 7; }, "function 0: event 1: value 7 of 7"},
    {"EventOther", [](UnitFacts &U) { U.Functions[0].Events[1].Other = 8; }, "function 0: event 1: value 8 of 7"},
    {"EventArgs", [](UnitFacts &U) { U.Functions[0].Events[0].Args = {2, 1}; },
     "function 0: event 0: arguments [2, 1) of 2"},
    {"EventCallee", [](UnitFacts &U) { U.Functions[0].Events[2].Callee = 18; }, "function 0: event 2: string 18 of 18"},
    {"BlockEvents", [](UnitFacts &U) { U.Functions[0].Blocks[0].Events.End = 5; },
     "function 0: block 0: events [0, 5) of 4"},
    {"BlockSuccs", [](UnitFacts &U) { U.Functions[0].Blocks[1].Succs = {0, 2}; },
     "function 0: block 1: successors [0, 2) of 1"},
    {"Successor", [](UnitFacts &U) { U.Functions[0].Succs[0] = 2; }, "function 0: successor 0: block 2 of 2"},
    {"Exit", [](UnitFacts &U) { U.Functions[0].Exit = 2; }, "function 0: exit block 2 of 2"},
    {"ClauseKind", [](UnitFacts &U) { U.Functions[0].Clauses[0].Kind = ClauseKind(90); },
     "function 0: clause 0: unknown clause kind 90"},
    {"ClauseLock", [](UnitFacts &U) { U.Functions[0].Clauses[0].Lock = 70; }, "function 0: clause 0: value 70 of 7"},
    {"Override", [](UnitFacts &U) { U.Functions[0].Overrides.push_back(80); },
     "function 0: override 0: string 80 of 18"},
    {"ClassBase", [](UnitFacts &U) { U.Classes[0].Bases.push_back(60); }, "class 0: base 0: string 60 of 18"},
    {"FieldCategory", [](UnitFacts &U) { U.Classes[0].Fields[1].What = Category(30); },
     "class 0: field 1: unknown category 30"},
    {"Global", [](UnitFacts &U) { U.Globals.push_back({0, 0, {}, 0, 61, Category::Map, 0, 0}); },
     "global 0: string 61 of 18"},
};

INSTANTIATE_TEST_SUITE_P(Kinds, FactsMalformed, testing::ValuesIn(Cases),
                         [](const testing::TestParamInfo<Malformed> &Info) { return std::string(Info.param.Name); });

// --- text form ----------------------------------------------------------------------------------

std::string dumped(const UnitFacts &Facts) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  dump(OS, Facts);
  return Text;
}

TEST(FactsDump, PrintsOneFactALine) {
  EXPECT_EQ(dumped(cacheFacts()),
            R"(unit /src/cache.cpp clean
class Cache c:@S@Cache at cache.cpp:3:8
  field Cache::m_ map 'std::unordered_map<int, int>' guarded by Cache::mu_ c:@S@Cache@FI@m_ at cache.cpp:4:3
  field Cache::mu_ mutex 'std::mutex' c:@S@Cache@FI@mu_ at cache.cpp:5:3
function Cache::put c:@S@Cache@F@put#I# of Cache [public] at cache.cpp:10:13
  parameter K other by value
  local L guard at cache.cpp:11:19
  clause excludes this.mu_ 'mu_'
  block 0 -> 1
    guard-init L#0 (this.mu_) policy lock at cache.cpp:11:19
    insert this.m_ operator[] [const-read] at cache.cpp:12:3
    call c:@F@go on this #1 at cache.cpp:13:3
    end-of-life L#0 at cache.cpp:14:1
  block 1 exit
)");
}

TEST(FactsDump, NamesTheReasonOfADegradedUnit) {
  UnitFacts U;
  U.MainFile = "/src/a.cpp";
  U.State = UnitState::Degraded;
  U.Reason = "a.h:1:1: unknown type name 'x'";
  EXPECT_EQ(dumped(U), "unit /src/a.cpp degraded: a.h:1:1: unknown type name 'x'\n");
}

TEST(FactsDump, ShortensTheNamesOfLibraryClasses) {
  UnitFacts U = cacheFacts();
  U.Strings.emplace_back("c:@N@std@S@lock_guard>#$@N@std@S@mutex");
  U.Functions[0].Locals[0].Type = Str(U.Strings.size() - 1);
  EXPECT_THAT(dumped(U), HasSubstr("  local L guard of lock_guard at cache.cpp:11:19\n"));
}

TEST(FactsDump, SortsFunctionsByPlace) {
  UnitFacts U = cacheFacts();
  FunctionFacts Earlier;
  Earlier.Usr = Earlier.Name = 3;
  Earlier.At = {1, 2, 1};
  U.Functions.push_back(Earlier);
  std::string Text = dumped(U);
  EXPECT_LT(Text.find("cache.cpp:2:1"), Text.find("cache.cpp:10:13"));
}

TEST(FactsDump, PrintsEachRandomUnit) {
  for (unsigned Seed = 0; Seed < 100; ++Seed)
    EXPECT_THAT(dumped(RandomFacts(Seed).make()), StartsWith("unit /src/"));
}

} // namespace
