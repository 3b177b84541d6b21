//===- selection.h - which rules run -----------------------------*- C++ -*-===//
#ifndef MAPRACE_RULES_SELECTION_H
#define MAPRACE_RULES_SELECTION_H

#include "maprace/checker/finding.h"
#include "maprace/checker/settings.h"

namespace maprace {

/// Settings::Rules applied in order, as clang-tidy does: the last glob that matches
/// decides; "-glob" switches off; names with and without "maprace-".
bool isEnabled(RuleId Rule, const Settings &S);

} // namespace maprace
#endif
