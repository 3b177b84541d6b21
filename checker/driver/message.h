//===- message.h - what the command and its workers say to each other -*- C++ -*-===//
//
// Both ends are the same build, so the form is as plain as can be: a message is a
// length and fields, a field is a number or a length and bytes. Facts travel in their
// own serial form inside a field.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_MESSAGE_H
#define MAPRACE_DRIVER_MESSAGE_H

#include "checker/driver/compile_job.h"
#include "maprace/checker/settings.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace maprace {

/// Sent to a worker once, first.
struct WorkerSetup {
  Settings S;
  std::string ResourceDir;
  std::string DisplayDir;
};

/// A worker's answer to a CompileJob.
struct UnitAnswer {
  bool Ok = false;
  std::string Reason;               ///< why it is not
  std::vector<std::string> Dropped; ///< flags that Clang refused
  std::string Facts;                ///< see facts/serial.h
};

// The fields of a message, without its length.
std::string encode(const WorkerSetup &Setup);
std::string encode(const CompileJob &Job);
std::string encode(const UnitAnswer &Answer);
std::optional<WorkerSetup> decodeSetup(llvm::StringRef Bytes);
std::optional<CompileJob> decodeJob(llvm::StringRef Bytes);
std::optional<UnitAnswer> decodeAnswer(llvm::StringRef Bytes);

/// The message as it goes over the socket.
std::string framed(llvm::StringRef Bytes);
/// Takes a whole message from the front of \p Buffer, if there is one.
std::optional<std::string> unframe(std::string &Buffer);

/// The socket, as the worker sees it.
inline constexpr int WorkerSocket = 3;

} // namespace maprace
#endif
