//===- unit_parser.h - one job through the front end -----------------*- C++ -*-===//
//
// Runs in the workers. Everything about Clang's front end that is specific to the
// command is here: how the invocation is made, which work is switched off, and what
// becomes of diagnostics.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_UNIT_PARSER_H
#define MAPRACE_DRIVER_UNIT_PARSER_H

#include "checker/driver/compile_job.h"
#include "maprace/checker/facts.h"
#include "maprace/checker/settings.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maprace {

struct ParsedUnit {
  std::optional<UnitFacts> Facts;   ///< nothing: the unit failed
  std::string Reason;               ///< why it failed
  std::vector<std::string> Dropped; ///< further flags that Clang refused
};

/// Keeps what it read from disk from one unit to the next.
class UnitParser {
public:
  /// \p DisplayDir is where file names in reasons are seen from.
  UnitParser(Settings S, std::string ResourceDir, std::string DisplayDir);
  ~UnitParser();
  ParsedUnit parse(const CompileJob &Job);

private:
  struct Impl;
  std::unique_ptr<Impl> I;
};

} // namespace maprace
#endif
