//===- config.h - maprace.yaml ------------------------------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_CONFIG_H
#define MAPRACE_DRIVER_CONFIG_H

#include "maprace/checker/settings.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace maprace {

/// Applies a configuration file to \p S: a mapping from the names of options.def, and
/// `Rules` (a string of globs or a list of them), to values. The error names the file,
/// the line and the key.
llvm::Error readConfig(llvm::StringRef File, Settings &S);

/// The nearest maprace.yaml at or above \p Dir; empty when there is none.
std::string findConfig(llvm::StringRef Dir);

} // namespace maprace
#endif
