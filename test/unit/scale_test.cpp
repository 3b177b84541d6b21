//===- scale_test.cpp - the synthetic programs of bench/scale ----------------===//
#include "bench/scale/program.h"
#include "checker/facts/validate.h"
#include "maprace/checker/pipeline.h"
#include "gtest/gtest.h"
#include <set>
#include <string>

using namespace maprace;

namespace {

synthetic::Shape small(unsigned Functions, unsigned Seed) {
  synthetic::Shape S;
  S.Functions = Functions;
  S.Seed = Seed;
  return S;
}

std::vector<UnitFacts> factsOf(const synthetic::Shape &S) {
  synthetic::Program P(S);
  (void)synthetic::writeSource(P, "/p");
  return synthetic::writeFacts(P, "/p");
}

TEST(Synthetic, SameShapeSameProgram) {
  synthetic::Program A(small(300, 7)), B(small(300, 7)), C(small(300, 8));
  EXPECT_EQ(synthetic::writeSource(A, "/p"), synthetic::writeSource(B, "/p"));
  EXPECT_EQ(synthetic::writeFacts(A, "/p"), synthetic::writeFacts(B, "/p"));
  EXPECT_NE(synthetic::writeSource(A, "/p"), synthetic::writeSource(C, "/p"));
}

TEST(Synthetic, FactsKeepTheirPromises) {
  for (unsigned Seed = 1; Seed < 6; ++Seed)
    for (const UnitFacts &U : factsOf(small(400, Seed)))
      EXPECT_EQ(firstViolation(U), "") << U.MainFile << ", seed " << Seed;
}

TEST(Synthetic, HasAboutAsManyFunctionsAsAsked) {
  for (unsigned Wanted : {100u, 1000u, 5000u}) {
    synthetic::Program P(small(Wanted, 1));
    unsigned Written = 0;
    (void)synthetic::writeSource(P, "/p");
    for (const UnitFacts &U : synthetic::writeFacts(P, "/p"))
      Written += U.Functions.size();
    EXPECT_EQ(Written, P.functions());
    EXPECT_NEAR(Written, Wanted, Wanted * 0.25 + 30);
  }
}

TEST(Synthetic, LinkDoesNotDependOnTheOrderOfUnits) {
  std::vector<UnitFacts> Units = factsOf(small(600, 3)), Reversed(Units.rbegin(), Units.rend());
  EXPECT_EQ(analyze(Units, {}), analyze(Reversed, {}));
}

// Large enough that most calls are not lifted into summaries.
TEST(Synthetic, LinkFindsTheRacesOfALargeProgram) {
  synthetic::Program P(small(2000, 1));
  (void)synthetic::writeSource(P, "/p");
  std::set<std::string> Found;
  for (const Finding &F : analyze(synthetic::writeFacts(P, "/p"), {}))
    Found.insert(F.MapName);
  unsigned Missed = 0;
  for (const std::string &Map : P.racyMaps())
    Missed += !Found.count(Map);
  // Methods that nobody calls beside a thread may forget the lock.
  EXPECT_LE(Missed, P.racyMaps().size() / 8);
}

} // namespace
