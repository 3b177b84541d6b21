//===- unit_analysis_test.cpp - the adaptor, run by clang-tidy's own library ===//
//
// Made-up rules and a made-up analysis that counts its runs, so that what is tested
// is the plumbing: sharing, options, and findings as diagnostics.
//
//===----------------------------------------------------------------------===//
#include "clang-tidy-plugin/check.h"
#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/Registry.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

using namespace maprace;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace {

constexpr RuleId First = static_cast<RuleId>(200), Second = static_cast<RuleId>(201), Third = static_cast<RuleId>(202);
const std::vector<RuleInfo> Rules = {{First, "MR200", "test-first", Level::Error, ""},
                                     {Second, "MR201", "test-second", Level::Error, ""},
                                     {Third, "MR202", "test-third", Level::Advisory, ""}};

/// What the made-up analysis was asked for, and what it answers.
struct Analysis {
  std::mutex Mu;
  std::vector<std::string> Units; ///< main file of each run
  std::vector<Settings> Asked;    ///< settings of each run
  std::vector<Finding> Answer;

  std::vector<Finding> run(clang::ASTContext &Context, const Settings &S) {
    std::lock_guard<std::mutex> Lock(Mu);
    const clang::SourceManager &SM = Context.getSourceManager();
    Units.push_back(SM.getFileEntryRefForID(SM.getMainFileID())->getName().str());
    Asked.push_back(S);
    return Answer;
  }
};
Analysis *Current = nullptr;

class TestModule : public clang::tidy::ClangTidyModule {
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    maprace::tidy::addChecks(Factories, Rules,
                             [](clang::ASTContext &C, const Settings &S) { return Current->run(C, S); });
  }
};
llvm::Registry<clang::tidy::ClangTidyModule>::Add<TestModule> Register("maprace-test-module", "");

Finding finding(RuleId Rule, std::string Message, SourceRef At, std::vector<Note> Notes = {}) {
  Finding F;
  F.Rule = Rule;
  F.Message = std::move(Message);
  F.At = std::move(At);
  F.Notes = std::move(Notes);
  return F;
}

class UnitAnalysisTest : public testing::Test {
protected:
  Analysis Fake;
  llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> Files{new llvm::vfs::InMemoryFileSystem};
  clang::tidy::ClangTidyOptions Options = clang::tidy::ClangTidyOptions::getDefaults();

  void SetUp() override {
    Current = &Fake;
    Options.Checks = "-*,maprace-test-*";
    Options.HeaderFilterRegex = ".*";
    addFile("/w/a.h", "struct A {};\n\n  int inHeader;\n");
    addFile("/w/a.cpp", "#include \"a.h\"\nint inMain;\n");
    addFile("/w/b.cpp", "int other;\n");
    addFile("/w/elsewhere.cpp", "int x;\n int far;\n");
  }
  void TearDown() override { Current = nullptr; }

  void addFile(const char *Path, const char *Text) {
    Files->addFile(Path, 0, llvm::MemoryBuffer::getMemBufferCopy(Text));
  }
  void option(llvm::StringRef Key, llvm::StringRef Value) {
    Options.CheckOptions[Key] = clang::tidy::ClangTidyOptions::ClangTidyValue(Value);
  }

  std::vector<clang::tidy::ClangTidyError> run(std::vector<std::string> Units = {"/w/a.cpp"}) {
    clang::tidy::ClangTidyContext Context(
        std::make_unique<clang::tidy::DefaultOptionsProvider>(clang::tidy::ClangTidyGlobalOptions(), Options));
    clang::tooling::FixedCompilationDatabase Commands("/w", std::vector<std::string>{});
    llvm::IntrusiveRefCntPtr<llvm::vfs::OverlayFileSystem> FS(new llvm::vfs::OverlayFileSystem(Files));
    return clang::tidy::runClangTidy(Context, Commands, Units, FS, /*ApplyAnyFix=*/false);
  }

