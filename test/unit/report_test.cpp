//===- report_test.cpp - what is behind the rules ----------------------------===//
#include "checker/report/fingerprint.h"
#include "checker/report/paths.h"
#include "checker/report/report.h"
#include "checker/report/suppression.h"
#include "llvm/Support/JSON.h"
#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace maprace;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

namespace {

constexpr const char *File = "/src/cache.cpp";

/// A finding between the first places of two texts in a file.
Finding between(SourceCache &Sources, llvm::StringRef Writer, llvm::StringRef Reader) {
  auto Place = [&](llvm::StringRef What) {
    llvm::StringRef Before = Sources.text(File).take_front(Sources.text(File).find(What));
    return SourceRef{File, static_cast<unsigned>(Before.count('\n') + 1),
                     static_cast<unsigned>(Before.size() - (Before.rfind('\n') + 1) + 1)};
  };
  Finding F;
  F.Rule = RuleId::MR01;
  F.MapName = "Cache::Entries";
  F.MapUsr = "c:@S@Cache@FI@Entries";
  F.Message = "concurrent map read and map write";
  F.At = Place(Writer);
  Side W, R;
  W.Thread = "a thread";
  W.FunctionUsr = "c:@S@Cache@F@put#";
  W.Operation = "operator[]";
  W.At = Place(Writer);
  W.Write = true;
  R.Thread = "the main thread";
  R.FunctionUsr = "c:@S@Cache@F@has#";
  R.Operation = "count";
  R.At = Place(Reader);
  F.Sides = {W, R};
  F.Notes = {{R.At, "read here"}};
  return F;
}

std::string fingerprint(llvm::StringRef Text, Finding (*Change)(Finding) = [](Finding F) { return F; }) {
  SourceCache Sources;
  Sources.add(File, Text);
  std::vector<Finding> Findings{Change(between(Sources, "Entries[K]", "Entries.count"))};
  finishFindings(Findings, Sources);
  return Findings.front().Fingerprint;
}

constexpr const char *Plain = "void put() {\n  Entries[K] = 1;\n}\nbool has() { return Entries.count(K); }\n";

TEST(Fingerprint, IsThirtyTwoHexDigits) { EXPECT_THAT(fingerprint(Plain), ::testing::MatchesRegex("[0-9a-f]{32}")); }

TEST(Fingerprint, IsTheSameAfterLinesAboveAndOtherBlanks) {
  EXPECT_EQ(fingerprint(Plain), fingerprint("\n\n// more\nvoid put() {\n\tEntries[K]  = 1 ;\n}\n\n"
                                            "bool has() { return Entries.count( K ); }\n"));
}

TEST(Fingerprint, KnowsNoMessageSideOrderOrPlace) {
  EXPECT_EQ(fingerprint(Plain), fingerprint(Plain, [](Finding F) {
              F.Message = "in other words";
              F.Notes.clear();
              std::swap(F.Sides[0], F.Sides[1]);
              F.Sides[0].Thread = "someone";
              return F;
            }));
}

TEST(Fingerprint, KnowsNoFolderOfAMainFile) {
  auto In = [](const char *Usr) {
    SourceCache Sources;
    std::vector<Finding> Findings(1);
    Findings[0].MapUsr = Usr;
    finishFindings(Findings, Sources);
    return Findings[0].Fingerprint;
  };
  EXPECT_EQ(In("c:a.cpp@Map@@/home/one/a.cpp"), In("c:a.cpp@Map@@/build/two/a.cpp"));
  EXPECT_NE(In("c:a.cpp@Map@@/home/one/a.cpp"), In("c:a.cpp@Map@@/home/one/b.cpp"));
  // A lambda is known by its function; where in it may change.
  EXPECT_EQ(In("c:@F@f#@@/one/a.cpp@L2005@S@Map"), In("c:@F@f#@@/two/a.cpp@L3009@S@Map"));
}

TEST(Fingerprint, DiffersByMapFunctionOperationAndLine) {
  std::string First = fingerprint(Plain);
  EXPECT_NE(First, fingerprint(Plain, [](Finding F) {
              F.MapUsr += "2";
              return F;
            }));
  EXPECT_NE(First, fingerprint(Plain, [](Finding F) {
              F.Sides[0].FunctionUsr += "2";
              return F;
            }));
  EXPECT_NE(First, fingerprint(Plain, [](Finding F) {
              F.Sides[1].Operation = "find";
              return F;
            }));
  EXPECT_NE(First, fingerprint("void put() {\n  Entries[K] = 2;\n}\nbool has() { return Entries.count(K); }\n"));
}

TEST(Fingerprint, NumbersEqualOnesInOrderOfTheirPlaces) {
  SourceCache Sources;
  Sources.add(File, "Entries[K];\nEntries[K];\nEntries.count\n");
  Finding First = between(Sources, "Entries[K]", "Entries.count"), Second = First;
  Second.At.Line = Second.Sides[0].At.Line = 2;
  std::vector<Finding> One{First, Second}, Other{Second, First, Second};
  finishFindings(One, Sources);
  finishFindings(Other, Sources);
  EXPECT_EQ(One, Other); // sorted, and the exact duplicate is gone
  ASSERT_EQ(One.size(), 2u);
  EXPECT_NE(One[0].Fingerprint, One[1].Fingerprint);
  EXPECT_EQ(One[0].Fingerprint, fingerprint("Entries[K];\nEntries.count\n"));
}

TEST(Fingerprint, DoesNotDependOnTheOrderOfFindings) {
  SourceCache Sources;
  std::vector<Finding> Findings;
  for (unsigned I = 0; I < 6; ++I) {
    Finding F;
    F.At = {I % 2 ? "/a.cpp" : "/b.cpp", 7 - I, I + 1};
    F.MapName = "M" + std::to_string(I / 2);
    Findings.push_back(F);
  }
  std::vector<Finding> Want = Findings;
  finishFindings(Want, Sources);
  for (int Round = 0; Round < 50; ++Round) {
    std::next_permutation(Findings.begin(), Findings.end(),
                          [](const Finding &A, const Finding &B) { return A.At < B.At; });
    std::vector<Finding> Got = Findings;
    finishFindings(Got, Sources);
    ASSERT_EQ(Got, Want);
  }
}

// --- NOLINT ---------------------------------------------------------------------

/// Which lines of a text are silent.
std::vector<unsigned> silent(llvm::StringRef Text) {
  SourceCache Sources;
  Sources.add(File, Text);
  std::vector<unsigned> Out;
  for (unsigned Line = 1; Line <= Text.count('\n'); ++Line)
    if (isSuppressed({File, Line, 3}, "maprace-unguarded-access", Sources))
      Out.push_back(Line);
  return Out;
}

TEST(Suppression, OnTheLine) {
  EXPECT_THAT(silent("int A; // NOLINT\nint B;\n"), ElementsAre(1));
  EXPECT_THAT(silent("int A; // NOLINT(maprace-unguarded-access)\n"), ElementsAre(1));
  EXPECT_THAT(silent("int A; // NOLINT(maprace-*)\nint B; // NOLINT(*)\nint C; // NOLINT(*-access)\n"),
              ElementsAre(1, 2, 3));
  EXPECT_THAT(silent("int A; // NOLINT(other-check, maprace-unguarded-access)\n"), ElementsAre(1));
  EXPECT_THAT(silent("int A; /* NOLINT(x) NOLINT(maprace-*) */\n"), ElementsAre(1));
}

TEST(Suppression, NotForOtherChecks) {
  EXPECT_THAT(silent("int A; // NOLINT(other-check)\nint B; // NOLINT()\nint C; // NOLINT(maprace)\n"
                     "int D; // NOLINT(-maprace-*)\nint E; // NOLINTER\nint F; // nolint\n"),
              ElementsAre());
}

TEST(Suppression, AnOpenBracketIsNone) {
  EXPECT_THAT(silent("int A; // NOLINT(other-check\nint B;\n"), ElementsAre(1));
}

TEST(Suppression, OnTheLineBefore) {
  EXPECT_THAT(silent("// NOLINTNEXTLINE\nint A;\nint B;\n"), ElementsAre(2));
  EXPECT_THAT(silent("// NOLINTNEXTLINE(maprace-unguarded-*)\nint A;\n"), ElementsAre(2));
  EXPECT_THAT(silent("// NOLINTNEXTLINE(other)\nint A; // NOLINTNEXTLINE\n"), ElementsAre());
  EXPECT_THAT(silent("// NOLINTNEXTLINE\r\nint A;\r\n"), ElementsAre(2));
}

TEST(Suppression, Around) {
  EXPECT_THAT(silent("int A;\n// NOLINTBEGIN\nint B;\nint C;\n// NOLINTEND\nint D;\n"), ElementsAre(3, 4, 5));
  EXPECT_THAT(silent("// NOLINTBEGIN(maprace-*)\nint A;\n// NOLINTEND(maprace-*)\n"), ElementsAre(2, 3));
  EXPECT_THAT(
      silent("// NOLINTBEGIN(other)\n// NOLINTBEGIN(*)\nint A;\n// NOLINTEND(*)\nint B;\n// NOLINTEND(other)\n"),
      ElementsAre(3, 4));
}

TEST(Suppression, AroundOnlyWithItsPartner) {
  EXPECT_THAT(silent("// NOLINTBEGIN\nint A;\n"), ElementsAre());
  EXPECT_THAT(silent("int A;\n// NOLINTEND\n"), ElementsAre());
  EXPECT_THAT(silent("// NOLINTBEGIN(maprace-*)\nint A;\n// NOLINTEND(*)\n"), ElementsAre());
  // Blocks do not overlap.
  EXPECT_THAT(silent("// NOLINTBEGIN(*)\n// NOLINTBEGIN(x)\nint A;\n// NOLINTEND(*)\n// NOLINTEND(x)\n"),
              ElementsAre());
}

TEST(Suppression, RemovesAndCounts) {
  SourceCache Sources;
  Sources.add(File, "Entries[K]; // NOLINT\nEntries.count\n");
  std::vector<Finding> Findings{between(Sources, "Entries[K]", "Entries.count"),
                                between(Sources, "Entries.count", "Entries[K]")};
  EXPECT_EQ(applySuppressions(Findings, Sources), 1u);
  ASSERT_EQ(Findings.size(), 1u);
  EXPECT_EQ(Findings[0].At.Line, 2u);
}

TEST(Suppression, AMissingFileSilencesNothing) {
  SourceCache Sources;
  EXPECT_FALSE(isSuppressed({"/no/such/file.cpp", 3, 1}, "maprace-unguarded-access", Sources));
}

TEST(GlobList, MatchesAsInClangTidy) {
  EXPECT_TRUE(matchesAnyGlob("a*", "abc"));
  EXPECT_TRUE(matchesAnyGlob("*b*", "abc"));
  EXPECT_FALSE(matchesAnyGlob("a*b", "abc"));
  EXPECT_TRUE(matchesAnyGlob("a*,-abc", "abc"));
  EXPECT_FALSE(matchesAnyGlob("-abc,-*", "abc"));
  EXPECT_TRUE(matchesAnyGlob(" x , abc ", "abc"));
  EXPECT_FALSE(matchesAnyGlob("", "abc"));
  EXPECT_FALSE(matchesAnyGlob("a.c", "abc"));
}

// --- text -----------------------------------------------------------------------

std::string text(llvm::StringRef Line, SourceRef At, llvm::StringRef WorkingDir = "/src", bool Colors = false) {
  SourceCache Sources;
  Sources.add(At.File, Line);
  Report R;
  R.WorkingDir = WorkingDir.str();
  R.Findings.resize(1);
  R.Findings[0].Message = "concurrent map writes";
  R.Findings[0].At = At;
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  OS.enable_colors(Colors);
  writeText(OS, R, Sources);
  return Out;
}

TEST(Text, IsClangsForm) {
  EXPECT_EQ(text("  Entries[K] = 1;\n", {File, 1, 3}),
            "cache.cpp:1:3: warning: concurrent map writes [maprace-unguarded-access]\n"
            "    1 |   Entries[K] = 1;\n"
            "      |   ^\n");
}

TEST(Text, ShowsPathsFromTheWorkingDirectory) {
  EXPECT_THAT(text("x\n", {"/src/a/../b/c.cpp", 1, 1}), StartsWith("b/c.cpp:1:1: "));
  EXPECT_THAT(text("x\n", {"/srcs/c.cpp", 1, 1}), StartsWith("/srcs/c.cpp:1:1: "));
}

TEST(Text, PutsTheCaretBehindTabsAndWideCharacters) {
  EXPECT_THAT(text("\tX;\n", {File, 1, 2}), HasSubstr("    1 |         X;\n      |         ^\n"));
  EXPECT_THAT(text("ab\tX;\n", {File, 1, 4}), HasSubstr("    1 | ab      X;\n      |         ^\n"));
  EXPECT_THAT(text("/*ä*/X;\n", {File, 1, 7}), HasSubstr("\n      |      ^\n"));
  EXPECT_THAT(text("/*漢*/X;\n", {File, 1, 8}), HasSubstr("\n      |       ^\n"));
}

TEST(Text, SurvivesBytesThatAreNoText) {
  EXPECT_THAT(text("/*\xff\x01*/X;\n", {File, 1, 7}), HasSubstr("    1 | /*??*/X;\n      |       ^\n"));
  EXPECT_THAT(text("X\xc3", {File, 1, 1}), HasSubstr("    1 | X?\n"));
}

TEST(Text, OmitsALineThatIsGone) {
  EXPECT_EQ(text("x\n", {File, 9, 1}), "cache.cpp:9:1: warning: concurrent map writes [maprace-unguarded-access]\n");
  EXPECT_THAT(text("short\n", {File, 1, 99}), HasSubstr("    1 | short\n      |      ^\n"));
}

TEST(Text, HasColorsOnlyWhenAsked) {
  EXPECT_THAT(text("x\n", {File, 1, 1}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(text("x\n", {File, 1, 1}, "/src", true), HasSubstr("\x1b[0;1;35mwarning: "));
}

TEST(Summary, CountsRulesAndUnits) {
  Report R;
  R.Units = {{"/a.cpp", UnitStatus::Clean, ""}};
  EXPECT_EQ(summaryLine(R), "no findings in 1 of 1 unit");
  R.Findings.resize(2);
  R.Units.push_back({"/b.cpp", UnitStatus::Degraded, "x"});
  R.Units.push_back({"/c.cpp", UnitStatus::Failed, "x"});
  R.Suppressed = 3;
  R.Known = 4;
  R.Unchanged = 5;
  EXPECT_EQ(summaryLine(R), "2 findings (2 unguarded-access) in 2 of 3 units, 1 degraded, 1 failed, "
                            "3 suppressed by NOLINT, 4 known from the baseline, 5 on unchanged lines left out");
}

// --- formats for machines ---------------------------------------------------------

class Formats : public ::testing::TestWithParam<const char *> {};

TEST_P(Formats, TakeAnyBytesAndNoLocation) {
  SourceCache Sources;
  Sources.add(File, "Entries[K] = 1; /* \xff */ Entries.count\n");
  Report R;
  R.WorkingDir = R.SourceRoot = "/src";
  Finding Odd = between(Sources, "Entries[K]", "Entries.count");
  Odd.Message = "\"<&>' \xff \x01 \n ](1)";
  Odd.Notes.push_back({{}, "nowhere"});
  Odd.Sides[0].Path.push_back({{}, "nowhere"});
  Odd.Fixes = {{{File, 1, 1}, 7, "x\xfe"}};
  R.Findings = {Odd, Finding()};
  R.Units = {{"/else/where \xff.cpp", UnitStatus::Failed, "\xff"}};
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  const ReportFormat *F = findReportFormat(GetParam());
  ASSERT_NE(F, nullptr);
  F->Write(OS, R, Sources);
  EXPECT_FALSE(Out.empty());
  if (llvm::StringRef("json sarif codeclimate").contains(GetParam()))
    EXPECT_TRUE(static_cast<bool>(llvm::expectedToOptional(llvm::json::parse(Out)))) << Out;
  if (llvm::StringRef("html checkstyle").contains(GetParam()))
    EXPECT_TRUE(llvm::json::isUTF8(Out));
}

INSTANTIATE_TEST_SUITE_P(All, Formats,
                         ::testing::Values("text", "json", "sarif", "html", "codeclimate", "checkstyle", "github"),
                         [](const auto &Info) { return std::string(Info.param); });

TEST(Formats, AreFoundByName) { EXPECT_EQ(findReportFormat("pdf"), nullptr); }

TEST(GitHub, EscapesWhatWouldEndACommand) {
  SourceCache Sources;
  Report R;
  R.SourceRoot = "/src";
  R.Findings.resize(1);
  R.Findings[0].At = {"/src/a,b:c.cpp", 1, 2};
  R.Findings[0].Message = "100%: done\nreally";
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  writeGitHub(OS, R, Sources);
  EXPECT_EQ(Out, "::warning file=a%2Cb%3Ac.cpp,line=1,col=2,title=maprace-unguarded-access::100%25: done%0Areally\n");
}

TEST(Sarif, GivesAFixItsWholeRange) {
  SourceCache Sources;
  Sources.add(File, "one\ntwo three\nfour\n");
  Report R;
  R.SourceRoot = "/src";
  R.Findings.resize(1);
  R.Findings[0].At = {File, 1, 1};
  R.Findings[0].Fixes = {{{File, 2, 5}, 8, "x"}}; // "three\nfo"
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  writeSarif(OS, R, Sources);
  std::string Flat;
  std::copy_if(Out.begin(), Out.end(), std::back_inserter(Flat), [](char C) { return C != ' ' && C != '\n'; });
  EXPECT_THAT(Flat, HasSubstr("\"deletedRegion\":{\"startLine\":2,\"startColumn\":5,\"endLine\":3,\"endColumn\":3},"
                              "\"insertedContent\":{\"text\":\"x\"}"));
}

TEST(Paths, AreEncodedForUris) {
  EXPECT_EQ(encodeUri("a dir/b#c%ä.cpp"), "a%20dir/b%23c%25%C3%A4.cpp");
  EXPECT_EQ(absolutePath("b/../c", "/a"), "/a/c");
  EXPECT_EQ(relativePath("/a/b", "/"), "a/b");
  EXPECT_EQ(relativePath("/a", "/a"), "/a");
}

} // namespace
