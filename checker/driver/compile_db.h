//===- compile_db.h - what there is to scan ------------------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_COMPILE_DB_H
#define MAPRACE_DRIVER_COMPILE_DB_H

#include "checker/driver/compile_job.h"
#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace maprace {

/// What the user chose to scan.
struct Selection {
  std::string BuildDir;                 ///< -p; empty: look upwards
  std::vector<std::string> Files;       ///< empty: all of the database
  std::vector<std::string> CompileArgs; ///< behind "--"
  bool HasCompileArgs = false;
};

/// One job for each distinct compilation, in the order of the database. A file that
/// is missing, or that nothing says how to compile, is a job with a Problem; the
/// error is what leaves nothing to do at all.
llvm::Expected<std::vector<CompileJob>> selectJobs(const Selection &S);

} // namespace maprace
#endif
