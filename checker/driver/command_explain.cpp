//===- command_explain.cpp - maprace explain -----------------------------------------------===//
//
// Of a rule, its page; of a finding, all of its evidence. A finding is known by its
// fingerprint and taken from a report, or looked for by another scan, which is given the
// words of the first.
//
//===----------------------------------------------------------------------===//
#include "checker/driver/analysis_options.h"
#include "checker/driver/commands.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/extraction.h"
#include "checker/report/evidence.h"
#include "checker/report/paths.h"
#include "maprace/checker/pipeline.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

namespace maprace {

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

static void printPage(const RuleInfo &R) {
  if (auto Page = findPage(R))
    llvm::outs() << Page->getBuffer();
  else
    llvm::outs() << checkName(R.Id) << " (" << R.Number << ")\n\n" << R.Summary << '\n';
}

static const RuleInfo *findRule(llvm::StringRef Name) {
  for (const RuleInfo &R : ruleTable())
    if (Name == R.Slug || Name == checkName(R.Id) || Name.equals_insensitive(R.Number))
      return &R;
  return nullptr;
}

/// The beginning of a fingerprint, long enough to be one.
static bool isFingerprint(llvm::StringRef Name) {
  return Name.size() >= 6 && Name.size() <= 32 && llvm::all_of(Name, llvm::isHexDigit);
}

static int printFinding(llvm::StringRef Fingerprint, const std::vector<Finding> &Findings) {
  std::vector<const Finding *> Found;
  for (const Finding &F : Findings)
    if (llvm::StringRef(F.Fingerprint).starts_with_insensitive(Fingerprint))
      Found.push_back(&F);
  if (Found.size() != 1) {
    reportError(Found.empty()
                    ? llvm::formatv("none of {0} findings has the fingerprint {1}", Findings.size(), Fingerprint).str()
                    : llvm::formatv("{0} findings begin with {1}: give more digits", Found.size(), Fingerprint).str());
    return ExitUsage;
  }
  SourceCache Sources;
  writeEvidence(llvm::outs(), *Found.front(), absolutePath("."), Sources);
  return ExitClean;
}

int runExplain(const Command &Self, llvm::ArrayRef<std::string> Args) {
  std::string From;
  ExtractionOptions Units;
  AnalysisOptions Analysis;
  std::vector<Option> Options;
  Options.push_back(
      {"from", 0, "FILE", "take the finding from this SARIF or JSON report, without a scan", store(From)});
  Units.addTo(Options);
  Analysis.addTo(Options);
  int Status = ExitClean;
  std::optional<Arguments> Parsed = parseCommand(Self, Args, Options, Status);
  if (!Parsed)
    return Status;
  if (Parsed->Positional.empty())
    return usageError(failure("explain needs a rule, as maprace rules lists it, or the fingerprint of a finding"));
  std::string Name = Parsed->Positional.front();
  if (const RuleInfo *R = findRule(Name)) {
    if (Parsed->Positional.size() > 1)
      return usageError(failure("explain takes one rule at a time"));
    printPage(*R);
    return ExitClean;
  }
  if (!isFingerprint(Name)) {
    std::vector<std::string> Known;
    for (const RuleInfo &R : ruleTable())
      Known.insert(Known.end(), {R.Slug, checkName(R.Id)});
    std::string Near = nearest(Name, Known);
    return usageError(failure("unknown rule '{0}'{1}; see maprace rules", Name,
                              Near.empty() ? "" : ", did you mean '" + Near + "'?"));
  }
  if (!From.empty()) {
    auto Findings = readFindings(From, findSourceRoot(absolutePath(".")));
    return Findings ? printFinding(Name, *Findings) : usageError(Findings.takeError());
  }
  Parsed->Positional.erase(Parsed->Positional.begin());
  Units.take(*Parsed);
  llvm::Expected<Settings> S = Analysis.settings();
  if (!S)
    return usageError(S.takeError());
  if (S->Rules.empty())
    S->Rules = {"*"}; // advice as well
  llvm::Expected<Extraction> Facts = extractUnits(Units, *S);
  if (!Facts)
    return usageError(Facts.takeError());
  if (Facts->Signal)
    return 128 + Facts->Signal;
  return printFinding(Name, analyze(std::move(Facts->Units), *S));
}

} // namespace maprace
