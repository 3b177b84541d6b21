//===- pipeline.h - facts in, findings out -----------------------*- C++ -*-===//
//
//   AST --extract--> UnitFacts --link--> Program --check--> Findings --report-->
//
// Everything behind `extract` is Clang-free and lives in libmaprace-core.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_CHECKER_PIPELINE_H
#define MAPRACE_CHECKER_PIPELINE_H

#include "maprace/checker/facts.h"
#include "maprace/checker/finding.h"
#include "maprace/checker/settings.h"
#include <vector>

namespace maprace {

/// Links the units and runs every enabled rule. The result is sorted, free of
/// duplicates, carries fingerprints, and is the same for any order of Units.
/// NOLINT is not applied here: the faces do it (report/suppression.h).
/// Not thread safe with itself on the same arguments; holds no global state.
std::vector<Finding> analyze(std::vector<UnitFacts> Units, const Settings &S);

/// One attribute that the code keeps already.
struct Annotation {
  enum Kind : std::uint8_t { GuardedBy, Requires } What = GuardedBy;
  std::string Name; ///< qualified, of the map or the function
  std::string Lock; ///< as it is to be written there
  SourceRef At;     ///< where the attribute goes
  auto operator<=>(const Annotation &) const = default;
};

/// What is locked everywhere, and why some other maps are left out.
struct Annotations {
  std::vector<Annotation> All; ///< sorted by place
  std::vector<Note> Left;
};

/// Which lock guards which map, and which functions are called with it held: what the
/// program does at every place, for -Wthread-safety to check from now on.
Annotations inferAnnotations(std::vector<UnitFacts> Units, const Settings &S);

} // namespace maprace
#endif
