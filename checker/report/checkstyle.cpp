//===- checkstyle.cpp - XML that most CI servers read ---------------------------===//
#include "checker/report/json_values.h"
#include "checker/report/paths.h"
#include "checker/report/report.h"
#include "llvm/ADT/StringExtras.h"

namespace maprace {

/// XML 1.0 has no way to write most control characters.
static std::string xmlText(llvm::StringRef Text) {
  std::string Clean = jsonText(Text);
  for (char &C : Clean)
    if (static_cast<unsigned char>(C) < 0x20)
      C = ' ';
  std::string Out;
  llvm::raw_string_ostream OS(Out);
  llvm::printHTMLEscaped(Clean, OS); // & < > " ' only: also right for XML
  return Out;
}

void writeCheckstyle(llvm::raw_ostream &OS, const Report &R, SourceCache &) {
  OS << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
  llvm::StringRef Open;
  for (const Finding &F : R.Findings) { // sorted by file
    if (F.At.File != Open) {
      if (!Open.empty())
        OS << "  </file>\n";
      Open = F.At.File;
      OS << "  <file name=\"" << xmlText(relativePath(Open, R.SourceRoot)) << "\">\n";
    }
    OS << "    <error line=\"" << F.At.Line << "\" column=\"" << F.At.Col << "\" severity=\""
       << (ruleInfo(F.Rule).Default == Level::Error ? "warning" : "info") << "\" message=\"" << xmlText(F.Message)
       << "\" source=\"" << checkName(F.Rule) << "\"/>\n";
  }
  if (!Open.empty())
    OS << "  </file>\n";
  OS << "</checkstyle>\n";
}

} // namespace maprace
