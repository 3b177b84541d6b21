//===- paths.h - how reports name files --------------------------*- C++ -*-===//
#ifndef MAPRACE_REPORT_PATHS_H
#define MAPRACE_REPORT_PATHS_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace maprace {

/// \p Path seen from \p Directory (the current one when empty), with "." and ".." folded.
std::string absolutePath(llvm::StringRef Path, llvm::StringRef Directory = "");

/// \p File relative to \p Dir when it lies below it, else absolute; "." and ".." are
/// folded. A relative File is taken to be relative to the current directory.
std::string relativePath(llvm::StringRef File, llvm::StringRef Dir);

/// \p Path percent-encoded as the path of a URI.
std::string encodeUri(llvm::StringRef Path);

/// The folder that reports name files from: the nearest one with a `.git` at or
/// above \p Dir, else Dir itself.
std::string findSourceRoot(llvm::StringRef Dir);

} // namespace maprace
#endif
