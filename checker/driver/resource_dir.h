//===- resource_dir.h - Clang's own headers --------------------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_RESOURCE_DIR_H
#define MAPRACE_DRIVER_RESOURCE_DIR_H

#include "llvm/ADT/StringRef.h"
#include <string>

namespace maprace {

/// The folder whose include/ holds stddef.h and its like for the Clang that is linked
/// in: beside \p Executable where it is installed, else where the build found it, else
/// what an installed Clang of the same version says. Empty: none found.
std::string findResourceDir(llvm::StringRef Executable);

} // namespace maprace
#endif
