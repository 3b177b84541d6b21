//===- driver_test.cpp - the parts of the command that need no process -------===//
#include "checker/driver/arguments.h"
#include "checker/driver/changed.h"
#include "checker/driver/command_line.h"
#include "checker/driver/message.h"
#include "checker/driver/progress.h"
#include "checker/driver/settings_table.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace maprace;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

namespace {

// --- command lines of compilers --------------------------------------------------

/// What is left of the flags, without compiler, mode and file.
struct Cleaned {
  std::vector<std::string> Args, Dropped;
};

Cleaned clean(std::vector<std::string> Flags) {
  CompileJob Job;
  Job.Directory = "/work";
  Job.File = "/work/a.cpp";
  Flags.insert(Flags.begin(), "/usr/bin/g++");
  setCommandLine(Job, Flags);
  EXPECT_EQ(Job.Problem, "");
  EXPECT_GE(Job.Args.size(), 4u);
  EXPECT_EQ(Job.Args[0], "/usr/bin/g++");
  EXPECT_EQ(Job.Args[1], "--driver-mode=g++");
  EXPECT_EQ(Job.Args[Job.Args.size() - 2], "--");
  EXPECT_EQ(Job.Args.back(), Job.File);
  return {{Job.Args.begin() + 2, Job.Args.end() - 2}, Job.Dropped};
}

TEST(CommandLine, KeepsWhatDecidesTheParse) {
  EXPECT_THAT(
      clean({"-DA=1", "-D", "B", "-Iinc", "-isystem", "sys", "-std=c++20", "-O2", "-fopenmp", "-include", "x.h", "-c",
             "a.cpp"})
          .Args,
      ElementsAre("-DA=1", "-D", "B", "-Iinc", "-isystem", "sys", "-std=c++20", "-O2", "-fopenmp", "-include", "x.h"));
}

TEST(CommandLine, DropsWhatDoesNot) {
  EXPECT_THAT(clean({"-o",
                     "a.o",
                     "-MD",
                     "-MF",
                     "a.d",
                     "-MT",
                     "a.o",
                     "-Wall",
                     "-Wno-nonesuch",
                     "-Werror",
                     "-w",
                     "-pedantic-errors",
                     "-g3",
                     "-gdwarf-5",
                     "-lm",
                     "-L.",
                     "-Wl,-z,now",
                     "-Wa,--x",
                     "-shared",
                     "b.o",
                     "other.cpp",
                     "-save-temps",
                     "-fprofile-use=x",
                     "-fplugin=x.so",
                     "-fdiagnostics-format=json",
                     "-fmax-errors=3",
                     "-Xclang",
                     "-include-pch",
                     "-Xclang",
                     "x.pch",
                     "a.cpp"})
                  .Args,
              IsEmpty());
}

TEST(CommandLine, NamesWhatClangDoesNotKnow) {
  Cleaned C = clean({"-fno-gnu-unique", "-O1", "-fconcepts-diagnostics-depth=3", "-c", "a.cpp"});
  EXPECT_THAT(C.Args, ElementsAre("-O1"));
  EXPECT_THAT(C.Dropped, ElementsAre("-fno-gnu-unique", "-fconcepts-diagnostics-depth=3"));
}

TEST(CommandLine, KeepsDefinitionsForThePreprocessor) {
  EXPECT_THAT(clean({"-Wp,-MMD,x.d,-DA,-UB", "a.cpp"}).Args, ElementsAre("-DA", "-UB"));
}

TEST(CommandLine, KeepsTheLanguageOfTheFile) {
  EXPECT_THAT(clean({"-x", "c", "other.txt", "-x", "c++", "/work/a.cpp", "-x", "none", "b.o"}).Args,
              ElementsAre("-x", "c++"));
  EXPECT_THAT(clean({"--", "a.cpp"}).Args, IsEmpty());
}

TEST(CommandLine, KnowsACrossCompilersTarget) {
  CompileJob Job;
  Job.Directory = "/work";
  Job.File = "/work/a.cpp";
  setCommandLine(Job, {"/opt/bin/aarch64-linux-gnu-g++-12", "-c", "a.cpp"});
  EXPECT_THAT(Job.Args, ElementsAre("/opt/bin/aarch64-linux-gnu-g++-12", "--driver-mode=g++",
                                    "--target=aarch64-linux-gnu", "--", "/work/a.cpp"));
}

TEST(CommandLine, KnowsSourceFiles) {
  EXPECT_TRUE(isSourceFile("a.cpp") && isSourceFile("a.cc") && isSourceFile("a.c") && isSourceFile("a.mm") &&
              isSourceFile("a.inc"));
  EXPECT_FALSE(isSourceFile("a.s") || isSourceFile("a.S") || isSourceFile("a.f90"));
}

TEST(Culprit, IsFoundByMessage) {
  std::vector<std::string> Args{"c++",     "-march=old",      "-Dx=old", "-fsanitize=a,b",
                                "-mabi=x", "-mrecord-mcount", "--",      "f"};
  EXPECT_EQ(findCulprit(Args, "unknown target CPU 'old'"), 1u);
  EXPECT_EQ(findCulprit(Args, "unsupported argument 'b' to option '-fsanitize='"), 3u);
  EXPECT_EQ(findCulprit(Args, "unsupported option '-mabi=' for target 'x86'"), 4u);
  EXPECT_EQ(findCulprit(Args, "unsupported option '-mrecord-mcount' for target 'x86'"), 5u);
  EXPECT_EQ(findCulprit(Args, "invalid value 'z' in '-std=z'"), std::nullopt);
  EXPECT_EQ(findCulprit(Args, "no quotes"), std::nullopt);
  EXPECT_EQ(findCulprit(Args, "an 'open quote"), std::nullopt);
}

// --- our own command line -----------------------------------------------------------

struct Parsed {
  std::string Dir, Error;
  bool Dump = false;
  Arguments Args;
};

Parsed parse(std::vector<std::string> Words) {
  Parsed Out;
  std::vector<Option> Options{{"build-dir", 'p', "DIR", "", store(Out.Dir)}, {"dump", 0, "", "", store(Out.Dump)}};
  llvm::Expected<Arguments> Result = parseArguments(Words, Options);
  if (Result)
    Out.Args = *Result;
  else
    Out.Error = llvm::toString(Result.takeError());
  return Out;
}

TEST(Arguments, TakeValuesInEachForm) {
  for (std::vector<std::string> Words :
       std::vector<std::vector<std::string>>{{"-p", "x"}, {"-px"}, {"-p=x"}, {"--build-dir", "x"}, {"--build-dir=x"}})
    EXPECT_EQ(parse(Words).Dir, "x") << Words.front();
}

TEST(Arguments, LeaveAloneWhatFollowsTheDashes) {
  Parsed P = parse({"a", "--dump", "-", "--", "-p", "--"});
  EXPECT_TRUE(P.Dump && P.Args.HasDashes);
  EXPECT_THAT(P.Args.Positional, ElementsAre("a", "-"));
  EXPECT_THAT(P.Args.AfterDashes, ElementsAre("-p", "--"));
}

TEST(Arguments, NameTheCulprit) {
  EXPECT_EQ(parse({"--dmup"}).Error, "unknown option '--dmup'; did you mean '--dump'?");
  EXPECT_EQ(parse({"-q"}).Error, "unknown option '-q'");
  EXPECT_EQ(parse({"-p"}).Error, "option '-p' needs a value: -p DIR");
  EXPECT_EQ(parse({"--dump=1"}).Error, "option '--dump' takes no value");
}

TEST(Rules, AreNamedBySlugCheckOrNumber) {
  Settings S;
  ASSERT_FALSE(static_cast<bool>(addRules(S, "unguarded-access, maprace-*,-MR01")));
  EXPECT_THAT(S.Rules, ElementsAre("unguarded-access", "maprace-*", "-unguarded-access"));
  EXPECT_EQ(llvm::toString(addRules(S, "MR99")), "unknown rule 'MR99'");
}

// --- changed lines -------------------------------------------------------------------

bool touches(llvm::StringRef Diff, unsigned Line) {
  ChangedLines C;
  C.addDiff(Diff, "/repo");
  return C.touches(SourceRef{"/repo/a.cpp", Line, 1});
}

TEST(Changed, AddedAndReplacedLines) {
  llvm::StringRef Diff = "diff --git a/a.cpp b/a.cpp\n--- a/a.cpp\n+++ b/a.cpp\n"
                         "@@ -10,4 +10,5 @@ void f() {\n one\n-two\n+2\n+2b\n three\n four\n";
  for (unsigned Line : {9u, 10u, 13u, 14u, 15u})
    EXPECT_FALSE(touches(Diff, Line)) << Line;
  EXPECT_TRUE(touches(Diff, 11));
  EXPECT_TRUE(touches(Diff, 12));
}

TEST(Changed, ADeletionCountsForItsHunk) {
  llvm::StringRef Diff =
      "--- a/a.cpp\n+++ b/a.cpp\n@@ -10,4 +10,3 @@\n one\n-lock\n three\n four\n@@ -30 +29 @@\n-x\n+y\n";
  for (unsigned Line : {10u, 11u, 12u, 29u})
    EXPECT_TRUE(touches(Diff, Line)) << Line;
  for (unsigned Line : {9u, 13u, 28u, 30u})
    EXPECT_FALSE(touches(Diff, Line)) << Line;
}

TEST(Changed, LinesThatLookLikeHeaders) {
  llvm::StringRef Diff =
      "--- a/a.cpp\n+++ b/a.cpp\n@@ -1,2 +1,2 @@\n--- b\n+++ c\n same\n\\ No newline at end of file\n";
  EXPECT_TRUE(touches(Diff, 1));
  EXPECT_FALSE(touches(Diff, 2));
}

TEST(Changed, DeletedFilesAreNowhere) { EXPECT_FALSE(touches("--- a/a.cpp\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n", 1)); }

TEST(Changed, AFindingByAnyOfItsPlaces) {
  ChangedLines C;
  C.addDiff("--- a/a.cpp\n+++ b/a.cpp\n@@ -5 +5 @@\n-x\n+y\n", "/repo");
  SourceRef Here{"/repo/a.cpp", 5, 1}, There{"/repo/a.cpp", 50, 1};
  Finding F;
  F.At = F.MapAt = There;
  F.Sides.resize(2);
  F.Sides[1].Path = {{There, ""}, {There, ""}};
  EXPECT_FALSE(C.touches(F));
  F.Sides[1].Path[0].At = Here;
  EXPECT_TRUE(C.touches(F));
}

// --- messages ---------------------------------------------------------------------------

TEST(Message, ComesOutAsItWentIn) {
  UnitAnswer A{true, "why", {"-x", ""}, std::string("a\0b", 3)};
  std::string Stream = framed(encode(A)) + framed(encode(CompileJob{"/d", "/f", {"c++", "--"}, {}, ""}));
  std::string Partial = Stream.substr(0, 10);
  EXPECT_EQ(unframe(Partial), std::nullopt);
  auto First = unframe(Stream);
  ASSERT_TRUE(First);
  auto Answer = decodeAnswer(*First);
  ASSERT_TRUE(Answer);
  EXPECT_TRUE(Answer->Ok);
  EXPECT_EQ(Answer->Reason, "why");
  EXPECT_EQ(Answer->Dropped, A.Dropped);
  EXPECT_EQ(Answer->Facts, A.Facts);
  auto Second = unframe(Stream);
  ASSERT_TRUE(Second);
  EXPECT_EQ(decodeJob(*Second)->File, "/f");
  EXPECT_EQ(Stream, "");
}

TEST(Message, CarriesEverySetting) {
  WorkerSetup S;
  S.S.Rules = {"a", "b"};
  for (const SettingInfo &I : settingTable())
    EXPECT_FALSE(
        static_cast<bool>(setSetting(S.S, I, std::holds_alternative<bool Settings::*>(I.Field) ? "off" : "7")));
  auto Got = decodeSetup(encode(S));
  ASSERT_TRUE(Got);
  EXPECT_EQ(Got->S.Rules, S.S.Rules);
  for (const SettingInfo &I : settingTable())
    EXPECT_EQ(getSetting(Got->S, I), getSetting(S.S, I)) << I.Name;
}

TEST(Message, RefusesWhatIsCutShort) {
  std::string Bytes = encode(UnitAnswer{true, "why", {"-x"}, "facts"});
  for (std::size_t N = 0; N < Bytes.size(); ++N)
    EXPECT_FALSE(decodeAnswer(llvm::StringRef(Bytes).take_front(N))) << N;
}

// --- progress -------------------------------------------------------------------------------

TEST(Progress, SaysHowFarItIs) {
  using std::chrono::seconds;
  EXPECT_EQ(Progress::line(3, 12, "src/a.cpp", std::nullopt, std::nullopt, 0), "[3/12] src/a.cpp");
  EXPECT_EQ(Progress::line(3, 12, "src/a.cpp", 1, seconds(40), 0),
            "[3/12] src/a.cpp, 1 finding so far, about 40 s left");
  EXPECT_EQ(Progress::line(3, 12, "a.cpp", 2, seconds(121), 0), "[3/12] a.cpp, 2 findings so far, about 3 min left");
}

TEST(Progress, FitsTheTerminal) {
  for (std::size_t Width = 1; Width < 60; ++Width)
    EXPECT_LE(Progress::line(3, 12, "a/long/name/of/some/file.cpp", 2, std::chrono::seconds(5), Width).size(), Width);
  EXPECT_EQ(Progress::line(3, 12, "a/long/name/of/file.cpp", 0, std::nullopt, 40),
            "[3/12] ...of/file.cpp, 0 findings so far");
}

} // namespace
