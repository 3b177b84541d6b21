//===- pool.h - jobs over worker processes ----------------------------*- C++ -*-===//
//
// Each worker is this program again, started with a hidden flag. A crash or hang of
// the front end loses the one unit it happened in: the worker is replaced and the rest
// goes on.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_POOL_H
#define MAPRACE_DRIVER_POOL_H

#include "checker/driver/message.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <string>

namespace maprace {

struct PoolOptions {
  std::string Executable;
  unsigned Jobs = 1;             ///< 0: in this process, for debuggers
  unsigned TimeoutSeconds = 300; ///< for a unit; 0: no limit
  WorkerSetup Setup;
};

/// Told what happens, in the process and thread of the caller.
class PoolObserver {
public:
  virtual ~PoolObserver() = default;
  virtual void started(std::size_t Unit) = 0;
  virtual void finished(std::size_t Unit, UnitAnswer Answer) = 0;
  virtual void tick() = 0; ///< every second at least
};

/// Runs all jobs; those with a Problem must be left out by the caller. Returns 0, or
/// the signal (SIGINT, SIGTERM) that ended it early. No worker outlives the call.
llvm::Expected<int> runPool(llvm::ArrayRef<const CompileJob *> Jobs, const PoolOptions &Options,
                            PoolObserver &Observer);

/// One for each core, as far as memory goes.
unsigned defaultJobs();

} // namespace maprace
#endif
