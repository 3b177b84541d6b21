//===- command_line.h - a compiler's arguments as Clang takes them -*- C++ -*-===//
//
// Databases are written for the compiler that builds the project, often GCC. Flags
// that only it knows are dropped, found by asking Clang's option table instead of by
// a list of names; so is what has no part in how the source is parsed: outputs,
// dependency files, warnings, debug information, linking, other compilers' PCHs.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_COMMAND_LINE_H
#define MAPRACE_DRIVER_COMMAND_LINE_H

#include "checker/driver/compile_job.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>

namespace maprace {

/// Fills Args, Dropped and Problem of \p Job, whose Directory and File are set.
/// Commands that would be parsed the same come out the same. \p Args begins with the
/// compiler; response files are expanded already.
void setCommandLine(CompileJob &Job, llvm::ArrayRef<std::string> Args);

/// Whether the file is C, C++, or another language with C's syntax, by its name.
bool isSourceFile(llvm::StringRef File);

/// Which of \p Args an error message of the driver is about, such as
/// "unsupported argument 'x' to option '-march='". Flags that the table knows but the
/// target or this version does not are dropped by this.
std::optional<std::size_t> findCulprit(llvm::ArrayRef<std::string> Args, llvm::StringRef Message);

} // namespace maprace
#endif
