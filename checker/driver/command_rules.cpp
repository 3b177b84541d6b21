//===- command_rules.cpp - maprace rules ---------------------------------------------------===//
#include "checker/driver/commands.h"
#include "checker/driver/diagnose.h"
#include "maprace/checker/finding.h"
#include "llvm/Support/Format.h"

namespace maprace {

int runRules(const Command &Self, llvm::ArrayRef<std::string> Args) {
  int Status = ExitClean;
  std::optional<Arguments> Parsed = parseCommand(Self, Args, {}, Status);
  if (!Parsed)
    return Status;
  if (!Parsed->Positional.empty()) {
    reportError(llvm::formatv("'rules' takes no '{0}'; see maprace rules --help", Parsed->Positional.front()).str());
    return ExitUsage;
  }
  for (const RuleInfo &R : ruleTable())
    llvm::outs() << R.Number << "  " << llvm::format("%-32s", checkName(R.Id).c_str())
                 << (R.Default == Level::Error ? "on   " : "off  ") << R.Summary << '\n';
  return ExitClean;
}

} // namespace maprace
