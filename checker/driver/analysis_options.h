//===- analysis_options.h - Settings from the command line and maprace.yaml -*- C++ -*-===//
#ifndef MAPRACE_DRIVER_ANALYSIS_OPTIONS_H
#define MAPRACE_DRIVER_ANALYSIS_OPTIONS_H

#include "checker/driver/arguments.h"
#include "checker/driver/settings_table.h"
#include <optional>

namespace maprace {

/// Every row of options.def as a flag, and --rules and --config. What is given on the
/// command line wins over the file.
class AnalysisOptions {
public:
  void addTo(std::vector<Option> &Options);
  /// From --config, else from the nearest maprace.yaml at or above the current directory.
  llvm::Expected<Settings> settings() const;

private:
  std::string ConfigFile;
  std::vector<std::pair<const SettingInfo *, std::string>> Given;
  std::optional<std::vector<std::string>> Rules;
};

} // namespace maprace
#endif
