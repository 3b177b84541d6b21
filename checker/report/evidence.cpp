//===- evidence.cpp ---------------------------------------------------------===//
#include "checker/report/evidence.h"
#include "checker/report/paths.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

namespace maprace {

namespace {

class EvidenceWriter {
public:
  EvidenceWriter(llvm::raw_ostream &OS, llvm::StringRef Dir, SourceCache &Sources)
      : OS(OS), Dir(Dir), Sources(Sources) {}

  void write(const Finding &F) {
    const RuleInfo &Rule = ruleInfo(F.Rule);
    OS << "finding " << F.Fingerprint << '\n'
       << "rule    " << Rule.Number << ' ' << checkName(F.Rule) << ": " << Rule.Summary << '\n'
       << "map     " << F.MapName << ", declared at " << place(F.MapAt) << '\n'
       << "at      " << place(F.At) << "\n\n"
       << F.Message << '\n';
    line(F.At);
    for (std::size_t I = 0; I < F.Sides.size(); ++I) {
      // A thread that runs several times conflicts with itself.
      if (I > 0 && F.Sides[I] == F.Sides[0]) {
        OS << "\nside " << I + 1 << ": the same, in another thread\n";
        continue;
      }
      side(I + 1, F.Sides[I]);
    }
    if (F.Sides.empty())
      notes(F);
    if (!F.Fixes.empty())
      OS << "\nfix (maprace scan --fix):\n";
    for (const Replacement &R : F.Fixes)
      fix(R);
    OS << "\nmaprace explain " << Rule.Slug << " says what the rule is about.\n";
  }

private:
  llvm::raw_ostream &OS;
  llvm::StringRef Dir;
  SourceCache &Sources;

  std::string place(const SourceRef &At) {
    return At.Line ? relativePath(At.File, Dir) + ":" + std::to_string(At.Line) + ":" + std::to_string(At.Col)
                   : "an unknown place";
  }

  void line(const SourceRef &At) {
    if (std::optional<llvm::StringRef> Text = Sources.line(At.File, At.Line))
      OS << llvm::format("  %5u | ", At.Line) << Text->trim() << '\n';
  }

  void side(std::size_t Number, const Side &S) {
    OS << "\nside " << Number << ": " << S.Thread << '\n';
    for (const Step &Each : S.Path) {
      OS << "  " << place(Each.At) << ": " << Each.Text << '\n';
      line(Each.At);
    }
    if (!S.Function.empty())
      OS << "  " << (S.Write ? "writes" : "reads") << " by '" << S.Operation << "' in '" << S.Function << "'\n";
    if (S.Guards.empty())
      OS << "  holds no lock\n";
    for (const HeldGuard &G : S.Guards) {
      OS << "  holds '" << G.Name << "'" << (G.Shared ? " as a reader" : "");
      if (G.At.Line)
        OS << ", taken at " << place(G.At);
      OS << '\n';
    }
  }

  void notes(const Finding &F) {
    for (const Note &N : F.Notes) {
      OS << "  " << place(N.At) << ": " << N.Text << '\n';
      line(N.At);
    }
  }

  void fix(const Replacement &R) {
    OS << "  " << place(R.At) << ": ";
    if (std::optional<std::size_t> At = Sources.offset(R.At.File, R.At.Line, R.At.Col); R.Length && At)
      OS << "replace '" << Sources.text(R.At.File).substr(*At, R.Length) << "' with";
    else
      OS << "insert";
    OS << " '" << llvm::StringRef(R.Text).rtrim() << "'\n";
  }
};

} // namespace

void writeEvidence(llvm::raw_ostream &OS, const Finding &F, llvm::StringRef WorkingDir, SourceCache &Sources) {
  EvidenceWriter(OS, WorkingDir, Sources).write(F);
}

} // namespace maprace
