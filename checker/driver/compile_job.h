//===- compile_job.h - one parse to be done -----------------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_COMPILE_JOB_H
#define MAPRACE_DRIVER_COMPILE_JOB_H

#include <string>
#include <vector>

namespace maprace {

/// A compilation as the workers get it: only what decides how the source is parsed.
struct CompileJob {
  std::string Directory;            ///< absolute
  std::string File;                 ///< absolute
  std::vector<std::string> Args;    ///< begins with the compiler, ends with "--", File
  std::vector<std::string> Dropped; ///< flags that Clang does not know
  std::string Problem;              ///< why it cannot be parsed at all; the rest is then unused
};

} // namespace maprace
#endif
