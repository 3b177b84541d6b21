//===- validate.h - do these facts keep the promises of facts.h? -*- C++ -*-===//
//
// Stands between bytes from outside and the linker, which indexes without asking.
// The extraction's tests use it too.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_FACTS_VALIDATE_H
#define MAPRACE_FACTS_VALIDATE_H

#include "maprace/checker/facts.h"
#include <string>

namespace maprace {

/// Checks each index, range and enumerator. Returns "" when all hold, otherwise the
/// first violation, such as "function 2: event 12: unknown effect 55". Values must
/// refer to earlier values only, so that walks over them end.
std::string firstViolation(const UnitFacts &Facts);

} // namespace maprace
#endif
