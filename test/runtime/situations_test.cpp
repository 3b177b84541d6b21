// What comes out of situations.cpp.
#include "run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Result situation(const std::string &Name, const std::string &Options) { return run({SITUATIONS, Name}, Options); }

// A file that is gone afterwards.
class TemporaryFile {
public:
  explicit TemporaryFile(const std::string &Content = "") {
    const int File = mkstemp(Name.data());
    if (File >= 0)
      close(File);
    std::ofstream(Name) << Content;
  }
  ~TemporaryFile() { unlink(Name.c_str()); }
  const std::string &name() const { return Name; }
  std::string content() const {
    std::stringstream S;
    S << std::ifstream(Name).rdbuf();
    return S.str();
  }

private:
  std::string Name = testing::TempDir() + "maprace-XXXXXX";
};

unsigned countOf(const std::string &Text, const std::string &Part) {
  unsigned N = 0;
  for (std::size_t At = Text.find(Part); At != std::string::npos; At = Text.find(Part, At + 1))
    ++N;
  return N;
}

// --- what is done about a find ------------------------------------------------------------------------
TEST(Find, EndsTheProgramInTrapMode) { EXPECT_EQ(situation("found", "").Signal, SIGABRT); }
TEST(Find, ChangesTheExitStatusOtherwise) {
  const Result R = situation("found", "abort=0");
  EXPECT_EQ(R.Status, 66);
  EXPECT_THAT(R.Output, HasSubstr("findings: 1"));
  EXPECT_EQ(situation("found", "abort=0:exitcode=0").Status, 0);
  EXPECT_EQ(situation("found", "abort=0:exitcode=7").Status, 7);
}
TEST(Find, IsThrownWhenAsked) {
  const Result R = situation("found", "action=throw:exitcode=0");
  EXPECT_THAT(R.Output, HasSubstr("caught: maprace: concurrent map read and map write on "));
  EXPECT_EQ(R.Status, 0);
}
TEST(Find, IsReportedOnce) {
  const Result R = situation("often", "abort=0");
  EXPECT_EQ(countOf(R.Output, "WARNING: maprace"), 1u);
  EXPECT_THAT(R.Output, HasSubstr("findings: 1"));
}
TEST(Find, CallsBack) {
  const Result R = situation("callback", "abort=0:quiet=1");
  EXPECT_THAT(R.Output, HasSubstr("callback: concurrent map read and map write on "));
  EXPECT_THAT(R.Output, HasSubstr(", data\n"));
  EXPECT_THAT(R.Output, Not(HasSubstr("WARNING")));
}

