//===- companion_files.h - where the companion lies -----------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_COMPANION_FILES_H
#define MAPRACE_DRIVER_COMPANION_FILES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace maprace {

/// A file of the companion, or of what belongs to it: beside the program where maprace is
/// installed, else in the build tree or the source tree that it was built in. \p Installed and
/// \p Built are paths below the prefix and below a folder above the program.
llvm::Expected<std::string> findCompanionFile(llvm::ArrayRef<llvm::StringRef> Installed, llvm::StringRef Built);

} // namespace maprace
#endif
