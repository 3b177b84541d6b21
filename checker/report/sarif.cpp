//===- sarif.cpp - SARIF 2.1.0 --------------------------------------------------===//
//
// What consumers made of the standard decides the details:
//  - one threadFlow a side, because a race is two threads and viewers show them so;
//  - `uri` relative to the source root with uriBaseId %SRCROOT% and no table of bases:
//    GitHub resolves it against the repository and refuses absolute paths;
//  - our own key in partialFingerprints: GitHub's upload computes the key that it
//    reads by itself and complains when ours differs;
//  - findings silenced by comments are left out: GitHub and Jenkins show results with
//    `suppressions` as open ones.
//
//===----------------------------------------------------------------------===//
#include "checker/report/json_values.h"
#include "checker/report/paths.h"
#include "checker/report/report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Path.h"

namespace maprace {

namespace {

constexpr const char *Schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A related location of a result, numbered by its place in the list.
struct Related {
  SourceRef At;
  std::string Text;
};

class SarifWriter {
public:
  SarifWriter(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources) : J(OS, 2), R(R), Sources(Sources) {}

  void write() {
    J.object([&] {
      J.attribute("$schema", Schema);
      J.attribute("version", "2.1.0");
      J.attributeArray("runs", [&] { J.object([&] { run(); }); });
    });
    J.flush();
  }

private:
  llvm::json::OStream J;
  const Report &R;
  SourceCache &Sources;

  void run() {
    J.attributeObject("tool", [&] { J.attributeObject("driver", [&] { driver(); }); });
    J.attributeArray("invocations", [&] { J.object([&] { invocation(); }); });
    J.attribute("columnKind", "utf16CodeUnits");
    J.attributeArray("results", [&] {
      for (const Finding &F : R.Findings)
        J.object([&] { result(F); });
    });
  }

  void message(llvm::StringRef Name, llvm::StringRef Text) {
    J.attributeObject(Name, [&] { J.attribute("text", jsonText(Text)); });
  }

  void driver() {
    J.attribute("name", "maprace");
    J.attribute("version", MAPRACE_VERSION);
    J.attribute("semanticVersion",
                llvm::StringRef(MAPRACE_VERSION).count('.') == 1 ? MAPRACE_VERSION ".0" : MAPRACE_VERSION);
    J.attributeArray("rules", [&] {
      for (const RuleInfo &Rule : ruleTable())
        J.object([&] { this->rule(Rule); });
    });
    J.attributeArray("notifications", [&] {
      notification("unit-failed", "a translation unit gave no facts");
      notification("unit-degraded", "a translation unit was parsed with errors; what was understood is analysed");
    });
  }

  void notification(const char *Id, const char *Text) {
    J.object([&] {
      J.attribute("id", Id);
      message("shortDescription", Text);
    });
  }

  static const char *level(const RuleInfo &Rule) { return Rule.Default == Level::Error ? "warning" : "note"; }

  void rule(const RuleInfo &Rule) {
    // Sentences for people: the table's summary has no capital and no full stop.
    std::string Sentence = Rule.Summary;
    if (!Sentence.empty())
      Sentence[0] = llvm::toUpper(Sentence[0]);
    Sentence += '.';
    J.attribute("id", checkName(Rule.Id));
    J.attribute("name", Rule.Number);
    message("shortDescription", Sentence);
    message("fullDescription", Sentence);
    J.attributeObject("help", [&] {
      J.attribute("text", llvm::formatv("{0} See: maprace explain {1}", Sentence, Rule.Slug).str());
      J.attribute("markdown", llvm::formatv("{0} See `maprace explain {1}`.", Sentence, Rule.Slug).str());
    });
    J.attributeObject("defaultConfiguration", [&] {
      J.attribute("enabled", Rule.Default == Level::Error);
      J.attribute("level", level(Rule));
    });
    J.attributeObject("properties", [&] {
      J.attribute("precision", "high");
      J.attribute("problem.severity", Rule.Default == Level::Error ? "warning" : "recommendation");
      J.attributeArray("tags", [&] {
        J.value("concurrency");
        J.value("correctness");
      });
    });
  }