// --- the report -------------------------------------------------------------------------------------------
TEST(Report, HasBothSidesAndTheMap) {
  const Result R = situation("found", "");
  EXPECT_THAT(R.Output, HasSubstr("Read by 'find' in thread T2 'finder' (tid="));
  EXPECT_THAT(R.Output, HasSubstr("Other side: Write by 'insert' in thread T1"));
  EXPECT_THAT(R.Output, HasSubstr(", in progress:"));
  EXPECT_THAT(R.Output, HasSubstr("situations.cpp:"));
  EXPECT_THAT(R.Output, HasSubstr("unordered_map<"));
  EXPECT_THAT(R.Output, HasSubstr("'(anonymous namespace)::Global' at 0x"));
  EXPECT_THAT(R.Output, HasSubstr("constructed at:"));
  EXPECT_THAT(R.Output, HasSubstr("Thread T2 'finder' (tid="));
  EXPECT_EQ(countOf(R.Output, "created by main thread at:"), 2u);
  EXPECT_THAT(R.Output, HasSubstr("SUMMARY: maprace: concurrent map read and map write "));
  EXPECT_LT(countOf(R.Output, "\n"), 100u);
  EXPECT_THAT(R.Output, Not(HasSubstr("maprace/detail")));
}
TEST(Report, NamesAMapThatHasAName) { EXPECT_THAT(situation("named", "").Output, HasSubstr(" 'sessions' at 0x")); }
TEST(Report, FallsBackToThePlaceOfTheLastWrite) {
  const Result R = situation("blocked-signals", "");
  EXPECT_THAT(R.Output, HasSubstr("Other side: Write by 'operator[]' in thread T"));
  EXPECT_THAT(R.Output, HasSubstr("the place of its last write"));
  EXPECT_EQ(R.Signal, SIGABRT);
}
TEST(Report, IsAlsoALineOfJson) {
  const TemporaryFile Log;
  situation("found", "abort=0:log=" + Log.name());
  const std::string Lines = Log.content();
  EXPECT_EQ(countOf(Lines, "\n"), 3u);
  EXPECT_THAT(Lines, HasSubstr("{\"type\":\"start\",\"version\":1,\"mode\":\"trap\",\"pid\":"));
  EXPECT_THAT(Lines, HasSubstr("{\"type\":\"race\",\"version\":1,\"mode\":\"trap\",\"kind\":\"concurrent map read and map write\""));
  EXPECT_THAT(Lines, HasSubstr("\"operation\":\"find\",\"effect\":\"read\""));
  EXPECT_THAT(Lines, HasSubstr("\"operation\":\"insert\",\"effect\":\"write\",\"when\":\"in progress\",\"complete\":true"));
  EXPECT_THAT(Lines, HasSubstr("\"created\":{\"by\":0"));
  EXPECT_THAT(Lines, HasSubstr("{\"type\":\"end\",\"version\":1,\"mode\":\"trap\""));
  EXPECT_THAT(Lines, HasSubstr("\"finds\":1}"));
}
TEST(Report, OfAWriteToAFrozenMapNamesBothPlaces) {
  const Result R = situation("frozen", "");
  EXPECT_THAT(R.Output, HasSubstr("WARNING: maprace: write to a frozen map"));
  EXPECT_THAT(R.Output, HasSubstr("Write by 'operator[]' in main thread"));
  EXPECT_THAT(R.Output, HasSubstr("Other side: Frozen by 'freeze' in main thread"));
  EXPECT_EQ(countOf(R.Output, "frozen() "), 3u) << R.Output; // two places and the construction
}
TEST(Report, OfAFrozenMapFollowsItsContents) {
  const Result R = situation("frozen-and-swapped", "abort=0");
  EXPECT_THAT(R.Output, HasSubstr("not frozen\n=")); // and then the report
  EXPECT_THAT(R.Output, HasSubstr("WARNING: maprace: write to a frozen map"));
  EXPECT_EQ(R.Status, 66);
}
TEST(Report, OfAMapThatWasDestroyedMeanwhileNamesThePlace) {
  const Result R = situation("destroyed", "");
  EXPECT_THAT(R.Output, HasSubstr("WARNING: maprace: concurrent map read and map write"));
  EXPECT_THAT(R.Output, HasSubstr("Read by 'bucket' in thread T1"));
  EXPECT_THAT(R.Output, HasSubstr("Other side: Write by 'destruction' in thread T2"));
  EXPECT_THAT(R.Output, HasSubstr("Evidence: the map was destroyed during this operation"));
  EXPECT_THAT(R.Output, HasSubstr("constructed at:\n    #0 (anonymous namespace)::destroyed() "));
  EXPECT_EQ(R.Signal, SIGABRT);
}

// --- situations ----------------------------------------------------------------------------------------------
class Situations : public testing::TestWithParam<const char *> {};
INSTANTIATE_TEST_SUITE_P(Modes, Situations, testing::Values("trap", "delay", "order", "count"),
                         [](const auto &Info) { return std::string(Info.param); });

