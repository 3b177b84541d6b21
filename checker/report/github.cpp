//===- github.cpp - workflow commands: annotations without any upload -----------===//
#include "checker/report/paths.h"
#include "checker/report/report.h"

namespace maprace {

/// The runner's escapes; a property also ends at a comma or colon.
static std::string escaped(llvm::StringRef Text, bool Property) {
  std::string Out;
  for (char C : Text) {
    switch (C) {
    case '%': Out += "%25"; break;
    case '\r': Out += "%0D"; break;
    case '\n': Out += "%0A"; break;
    case ':': Out += Property ? "%3A" : ":"; break;
    case ',': Out += Property ? "%2C" : ","; break;
    default: Out += C;
    }
  }
  return Out;
}

void writeGitHub(llvm::raw_ostream &OS, const Report &R, SourceCache &) {
  auto File = [&](const SourceRef &At) { return relativePath(At.File, R.SourceRoot); };
  for (const Finding &F : R.Findings) {
    OS << (ruleInfo(F.Rule).Default == Level::Error ? "::warning" : "::notice") << " file=" << escaped(File(F.At), true)
       << ",line=" << F.At.Line << ",col=" << F.At.Col << ",title=" << escaped(checkName(F.Rule), true)
       << "::" << escaped(F.Message, false);
    // An annotation is one place: the other side goes into its text.
    for (const Note &N : F.Notes) {
      OS << "%0A";
      if (N.At.Line)
        OS << escaped(File(N.At), false) << ':' << N.At.Line << ": ";
      OS << escaped(N.Text, false);
    }
    OS << '\n';
  }
}

} // namespace maprace