  /// "check: message" and "note: text@path:offset" of each diagnostic.
  static std::vector<std::string> show(const std::vector<clang::tidy::ClangTidyError> &Errors) {
    std::vector<std::string> Lines;
    auto At = [](const clang::tooling::DiagnosticMessage &M) {
      return M.FilePath.empty() ? std::string() : "@" + M.FilePath + ":" + std::to_string(M.FileOffset);
    };
    for (const auto &E : Errors) {
      Lines.push_back(E.DiagnosticName + ": " + E.Message.Message + At(E.Message));
      for (const auto &N : E.Notes)
        Lines.push_back("note: " + N.Message + At(N));
    }
    return Lines;
  }
};

TEST_F(UnitAnalysisTest, ChecksShareOneAnalysisAndReportOnlyTheirOwnRule) {
  Fake.Answer = {finding(First, "one", {"/w/a.cpp", 2, 5}), finding(Second, "two", {"/w/a.cpp", 2, 5})};
  EXPECT_THAT(show(run()),
              UnorderedElementsAre("maprace-test-first: one@/w/a.cpp:19", "maprace-test-second: two@/w/a.cpp:19"));
  EXPECT_THAT(Fake.Units, ElementsAre("/w/a.cpp"));
}

TEST_F(UnitAnalysisTest, EachUnitIsAnalysedOnce) {
  run({"/w/a.cpp", "/w/b.cpp", "/w/a.cpp"});
  EXPECT_THAT(Fake.Units, ElementsAre("/w/a.cpp", "/w/b.cpp", "/w/a.cpp"));
}

TEST_F(UnitAnalysisTest, TheRulesAskedForAreTheChecksThatAreOn) {
  Options.Checks = "-*,maprace-test-first,maprace-test-third";
  Fake.Answer = {finding(Second, "not asked for", {"/w/a.cpp", 2, 5})};
  EXPECT_THAT(run(), IsEmpty());
  ASSERT_EQ(Fake.Asked.size(), 1u);
  EXPECT_THAT(Fake.Asked[0].Rules, UnorderedElementsAre("maprace-test-first", "maprace-test-third"));
}

TEST_F(UnitAnalysisTest, NothingRunsWhenNoCheckIsOn) {
  Options.Checks = "-*,readability-braces-around-statements";
  run();
  EXPECT_THAT(Fake.Units, IsEmpty());
}

TEST_F(UnitAnalysisTest, AGlobalOptionReachesAllChecksInOneRun) {
  option("MapClasses", "my::Map");
  option("AssumeSharedClasses", "false");
  run();
  ASSERT_EQ(Fake.Asked.size(), 1u);
  EXPECT_EQ(Fake.Asked[0].MapClasses, "my::Map");
  EXPECT_FALSE(Fake.Asked[0].AssumeSharedClasses);
}

TEST_F(UnitAnalysisTest, AnOptionOfOneCheckIsForThatCheckAlone) {
  option("MapClasses", "my::Map");
  option("maprace-test-second.MapClasses", "your::Map");
  run();
  std::vector<std::string> Classes;
  for (const Settings &S : Fake.Asked)
    Classes.push_back(S.MapClasses);
  EXPECT_THAT(Classes, UnorderedElementsAre("my::Map", "your::Map"));
}

TEST_F(UnitAnalysisTest, APercentSignInTheTextIsText) {
  Fake.Answer = {finding(First, "at 100%0 %s", {"/w/a.cpp", 2, 5}, {{{"/w/a.cpp", 1, 1}, "50%"}})};
  EXPECT_THAT(show(run()), ElementsAre("maprace-test-first: at 100%0 %s@/w/a.cpp:19", "note: 50%@/w/a.cpp:0"));
}

TEST_F(UnitAnalysisTest, AFindingInAHeaderObeysTheHeaderFilter) {
  Fake.Answer = {finding(First, "one", {"/w/a.h", 3, 7})};
  EXPECT_THAT(show(run()), ElementsAre("maprace-test-first: one@/w/a.h:20"));
  Options.HeaderFilterRegex = "other\\.h";
  EXPECT_THAT(run(), IsEmpty());
}

TEST_F(UnitAnalysisTest, ANoteMayPointIntoAFileTheUnitDoesNotInclude) {
  Fake.Answer = {finding(First, "one", {"/w/a.cpp", 2, 5}, {{{"/w/elsewhere.cpp", 2, 6}, "the other side"}})};
  EXPECT_THAT(show(run()),
              ElementsAre("maprace-test-first: one@/w/a.cpp:19", "note: the other side@/w/elsewhere.cpp:12"));
}

