//===- command_rules.cpp - maprace rules, maprace explain -----------------------------------===//
#include "checker/driver/commands.h"
#include "checker/driver/diagnose.h"
#include "maprace/checker/finding.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

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

/// The rule's page, where maprace is installed, else in the source tree that the
/// program was built in.
static std::unique_ptr<llvm::MemoryBuffer> findPage(const RuleInfo &R) {
  std::string Page = std::string(R.Slug) + ".md";
  std::string Executable = llvm::sys::fs::getMainExecutable(nullptr, nullptr);
  llvm::StringRef Dir = llvm::sys::path::parent_path(Executable);
  auto Try = [&](llvm::StringRef Base, llvm::StringRef Below) -> std::unique_ptr<llvm::MemoryBuffer> {
    llvm::SmallString<256> File = Base;
    llvm::sys::path::append(File, Below, Page);
    auto Buffer = llvm::MemoryBuffer::getFile(File);
    return Buffer ? std::move(*Buffer) : nullptr;
  };
  if (auto Found = Try(llvm::sys::path::parent_path(Dir), "share/doc/maprace/rules"))
    return Found;
  for (unsigned Up = 0; Up < 4 && !Dir.empty(); ++Up, Dir = llvm::sys::path::parent_path(Dir))
    if (auto Found = Try(Dir, "docs/rules"))
      return Found;
  return nullptr;
}

int runExplain(const Command &Self, llvm::ArrayRef<std::string> Args) {
  int Status = ExitClean;
  std::optional<Arguments> Parsed = parseCommand(Self, Args, {}, Status);
  if (!Parsed)
    return Status;
  if (Parsed->Positional.size() != 1) {
    reportError("explain needs one rule: its name, as maprace rules lists it");
    return ExitUsage;
  }
  llvm::StringRef Name = Parsed->Positional.front();
  std::vector<std::string> Known;
  for (const RuleInfo &R : ruleTable()) {
    Known.push_back(R.Slug);
    Known.push_back(checkName(R.Id));
    if (Name != R.Slug && Name != checkName(R.Id) && !Name.equals_insensitive(R.Number))
      continue;
    if (auto Page = findPage(R))
      llvm::outs() << Page->getBuffer();
    else
      llvm::outs() << checkName(R.Id) << " (" << R.Number << ")\n\n" << R.Summary << '\n';
    return ExitClean;
  }
  std::string Near = nearest(Name, Known);
  reportError(llvm::formatv("unknown rule '{0}'{1}; see maprace rules", Name,
                            Near.empty() ? "" : ", did you mean '" + Near + "'?")
                  .str());
  return ExitUsage;
}

} // namespace maprace