  void invocation() {
    J.attribute("executionSuccessful", R.count(UnitStatus::Failed) == 0);
    J.attributeArray("toolExecutionNotifications", [&] {
      for (const UnitOutcome &U : R.Units)
        if (U.Status != UnitStatus::Clean)
          J.object([&] { this->unit(U); });
    });
  }

  void unit(const UnitOutcome &U) {
    bool Failed = U.Status == UnitStatus::Failed;
    J.attributeObject("descriptor", [&] {
      J.attribute("id", Failed ? "unit-failed" : "unit-degraded");
      J.attribute("index", Failed ? 0 : 1);
    });
    J.attribute("level", Failed ? "error" : "warning");
    message("message", U.Reason.empty() ? "unknown reason" : U.Reason);
    J.attributeArray("locations",
                     [&] { J.object([&] { J.attributeObject("physicalLocation", [&] { artifact(U.File); }); }); });
  }

  void artifact(llvm::StringRef File) {
    std::string Path = jsonText(relativePath(File, R.SourceRoot));
    J.attributeObject("artifactLocation", [&] {
      if (llvm::sys::path::is_absolute(Path)) {
        J.attribute("uri", "file://" + encodeUri(Path));
        return;
      }
      // A colon before the first slash would read as a scheme.
      std::string Uri = encodeUri(Path);
      J.attribute("uri", llvm::StringRef(Uri).split('/').first.contains(':') ? "./" + Uri : Uri);
      J.attribute("uriBaseId", "%SRCROOT%");
    });
  }

  /// SARIF counts columns in UTF-16 units, we in bytes.
  unsigned column(const SourceRef &At) {
    std::optional<llvm::StringRef> Line = Sources.line(At.File, At.Line);
    if (!Line || At.Col < 2)
      return std::max(At.Col, 1u);
    llvm::StringRef Before = Line->take_front(At.Col - 1);
    unsigned Units = 1;
    for (std::size_t I = 0; I < Before.size();) {
      unsigned Length = llvm::getNumBytesForUTF8(static_cast<llvm::UTF8>(Before[I]));
      Units += Length == 4 ? 2 : 1;
      I += Length;
    }
    return Units;
  }

  void physical(const SourceRef &At) {
    J.attributeObject("physicalLocation", [&] {
      artifact(At.File);
      if (At.Line)
        J.attributeObject("region", [&] {
          J.attribute("startLine", At.Line);
          J.attribute("startColumn", column(At));
        });
    });
  }

  /// The members of a `location`.
  void location(const SourceRef &At, llvm::StringRef Text) {
    if (!At.File.empty())
      physical(At);
    message("message", Text);
  }

  /// The notes, and the map unless a note shows it.
  static std::vector<Related> related(const Finding &F) {
    std::vector<Related> Out;
    bool MapShown = false;
    for (const Note &N : F.Notes) {
      if (!N.At.Line)
        continue;
      Out.push_back({N.At, N.Text});
      MapShown |= N.At == F.MapAt;
    }
    if (!MapShown && F.MapAt.Line)
      Out.push_back({F.MapAt, "the map is declared here"});
    return Out;
  }

  static std::string linkedMessage(const Finding &F, llvm::ArrayRef<Related> Others) {
    std::string Text = F.Message;
    std::string Links;
    auto Link = [&](const SourceRef &At, const char *Name) {
      for (std::size_t I = 0; I < Others.size(); ++I)
        if (Others[I].At == At) {
          Links += llvm::formatv("{0}[{1}]({2})", Links.empty() ? "" : ", ", Name, I + 1);
          return;
        }
    };
    for (const Side &S : F.Sides)
      if (S.At != F.At)
        Link(S.At, "the other access");
    Link(F.MapAt, "the map");
    return Links.empty() ? Text : Text + " (" + Links + ")";
  }