TEST_F(UnitAnalysisTest, AFindingOfAnotherUnitIsNotReportedHere) {
  Fake.Answer = {finding(First, "one", {"/w/elsewhere.cpp", 2, 6})};
  EXPECT_THAT(run(), IsEmpty());
}

TEST_F(UnitAnalysisTest, ANoteWithoutAPlaceIsKept) {
  Fake.Answer = {finding(First, "one", {"/w/a.cpp", 2, 5}, {{{}, "because"}, {{"/w/gone.cpp", 1, 1}, "was here"}})};
  EXPECT_THAT(show(run()), ElementsAre("maprace-test-first: one@/w/a.cpp:19", "note: because", "note: was here"));
}

TEST_F(UnitAnalysisTest, ReplacementsBecomeFixes) {
  Fake.Answer = {finding(First, "one", {"/w/a.cpp", 2, 5})};
  Fake.Answer[0].Fixes = {{{"/w/a.cpp", 2, 5}, 6, "renamed"}};
  auto Errors = run();
  ASSERT_EQ(Errors.size(), 1u);
  const auto &Fixes = Errors[0].Message.Fix;
  ASSERT_EQ(Fixes.size(), 1u);
  for (const clang::tooling::Replacement &R : Fixes.begin()->second) {
    EXPECT_EQ(R.getOffset(), 19u);
    EXPECT_EQ(R.getLength(), 6u);
    EXPECT_EQ(R.getReplacementText(), "renamed");
  }
}

TEST_F(UnitAnalysisTest, ChecksOfTheUnitBeforeThatAreStillAliveDoNotCount) {
  maprace::tidy::UnitAnalysis Unit([](clang::ASTContext &, const Settings &) { return std::vector<Finding>(); });
  for (int Round = 0; Round < 2; ++Round) {
    Unit.enable("maprace-test-first");
    EXPECT_TRUE(Unit.claimMatcher());
    Unit.enable("maprace-test-second");
    EXPECT_FALSE(Unit.claimMatcher());
    Unit.startUnit();
    EXPECT_EQ(Unit.ast(), nullptr);
  }
}

// As in clangd, which builds several files at once with one set of factories. Says most
// in a ThreadSanitizer build.
TEST_F(UnitAnalysisTest, ContextsOfSeveralThreadsDoNotMix) {
  maprace::tidy::UnitAnalyses Analyses([](clang::ASTContext &, const Settings &) { return std::vector<Finding>(); });
  std::atomic<unsigned> Mixed = 0;
  std::vector<std::thread> Threads;
  for (unsigned T = 0; T < 4; ++T)
    Threads.emplace_back([&Analyses, &Mixed] {
      for (unsigned Round = 0; Round < 500; ++Round) {
        int Place = 0;
        const auto *Context = reinterpret_cast<const clang::tidy::ClangTidyContext *>(&Place);
        auto First = Analyses.of(Context), Second = Analyses.of(Context);
        if (First != Second || !First->claimMatcher())
          ++Mixed;
      }
    });
  for (std::thread &T : Threads)
    T.join();
  EXPECT_EQ(Mixed, 0u);
}

TEST_F(UnitAnalysisTest, AContextThatIsGoneIsForgotten) {
  maprace::tidy::UnitAnalyses Analyses([](clang::ASTContext &, const Settings &) { return std::vector<Finding>(); });
  const auto *A = reinterpret_cast<const clang::tidy::ClangTidyContext *>(&Fake);
  const auto *B = reinterpret_cast<const clang::tidy::ClangTidyContext *>(&Options);
  auto OfA = Analyses.of(A);
  EXPECT_EQ(OfA, Analyses.of(A));
  EXPECT_NE(OfA, Analyses.of(B));
  std::weak_ptr<maprace::tidy::UnitAnalysis> Old = OfA;
  OfA.reset();
  EXPECT_TRUE(Old.expired());
  EXPECT_NE(Analyses.of(A), nullptr);
}

} // namespace
