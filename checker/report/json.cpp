//===- json.cpp - all of a finding, for scripts --------------------------------===//
//
// Described in docs/output-formats.md; "version" there is raised by any change that a
// reader could trip over. Added members are no such change.
//
//===----------------------------------------------------------------------===//
#include "checker/report/json_values.h"
#include "checker/report/paths.h"
#include "checker/report/report.h"

namespace maprace {

namespace {

class JsonWriter {
public:
  JsonWriter(llvm::raw_ostream &OS, const Report &R) : J(OS, 2), R(R) {}

  void write() {
    J.object([&] {
      J.attribute("version", 1);
      J.attributeObject("tool", [&] {
        J.attribute("name", "maprace");
        J.attribute("version", MAPRACE_VERSION);
      });
      J.attributeObject("summary", [&] {
        J.attribute("findings", R.Findings.size());
        J.attribute("units", R.Units.size());
        J.attribute("degraded", R.count(UnitStatus::Degraded));
        J.attribute("failed", R.count(UnitStatus::Failed));
        J.attribute("suppressed", R.Suppressed);
        J.attribute("known", R.Known);
        J.attribute("unchanged", R.Unchanged);
      });
      J.attributeArray("findings", [&] {
        for (const Finding &F : R.Findings)
          J.object([&] { finding(F); });
      });
      // Clean units are not listed: there are thousands of them.
      J.attributeArray("units", [&] {
        for (const UnitOutcome &U : R.Units)
          if (U.Status != UnitStatus::Clean)
            J.object([&] {
              J.attribute("file", file(U.File));
              J.attribute("status", U.Status == UnitStatus::Failed ? "failed" : "degraded");
              J.attribute("reason", jsonText(U.Reason));
            });
      });
    });
    J.flush();
  }

private:
  llvm::json::OStream J;
  const Report &R;

  std::string file(llvm::StringRef File) const { return jsonText(relativePath(File, R.SourceRoot)); }

  void at(llvm::StringRef Name, const SourceRef &At) {
    if (At.Line)
      J.attributeObject(Name, [&] {
        J.attribute("file", file(At.File));
        J.attribute("line", At.Line);
        J.attribute("column", At.Col);
      });
  }

  void finding(const Finding &F) {
    J.attribute("rule", ruleInfo(F.Rule).Number);
    J.attribute("check", checkName(F.Rule));
    J.attribute("fingerprint", F.Fingerprint);
    J.attribute("message", jsonText(F.Message));
    at("at", F.At);
    J.attributeObject("map", [&] {
      J.attribute("name", jsonText(F.MapName));
      J.attribute("usr", jsonText(F.MapUsr));
      at("at", F.MapAt);
    });
    J.attributeArray("sides", [&] {
      for (const Side &S : F.Sides)
        J.object([&] { side(S); });
    });
    J.attributeArray("notes", [&] {
      for (const Note &N : F.Notes)
        J.object([&] {
          J.attribute("text", jsonText(N.Text));
          at("at", N.At);
        });
    });
    J.attributeArray("fixes", [&] {
      for (const Replacement &X : F.Fixes)
        J.object([&] {
          at("at", X.At);
          J.attribute("length", X.Length);
          J.attribute("text", jsonText(X.Text));
        });
    });
  }

  void side(const Side &S) {
    J.attribute("thread", jsonText(S.Thread));
    J.attribute("function", jsonText(S.Function));
    J.attribute("operation", jsonText(S.Operation));
    J.attribute("write", S.Write);
    at("at", S.At);
    J.attributeArray("path", [&] {
      for (const Step &P : S.Path)
        J.object([&] {
          J.attribute("text", jsonText(P.Text));
          at("at", P.At);
        });
    });
    J.attributeArray("guards", [&] {
      for (const HeldGuard &G : S.Guards)
        J.object([&] {
          J.attribute("name", jsonText(G.Name));
          J.attribute("shared", G.Shared);
          at("at", G.At);
        });
    });
  }
};

} // namespace

void writeJson(llvm::raw_ostream &OS, const Report &R, SourceCache &) {
  JsonWriter(OS, R).write();
  OS << '\n';
}

} // namespace maprace
