//===- report.cpp - the formats, and the closing line ------------------------===//
#include "checker/report/report.h"
#include "llvm/Support/FormatVariadic.h"
#include <algorithm>
#include <map>

namespace maprace {

static const ReportFormat Formats[] = {
    {"text", "warnings with source lines, as Clang prints them", writeText},
    {"json", "all that is known of each finding", writeJson},
    {"sarif", "SARIF 2.1.0, for code scanning services and editors", writeSarif},
    {"html", "one self-contained page", writeHtml},
    {"codeclimate", "Code Climate issues, for GitLab's code quality reports", writeCodeClimate},
    {"checkstyle", "Checkstyle XML, for Jenkins and others", writeCheckstyle},
    {"github", "workflow commands that annotate a pull request", writeGitHub},
};

llvm::ArrayRef<ReportFormat> reportFormats() { return Formats; }

const ReportFormat *findReportFormat(llvm::StringRef Name) {
  const auto *It =
      std::find_if(std::begin(Formats), std::end(Formats), [&](const ReportFormat &F) { return Name == F.Name; });
  return It == std::end(Formats) ? nullptr : It;
}

unsigned Report::count(UnitStatus S) const {
  return static_cast<unsigned>(
      std::count_if(Units.begin(), Units.end(), [&](const UnitOutcome &U) { return U.Status == S; }));
}

std::string summaryLine(const Report &R) {
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  if (R.Findings.empty()) {
    OS << "no findings";
  } else {
    std::map<RuleId, unsigned> ByRule;
    for (const Finding &F : R.Findings)
      ++ByRule[F.Rule];
    OS << R.Findings.size() << (R.Findings.size() == 1 ? " finding" : " findings");
    const char *Separator = " (";
    for (const auto &[Rule, Count] : ByRule) {
      OS << Separator << Count << ' ' << ruleInfo(Rule).Slug;
      Separator = ", ";
    }
    OS << ')';
  }
  unsigned Failed = R.count(UnitStatus::Failed);
  OS << llvm::formatv(" in {0} of {1} {2}", R.Units.size() - Failed, R.Units.size(),
                      R.Units.size() == 1 ? "unit" : "units");
  auto Also = [&](unsigned Count, const char *What) {
    if (Count)
      OS << ", " << Count << ' ' << What;
  };
  Also(R.count(UnitStatus::Degraded), "degraded");
  Also(Failed, "failed");
  Also(R.Suppressed, "suppressed by NOLINT");
  Also(R.Known, "known from the baseline");
  Also(R.Unchanged, "on unchanged lines left out");
  return Out;
}

} // namespace maprace
