//===- settings.h - what a user can choose -----------------------*- C++ -*-===//
#ifndef MAPRACE_CHECKER_SETTINGS_H
#define MAPRACE_CHECKER_SETTINGS_H

#include <string>
#include <vector>

namespace maprace {

/// Choices that change what is found. Each is a row of checker/options.def and
/// means the same on the command line, in `.clang-tidy` and in `maprace.yaml`.
struct Settings {
#define MAPRACE_OPTION_BOOL(NAME, FLAG, DEFAULT, HELP) bool NAME = DEFAULT;
#define MAPRACE_OPTION_STRING(NAME, FLAG, DEFAULT, HELP) std::string NAME = DEFAULT;
#define MAPRACE_OPTION_UNSIGNED(NAME, FLAG, DEFAULT, HELP) unsigned NAME = DEFAULT;
#include "checker/options.def"
  /// Globs over check names or slugs, "-glob" removes; empty: the default set.
  std::vector<std::string> Rules;
};

} // namespace maprace
#endif
