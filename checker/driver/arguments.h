//===- arguments.h - command-line arguments by table -------------*- C++ -*-===//
//
// Each command describes its options as rows; parsing, help and error lines come from
// the rows. Not llvm::cl, because that registers its options in a global table which
// it shares with all of libLLVM, and words errors by itself, over several lines
// (docs/decisions/0005-option-table.md).
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_ARGUMENTS_H
#define MAPRACE_DRIVER_ARGUMENTS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>
#include <string>
#include <vector>

namespace maprace {

struct Option {
  std::string Long;  ///< without dashes
  char Short = 0;    ///< 0: none
  std::string Value; ///< what --help calls the value; empty: takes none
  std::string Help;
  std::function<llvm::Error(llvm::StringRef)> Set;
  bool ValueOptional = false; ///< only as --long=VALUE; "" when left out
};

struct Arguments {
  std::vector<std::string> Positional;
  std::vector<std::string> AfterDashes;
  bool HasDashes = false; ///< "--" was given
};

/// Accepts --long=V, --long V, -sV, -s V and -s=V. Everything behind "--" goes to
/// AfterDashes as it is. The error is one line that names the culprit.
llvm::Expected<Arguments> parseArguments(llvm::ArrayRef<std::string> Args, llvm::ArrayRef<Option> Options);

/// The options as aligned lines of --help.
void printOptions(llvm::raw_ostream &OS, llvm::ArrayRef<Option> Options);

/// The one of \p Known that \p Name may have been meant to be; empty: none is near.
std::string nearest(llvm::StringRef Name, llvm::ArrayRef<std::string> Known);

// Setters for rows.
std::function<llvm::Error(llvm::StringRef)> store(std::string &To);
std::function<llvm::Error(llvm::StringRef)> store(bool &To);
std::function<llvm::Error(llvm::StringRef)> store(unsigned &To);
std::function<llvm::Error(llvm::StringRef)> append(std::vector<std::string> &To);

} // namespace maprace
#endif
