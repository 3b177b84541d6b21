//===- settings_table.h - options.def at run time ----------------*- C++ -*-===//
//
// The rows of options.def as values, so that the command line, maprace.yaml and the
// pipe to the workers read and write Settings by name.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_SETTINGS_TABLE_H
#define MAPRACE_DRIVER_SETTINGS_TABLE_H

#include "maprace/checker/settings.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>
#include <variant>

namespace maprace {

struct SettingInfo {
  const char *Name; ///< field of Settings, and key of the configuration file
  const char *Flag; ///< without dashes
  const char *Help;
  std::variant<bool Settings::*, std::string Settings::*, unsigned Settings::*> Field;
};

llvm::ArrayRef<SettingInfo> settingTable();

llvm::Error setSetting(Settings &S, const SettingInfo &I, llvm::StringRef Value);
std::string getSetting(const Settings &S, const SettingInfo &I);

/// Adds comma-separated globs to Settings::Rules. Each must match a rule by slug,
/// check name or number.
llvm::Error addRules(Settings &S, llvm::StringRef Globs);

} // namespace maprace
#endif