TEST_P(Situations, AForkedChildIgnoresMarksOfThreadsItDoesNotHave) {
  const Result R = situation("forked", std::string("abort=1:mode=") + GetParam());
  EXPECT_EQ(R.Output, "child: 0\n");
  EXPECT_EQ(R.Status, 0);
}
TEST(Fork, LeavesTheChildNoLockOfAThreadThatItDoesNotHave) {
  const Result R = situation("forked-in-report", "abort=0:exitcode=0");
  EXPECT_THAT(R.Output, HasSubstr("child: 0\n"));
  EXPECT_EQ(R.Status, 0);
}
TEST(Fork, LeavesTheChildNoDelayedThread) {
  EXPECT_EQ(situation("forked-in-delay", "mode=delay:delay=500:grant=60000:exitcode=0").Output, "child: 0\n");
}
TEST_P(Situations, ThreadsMayUseMapsWhileTheyEnd) {
  const Result R = situation("thread-local", std::string("abort=1:mode=") + GetParam());
  EXPECT_EQ(R.Output, "");
  EXPECT_EQ(R.Status, 0);
}
TEST_P(Situations, MapsAreUsedAfterMain) {
  const Result R = situation("at-exit", std::string("abort=1:mode=") + GetParam());
  EXPECT_EQ(R.Output, "");
  EXPECT_EQ(R.Status, 0);
}
TEST_P(Situations, NothingGrows) {
  const Result R = situation("steady", std::string("abort=1:mode=") + GetParam());
  EXPECT_EQ(R.Output, "steady\n");
  EXPECT_EQ(R.Status, 0);
}
TEST_P(Situations, ThreadsAreNotLimited) {
  const Result R = situation("crowd", std::string("abort=1:mode=") + GetParam());
  EXPECT_EQ(R.Output, "crowd\n");
  EXPECT_EQ(R.Status, 0);
}
TEST(Loading, ALibraryLoadedLaterIsCheckedAndNamed) {
  const Result R = run({SITUATIONS, "loaded", PLUGIN}, "");
  EXPECT_THAT(R.Output, HasSubstr("pluginFind"));
  EXPECT_THAT(R.Output, HasSubstr("pluginInsert"));
  EXPECT_THAT(R.Output, HasSubstr("plugin.cpp:"));
  EXPECT_EQ(R.Signal, SIGABRT);
}

// --- options --------------------------------------------------------------------------------------------------
TEST(Options, MistakesAreNamed) {
  const std::pair<const char *, const char *> Mistakes[] = {
      {"mode=fast", "maprace: error: MAPRACE_OPTIONS: 'mode=fast': not one of trap, delay, order, count\n"},
      {"speed=3", "maprace: error: MAPRACE_OPTIONS: 'speed': no such option\n"},
      {"abort", "maprace: error: MAPRACE_OPTIONS: 'abort': KEY=VALUE expected\n"},
      {"abort=2", "maprace: error: MAPRACE_OPTIONS: 'abort=2': neither 0 nor 1\n"},
      {"delay=soon", "maprace: error: MAPRACE_OPTIONS: 'delay=soon': not a number\n"},
      {"log=/nowhere/at/all", "maprace: error: cannot write log '/nowhere/at/all': No such file or directory\n"},
      {"mode=delay:plan=/nowhere/at/all", "maprace: error: /nowhere/at/all: No such file or directory\n"},
  };
  for (const auto &[Options, Message] : Mistakes) {
    const Result R = situation("nothing", Options);
    EXPECT_EQ(R.Output, Message);
    EXPECT_EQ(R.Status, 2);
  }
}
TEST(Options, APlanMustBeWellFormed) {
  const TemporaryFile Plan("# pairs\npair a.cpp:1 b.cpp:2 id\npair a.cpp b.cpp:2\n");
  const Result R = situation("nothing", "mode=delay:plan=" + Plan.name());
  EXPECT_EQ(R.Output, "maprace: error: " + Plan.name() + ":3: 'pair FILE:LINE FILE:LINE [ID]' expected\n");
  EXPECT_EQ(R.Status, 2);
}
TEST(Options, LenientTakesASubscriptOfAPresentKeyForARead) {
  EXPECT_EQ(situation("lenient", "").Signal, SIGABRT);
  EXPECT_EQ(situation("lenient", "lenient=1").Status, 0);
}

