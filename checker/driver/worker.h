//===- worker.h - the process that runs the front end ---------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_WORKER_H
#define MAPRACE_DRIVER_WORKER_H

#include "checker/driver/message.h"
#include "checker/driver/unit_parser.h"

namespace maprace {

/// The argument that makes the program a worker; not for users.
inline constexpr const char *WorkerFlag = "--worker";

/// Serves jobs from WorkerSocket until the command closes it.
int runWorker();

/// Parses one unit and packs what came of it; also for the command without workers.
UnitAnswer answer(UnitParser &Parser, const CompileJob &Job);

} // namespace maprace
#endif