  void result(const Finding &F) {
    const RuleInfo &Rule = ruleInfo(F.Rule);
    std::vector<Related> Others = related(F);
    J.attribute("ruleId", checkName(F.Rule));
    J.attribute("ruleIndex", static_cast<unsigned>(F.Rule)); // the table has the order of the enumerators
    J.attribute("level", level(Rule));
    message("message", linkedMessage(F, Others));
    J.attributeArray("locations", [&] {
      J.object([&] {
        physical(F.At);
        J.attributeArray("logicalLocations", [&] {
          // Clang's USRs spell a field "@FI@name".
          J.object([&] { logical(F.MapName, llvm::StringRef(F.MapUsr).contains("@FI@")); });
          if (!F.MapMember.empty())
            J.object([&] { logical(F.MapMember, true); });
        });
      });
    });
    if (!Others.empty())
      J.attributeArray("relatedLocations", [&] {
        for (std::size_t I = 0; I < Others.size(); ++I)
          J.object([&] {
            J.attribute("id", I + 1);
            location(Others[I].At, Others[I].Text);
          });
      });
    if (!F.Sides.empty())
      J.attributeArray("codeFlows", [&] {
        J.object([&] {
          J.attributeArray("threadFlows", [&] {
            for (std::size_t I = 0; I < F.Sides.size(); ++I)
              J.object([&] { threadFlow(F.Sides[I], I); });
          });
        });
      });
    J.attributeObject("partialFingerprints", [&] { J.attribute("maprace/v1", F.Fingerprint); });
    if (!F.Fixes.empty())
      J.attributeArray("fixes", [&] { J.object([&] { fix(F); }); });
  }

  void logical(llvm::StringRef Name, bool Member) {
    std::size_t Colons = Name.rfind("::");
    J.attribute("name", jsonText(Colons == llvm::StringRef::npos ? Name : Name.substr(Colons + 2)));
    J.attribute("fullyQualifiedName", jsonText(Name));
    J.attribute("kind", Member ? "member" : "variable");
  }

  void threadFlow(const Side &S, std::size_t Index) {
    J.attribute("id", "thread " + std::to_string(Index + 1));
    message("message", S.Thread.empty() ? S.Function : S.Thread);
    J.attributeArray("locations", [&] {
      for (std::size_t I = 0; I < S.Path.size(); ++I)
        J.object([&] { step(S.Path[I].At, S.Path[I].Text, I + 1 == S.Path.size() ? &S : nullptr); });
      if (S.Path.empty())
        J.object([&] { step(S.At, S.Operation + " in " + S.Function, &S); });
    });
  }

  /// \p Access is the side whose access this step is.
  void step(const SourceRef &At, llvm::StringRef Text, const Side *Access) {
    J.attributeObject("location", [&] { location(At, Text); });
    if (!Access)
      return;
    J.attribute("importance", "essential");
    std::string Held;
    for (const HeldGuard &G : Access->Guards)
      Held += (Held.empty() ? "" : ", ") + G.Name + (G.Shared ? " (shared)" : "");
    J.attributeObject("state", [&] { message("locks held", Held.empty() ? "none" : Held); });
  }

  void fix(const Finding &F) {
    message("description", "change proposed by maprace");
    J.attributeArray("artifactChanges", [&] {
      for (const Replacement &X : F.Fixes)
        J.object([&] {
          artifact(X.At.File);
          J.attributeArray("replacements", [&] { J.object([&] { replacement(X); }); });
        });
    });
  }

  void replacement(const Replacement &X) {
    J.attributeObject("deletedRegion", [&] {
      J.attribute("startLine", X.At.Line);
      J.attribute("startColumn", column(X.At));
      SourceRef End = X.At;
      if (std::optional<std::size_t> Start = Sources.offset(X.At.File, X.At.Line, X.At.Col)) {
        llvm::StringRef Deleted = Sources.text(X.At.File).substr(*Start, X.Length);
        End.Line += static_cast<unsigned>(Deleted.count('\n'));
        std::size_t Newline = Deleted.rfind('\n');
        End.Col =
            Newline == llvm::StringRef::npos ? X.At.Col + X.Length : static_cast<unsigned>(Deleted.size() - Newline);
      }
      J.attribute("endLine", End.Line);
      J.attribute("endColumn", column(End));
    });
    message("insertedContent", X.Text);
  }
};

} // namespace

void writeSarif(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources) {
  SarifWriter(OS, R, Sources).write();
  OS << '\n';
}

} // namespace maprace
