// Runs race_cases.cpp: each case in a process of its own, under a time limit, in its racy and
// in its fixed form.
#include "run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <sstream>

namespace {

using testing::HasSubstr;

struct Case {
  std::string Name, Kind;
};
std::vector<Case> cases() {
  std::vector<Case> Out;
  std::istringstream Lines(run({RACE_CASES, "--list"}, "").Output);
  for (std::string Line; std::getline(Lines, Line);)
    Out.push_back({Line.substr(0, Line.find('\t')), Line.substr(Line.find('\t') + 1)});
  return Out;
}
std::string printable(const testing::TestParamInfo<Case> &Info) {
  std::string S = Info.param.Name;
  std::replace(S.begin(), S.end(), '-', '_');
  return S;
}

class RaceCases : public testing::TestWithParam<Case> {
protected:
  // Racy programs end at the first find: what they would do after it, nobody knows.
  static void findsTheRace(const std::string &Options) {
    const Result R = run({RACE_CASES, GetParam().Name, "racy"}, Options);
    if (GetParam().Kind.empty()) {
      EXPECT_EQ(R.Output, "");
      EXPECT_EQ(R.Status, 0);
      return;
    }
    EXPECT_THAT(R.Output, HasSubstr("WARNING: maprace: " + GetParam().Kind + " (pid="));
    EXPECT_THAT(R.Output, HasSubstr("created by main thread at:"));
    EXPECT_THAT(R.Output, HasSubstr("race_cases.cpp:"));
    EXPECT_LT(std::count(R.Output.begin(), R.Output.end(), '\n'), 100);
    EXPECT_EQ(R.Signal, SIGABRT);
  }
  static void saysNothing(const std::string &Options) {
    const Result R = run({RACE_CASES, GetParam().Name, "fixed"}, Options);
    EXPECT_EQ(R.Output, "");
    EXPECT_EQ(R.Status, 0);
  }
};
INSTANTIATE_TEST_SUITE_P(All, RaceCases, testing::ValuesIn(cases()), printable);

TEST_P(RaceCases, TrapFindsTheRacyForm) { findsTheRace(""); }
TEST_P(RaceCases, TrapSaysNothingOnTheFixedForm) { saysNothing(""); }
TEST_P(RaceCases, DelayFindsTheRacyForm) { findsTheRace("mode=delay:abort=1"); }
TEST_P(RaceCases, DelaySaysNothingOnTheFixedForm) { saysNothing("mode=delay:abort=1"); }
TEST_P(RaceCases, OrderFindsTheRacyForm) { findsTheRace("mode=order:abort=1"); }
TEST_P(RaceCases, OrderSaysNothingOnTheFixedForm) { saysNothing("mode=order:abort=1"); }

} // namespace
