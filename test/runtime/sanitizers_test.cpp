// The companion under the sanitizers: quiet where the program has no fault, and in nobody's way
// where it has one.
#include "run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace {

const char *const Modes[] = {"trap", "delay", "order", "count"};

TEST(Ordered, ProgramsAreQuiet) {
  for (const char *Mode : Modes)
    for (int Round = 0; Round < 2; ++Round) {
      const Result R = run({ORDERED}, std::string("abort=1:mode=") + Mode);
      EXPECT_EQ(R.Output, "") << Mode;
      EXPECT_EQ(R.Status, 0) << Mode;
    }
}

#ifdef ORDERED_TSAN
class Sanitized : public testing::TestWithParam<const char *> {};
INSTANTIATE_TEST_SUITE_P(Programs, Sanitized, testing::Values(ORDERED_TSAN, ORDERED_ASAN), [](const auto &Info) {
  return std::string(Info.param).find("tsan") != std::string::npos ? "Thread" : "AddressAndUndefinedBehavior";
});
TEST_P(Sanitized, ProgramsAreQuiet) {
  for (const char *Mode : Modes) {
    // Under ThreadSanitizer order mode is trap mode, with a note that says so.
    const Result R = run({GetParam()}, std::string("abort=1:quiet=1:mode=") + Mode);
    EXPECT_EQ(R.Output, "") << Mode;
    EXPECT_EQ(R.Status, 0) << Mode;
  }
}

TEST(Sanitizers, SemanticsHoldUnderAddressSanitizer) {
  const Result R = run({SEMANTICS_ASAN, "--gtest_brief=1"}, "");
  EXPECT_EQ(R.Status, 0) << R.Output;
}

// Where ThreadSanitizer says the races are: the places at the top of both stacks.
std::set<std::string> races(const char *Program) {
  const Result R = run({Program}, "abort=0:exitcode=0:quiet=1");
  std::set<std::string> Out;
  std::istringstream Lines(R.Output);
  for (std::string Line; std::getline(Lines, Line);)
    if (Line.find("#0 ") != std::string::npos && Line.find(".h:") != std::string::npos)
      Out.insert(Line.substr(Line.rfind('/'), Line.find(" (", Line.rfind('/')) - Line.rfind('/')));
  return Out;
}
TEST(Sanitizers, ThreadSanitizerSeesWhatItSeesWithout) {
  const std::set<std::string> Without = races(HIDDEN_RACE_OFF), With = races(HIDDEN_RACE);
  EXPECT_FALSE(Without.empty());
  EXPECT_EQ(With, Without);
}
#endif

} // namespace