// --- modes ------------------------------------------------------------------------------------------------------
TEST(Order, SeesWhatDoesNotOverlap) {
  EXPECT_EQ(situation("unordered", "mode=trap").Status, 0);
  const Result R = situation("unordered", "mode=order");
  EXPECT_THAT(R.Output, HasSubstr("concurrent map read and map write"));
  EXPECT_THAT(R.Output, HasSubstr("It does not see atomics"));
  EXPECT_EQ(R.Status, 66);
}
TEST(Order, BelievesAnnotations) {
  const Result R = situation("annotated", "mode=order");
  EXPECT_EQ(R.Output, "");
  EXPECT_EQ(R.Status, 0);
}
TEST(Order, NotesNothingOfAMapForTheNextOne) {
  const Result R = situation("reused-state", "mode=order");
  EXPECT_THAT(R.Output, HasSubstr("concurrent map read and map write"));
  EXPECT_EQ(R.Status, 66);
}
TEST(Order, ReadersOfALockDoNotOrderEachOther) {
  EXPECT_THAT(situation("shared-lock-writers", "mode=order").Output, HasSubstr("concurrent map writes"));
}
TEST(Count, TellsPlacesAndWhatIsFrozenInPractice) {
  const TemporaryFile Log;
  EXPECT_EQ(situation("profile", "mode=count:log=" + Log.name()).Status, 0);
  const std::string Lines = Log.content();
  EXPECT_THAT(Lines, HasSubstr("\"operation\":\"find\",\"effect\":\"read\""));
  EXPECT_THAT(Lines, HasSubstr("\"count\":30,\"locked\":0,\"locks\":[],\"threads\":3}"));
  EXPECT_THAT(Lines, HasSubstr("\"count\":30,\"locked\":30,\"locks\":[\"0x"));
  EXPECT_THAT(Lines, HasSubstr("\"reads\":30,\"writes\":1,\"late_writes\":0,\"frozen\":true,\"reading_threads\":3"));
  EXPECT_THAT(Lines, HasSubstr(",\"frozen\":false,\"reading_threads\":0,\"writing_threads\":"));
}
std::string counted(const std::string &Name) {
  const TemporaryFile Log;
  EXPECT_EQ(situation(Name, "mode=count:action=log:quiet=1:exitcode=0:log=" + Log.name()).Status, 0);
  return Log.content();
}
TEST(Count, TellsHowOftenALockWasHeld) {
  EXPECT_THAT(counted("half-locked"), HasSubstr("\"count\":20,\"locked\":10,\"locks\":[],\"threads\":1}"));
}
TEST(Count, IsExactForWhatIsOverAtOnce) {
  const std::string Lines = counted("polled");
  const auto Told = [](const char *Operation, const char *Counts) {
    return testing::ContainsRegex("\"operation\":\"" + std::string(Operation) + "\",[^\n]*" + Counts);
  };
  EXPECT_THAT(Lines, Told("size", "\"count\":40,\"locked\":20"));
  EXPECT_THAT(Lines, Told("size", "\"count\":20,\"locked\":10"));
  EXPECT_THAT(Lines, Told("empty", "\"count\":20,\"locked\":10"));
}
TEST(Count, TellsWritesAfterAnotherThreadHasCome) { // the destruction is a write, and none of these
  EXPECT_THAT(counted("late-writes"), HasSubstr("\"reads\":1,\"writes\":9,\"late_writes\":3,\"frozen\":false"));
}
TEST(Count, TellsOfThreadsThatStillRun) {
  EXPECT_THAT(counted("still-running"), HasSubstr("\"operation\":\"find\",\"effect\":\"read\""));
  EXPECT_THAT(counted("still-running"), HasSubstr("\"count\":7,\"locked\":0,\"locks\":[],\"threads\":1}"));
  EXPECT_THAT(counted("still-running"), HasSubstr("\"count\":9,\"locked\":0,\"locks\":[],\"threads\":1}"));
}
TEST(Count, TellsOfProcessesThatAreKilled) {
  const TemporaryFile Log;
  EXPECT_EQ(situation("killed", "mode=count:log=" + Log.name()).Signal, SIGKILL);
  const std::string Lines = Log.content();
  EXPECT_THAT(Lines, Not(HasSubstr("\"type\":\"site\"")));
  // The first write of the map, and most of the 100 searches.
  EXPECT_THAT(Lines, HasSubstr("\"operation\":\"operator[]\",\"effect\":\"write\""));
  EXPECT_THAT(Lines, HasSubstr("\"count\":62,\"locked\":62,\"locks\":[\"0x"));
  EXPECT_THAT(Lines, HasSubstr("{\"type\":\"map-so-far\",\"version\":1,"));
  EXPECT_THAT(Lines, HasSubstr("\"maps\":1,\"shared\":0,\"reads\":62,\"writes\":1,"));
  // Not a line for each: places times doublings.
  EXPECT_LE(countOf(Lines, "-so-far\""), 24u);
}
TEST(Count, TellsOfAllThreadsOfAProcessThatIsKilled) {
  const TemporaryFile Log;
  EXPECT_EQ(situation("killed-with-other", "mode=count:log=" + Log.name()).Signal, SIGKILL);
  EXPECT_THAT(Log.content(), HasSubstr("\"count\":1000,\"locked\":0,"));
  EXPECT_THAT(Log.content(), HasSubstr("\"count\":500,\"locked\":0,"));
}
TEST(Delay, WritesAndReadsItsTrapFile) {
  // A window that no load of the machine makes too short: the two accesses are near each other
  // however late the second thread is.
  const TemporaryFile Traps;
  const std::string Options = "mode=delay:window=60000:abort=0:quiet=1:trapfile=" + Traps.name();
  situation("found", Options);
  const std::string Learned = Traps.content();
  EXPECT_THAT(Learned, AllOf(HasSubstr("pair "), HasSubstr("situations.cpp:")));
  situation("found", Options);
  EXPECT_EQ(Traps.content(), Learned);
}
// The "plan" line, and those of the way there, of a run that visits one place of a plan 64 times.
std::string visits(const std::string &Options) {
  const TemporaryFile First;
  situation("visited", "mode=count:log=" + First.name());
  const std::string Lines = First.content();
  const std::size_t Subscript = Lines.find("\"operation\":\"operator[]\"");
  const std::size_t At = Lines.rfind("\"site\":\"", Subscript) + 8;
  const std::string Site = Lines.substr(At, Lines.find('"', At) - At);
  const TemporaryFile Plan("pair " + Site + " nowhere.cpp:1 f00d\n"), Log;
  situation("visited", "mode=delay:hold=1:plan=" + Plan.name() + ":log=" + Log.name() + ":" + Options);
  std::string Held;
  const std::string Told = Log.content();
  for (std::size_t I = Told.find("\"reached\""); I != std::string::npos; I = Told.find("\"reached\"", I + 1))
    Held += Told.substr(I, Told.find('}', I) - I) + "\n";
  return Held;
}
TEST(Delay, ASeedReplays) {
  const std::string Options = "budget=100:grant=60000:seed=";
  const std::string First = visits(Options + "1");
  EXPECT_THAT(First, HasSubstr("\"reached\":[64,0],\"held\":1"));
  EXPECT_EQ(visits(Options + "1"), First);
  bool Other = false;
  for (const char *Seed : {"2", "3", "4", "5", "6"})
    Other |= visits(Options + Seed) != First;
  EXPECT_TRUE(Other) << First;
}
TEST(Delay, StaysWithinItsBudget) {
  EXPECT_THAT(visits("budget=0:grant=0"), HasSubstr("\"reached\":[64,0],\"held\":0,"));
  EXPECT_THAT(visits("budget=0:grant=3"), testing::ContainsRegex("\"reached\":.64,0.,\"held\":[0-3],"));
}
TEST(Delay, HoldsAtThePlacesOfItsPlanAndNamesTheFinding) {
  // Where the two sides are, from a first report.
  const TemporaryFile First;
  situation("unordered", "mode=order:quiet=1:log=" + First.name());
  std::vector<std::string> Sites;
  const std::string Lines = First.content();
  for (std::size_t At = Lines.find("\"site\":\""); At != std::string::npos; At = Lines.find("\"site\":\"", At + 1))
    Sites.push_back(Lines.substr(At + 8, Lines.find('"', At + 8) - At - 8));
  ASSERT_EQ(Sites.size(), 2u) << Lines;
  // A plan names files as the repository does.
  for (std::string &S : Sites)
    S = S.substr(S.find("test/runtime/"));
  const TemporaryFile Plan("pair " + Sites[0] + " " + Sites[1] + " f00d\npair nowhere.cpp:1 nowhere.cpp:2 beef\n"), Log;
  situation("unordered", "mode=delay:hold=10:plan=" + Plan.name() + ":log=" + Log.name());
  EXPECT_THAT(Log.content(), HasSubstr("\"finding\":\"f00d\",\"first\":\"" + Sites[0]));
  EXPECT_THAT(Log.content(), HasSubstr("\"reached\":[1,1],\"held\":"));
  EXPECT_THAT(Log.content(), HasSubstr("\"finding\":\"beef\",\"first\":\"nowhere.cpp:1\",\"second\":\"nowhere.cpp:2\","
                                       "\"reached\":[0,0],\"held\":0,\"observed\":false}"));
}

} // namespace
