//===- codeclimate.cpp - issues for GitLab's code quality ----------------------===//
//
// GitLab compares the reports of two branches by `fingerprint`, so an empty report is
// an empty array, not an empty file.
//
//===----------------------------------------------------------------------===//
#include "checker/report/json_values.h"
#include "checker/report/paths.h"
#include "checker/report/report.h"

namespace maprace {

void writeCodeClimate(llvm::raw_ostream &OS, const Report &R, SourceCache &) {
  llvm::json::OStream J(OS, 2);
  J.array([&] {
    for (const Finding &F : R.Findings)
      J.object([&] {
        J.attribute("type", "issue");
        J.attribute("check_name", checkName(F.Rule));
        J.attribute("description", jsonText(F.Message));
        J.attributeArray("categories", [&] { J.value("Bug Risk"); });
        J.attribute("fingerprint", F.Fingerprint);
        J.attribute("severity", ruleInfo(F.Rule).Default == Level::Error ? "major" : "info");
        J.attributeObject("location", [&] {
          J.attribute("path", jsonText(relativePath(F.At.File, R.SourceRoot)));
          J.attributeObject("lines", [&] { J.attribute("begin", F.At.Line); });
        });
      });
  });
  J.flush();
  OS << '\n';
}

} // namespace maprace
