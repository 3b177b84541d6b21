//===- html.cpp - one page that needs nothing else --------------------------------===//
//
// No scripts, no fonts, no links out: the page can be mailed or kept as a build
// artefact. All text that comes from the source is escaped.
//
//===----------------------------------------------------------------------===//
#include "checker/report/json_values.h"
#include "checker/report/paths.h"
#include "checker/report/report.h"
#include "llvm/ADT/StringExtras.h"

namespace maprace {

namespace {

constexpr const char *Head = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>maprace report</title>
<style>
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid #8886; border-radius: 6px; padding: .5rem 1rem 1rem; margin: 1.5rem 0; }
h2 { font-size: 1.05rem; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { background: #8881; padding: .4rem .6rem; overflow-x: auto; margin: .2rem 0 .8rem; }
pre b { background: #e5393533; display: block; font-weight: inherit; }
.place { opacity: .75; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(24rem, 1fr)); gap: 1rem; }
ol { padding-left: 1.4rem; margin: 0; }
</style>
</head>
<body>
)";

class HtmlWriter {
public:
  HtmlWriter(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources) : OS(OS), R(R), Sources(Sources) {}

  void write() {
    OS << Head << "<h1>maprace</h1>\n<p>" << text(summaryLine(R)) << "</p>\n";
    for (const Finding &F : R.Findings)
      finding(F);
    units(UnitStatus::Failed, "Units that failed");
    units(UnitStatus::Degraded, "Units parsed with errors");
    OS << "</body>\n</html>\n";
  }

private:
  llvm::raw_ostream &OS;
  const Report &R;
  SourceCache &Sources;

  static std::string text(llvm::StringRef Raw) {
    std::string Out;
    llvm::raw_string_ostream S(Out);
    llvm::printHTMLEscaped(jsonText(Raw), S);
    return Out;
  }

  std::string place(const SourceRef &At) const {
    if (!At.Line)
      return "";
    return text(relativePath(At.File, R.SourceRoot)) + ':' + std::to_string(At.Line) + ':' + std::to_string(At.Col);
  }

  void finding(const Finding &F) {
    OS << "<article id=\"" << text(F.Fingerprint) << "\">\n<h2>" << text(F.Message) << "</h2>\n<p>"
       << text(checkName(F.Rule)) << " &middot; map <code>" << text(F.MapName) << "</code>";
    if (F.MapAt.Line)
      OS << " <span class=\"place\">" << place(F.MapAt) << "</span>";
    OS << "</p>\n";
    if (F.Sides.empty())
      excerpt(F.At);
    OS << "<div class=\"sides\">\n";
    for (const Side &S : F.Sides)
      side(S);
    OS << "</div>\n</article>\n";
  }

  void side(const Side &S) {
    OS << "<section>\n<h3>" << text(S.Thread) << "</h3>\n<ol>\n";
    for (const Step &P : S.Path)
      OS << "<li>" << text(P.Text) << " <span class=\"place\">" << place(P.At) << "</span></li>\n";
    OS << "</ol>\n<p>" << (S.Write ? "writes" : "reads") << " with <code>" << text(S.Operation) << "</code> in <code>"
       << text(S.Function) << "</code>, ";
    if (S.Guards.empty())
      OS << "holding no lock";
    for (std::size_t I = 0; I < S.Guards.size(); ++I)
      OS << (I ? ", " : "holding ") << "<code>" << text(S.Guards[I].Name) << "</code>"
         << (S.Guards[I].Shared ? " (shared)" : "");
    OS << "</p>\n";
    excerpt(S.At);
    OS << "</section>\n";
  }

  void excerpt(const SourceRef &At) {
    constexpr unsigned Around = 3;
    if (!Sources.line(At.File, At.Line))
      return;
    OS << "<span class=\"place\">" << place(At) << "</span>\n<pre>";
    for (unsigned N = At.Line > Around ? At.Line - Around : 1; N <= At.Line + Around; ++N) {
      std::optional<llvm::StringRef> Line = Sources.line(At.File, N);
      if (!Line)
        break;
      std::string Number = std::to_string(N);
      Number.insert(0, Number.size() < 5 ? 5 - Number.size() : 0, ' ');
      OS << (N == At.Line ? "<b>" : "") << Number << "  " << text(*Line) << (N == At.Line ? "</b>" : "\n");
    }
    OS << "</pre>\n";
  }

  void units(UnitStatus Status, const char *Title) {
    if (!R.count(Status))
      return;
    OS << "<h2>" << Title << "</h2>\n<ul>\n";
    for (const UnitOutcome &U : R.Units)
      if (U.Status == Status)
        OS << "<li><code>" << text(relativePath(U.File, R.SourceRoot)) << "</code>: " << text(U.Reason) << "</li>\n";
    OS << "</ul>\n";
  }
};

} // namespace

void writeHtml(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources) { HtmlWriter(OS, R, Sources).write(); }

} // namespace maprace
