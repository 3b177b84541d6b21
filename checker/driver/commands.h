//===- commands.h - the command line's first word ----------------------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_COMMANDS_H
#define MAPRACE_DRIVER_COMMANDS_H

#include "checker/driver/arguments.h"
#include "llvm/ADT/ArrayRef.h"
#include <optional>
#include <string>

namespace maprace {

/// main() of the program; \p Args without the program's name.
int runCommandLine(std::vector<std::string> Args);

struct Command {
  const char *Name;
  const char *Usage; ///< behind the name
  const char *Summary;
  int (*Run)(const Command &Self, llvm::ArrayRef<std::string> Args);
};

llvm::ArrayRef<Command> commandTable();

/// Parses a command's own words. Nothing: the run is over, with status \p Status:
/// --help was given, or the words are wrong and that has been told.
std::optional<Arguments> parseCommand(const Command &Self, llvm::ArrayRef<std::string> Args,
                                      std::vector<Option> Options, int &Status);

// Each in a file of its name, command_NAME.cpp.
int runScan(const Command &Self, llvm::ArrayRef<std::string> Args);
int runExtract(const Command &Self, llvm::ArrayRef<std::string> Args);
int runLink(const Command &Self, llvm::ArrayRef<std::string> Args);
int runConfirm(const Command &Self, llvm::ArrayRef<std::string> Args);
int runFlags(const Command &Self, llvm::ArrayRef<std::string> Args);
int runAudit(const Command &Self, llvm::ArrayRef<std::string> Args);
int runRules(const Command &Self, llvm::ArrayRef<std::string> Args);
int runExplain(const Command &Self, llvm::ArrayRef<std::string> Args);
int runAnnotate(const Command &Self, llvm::ArrayRef<std::string> Args);

} // namespace maprace
#endif
