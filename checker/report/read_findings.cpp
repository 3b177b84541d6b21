//===- read_findings.cpp - reports read back --------------------------------===//
#include "checker/report/evidence.h"
#include "checker/report/paths.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

namespace maprace {

namespace {

namespace json = llvm::json;

class FindingReader {
public:
  explicit FindingReader(llvm::StringRef Root) : Root(Root) {}

  void readJson(const json::Array &List) {
    for (const json::Value &V : List)
      if (const json::Object *O = V.getAsObject())
        finding(*O);
  }

  void readSarif(const json::Array &Runs) {
    for (const json::Value &Run : Runs)
      if (const json::Object *O = Run.getAsObject())
        if (const json::Array *Results = O->getArray("results"))
          for (const json::Value &V : *Results)
            if (const json::Object *Result = V.getAsObject())
              result(*Result);
  }

  std::vector<Finding> take() { return std::move(Out); }

private:
  llvm::StringRef Root;
  std::vector<Finding> Out;

  static std::string text(const json::Object *O, llvm::StringRef Key) {
    return O ? O->getString(Key).value_or("").str() : std::string();
  }
  static std::uint32_t number(const json::Object *O, llvm::StringRef Key) {
    return O ? static_cast<std::uint32_t>(O->getInteger(Key).value_or(0)) : 0;
  }
  template <class Fn> static void each(const json::Object *O, llvm::StringRef Key, Fn Do) {
    if (const json::Array *List = O ? O->getArray(Key) : nullptr)
      for (const json::Value &V : *List)
        if (const json::Object *Each = V.getAsObject())
          Do(*Each);
  }
  static bool rule(llvm::StringRef Check, RuleId &Id) {
    for (const RuleInfo &R : ruleTable())
      if (Check == checkName(R.Id)) {
        Id = R.Id;
        return true;
      }
    return false;
  }

  // --- our own form (json.cpp) ---

  SourceRef at(const json::Object *O) {
    return O ? SourceRef{absolutePath(text(O, "file"), Root), number(O, "line"), number(O, "column")} : SourceRef();
  }
  SourceRef at(const json::Object &O, llvm::StringRef Key) { return at(O.getObject(Key)); }

  void finding(const json::Object &O) {
    Finding F;
    if (!rule(text(&O, "check"), F.Rule))
      return;
    F.Fingerprint = text(&O, "fingerprint");
    F.Message = text(&O, "message");
    F.At = at(O, "at");
    if (const json::Object *Map = O.getObject("map")) {
      F.MapName = text(Map, "name");
      F.MapUsr = text(Map, "usr");
      F.MapAt = at(*Map, "at");
    }
    each(&O, "sides", [&](const json::Object &S) {
      Side X;
      X.Thread = text(&S, "thread");
      X.Function = text(&S, "function");
      X.Operation = text(&S, "operation");
      X.Write = S.getBoolean("write").value_or(false);
      X.At = at(S, "at");
      each(&S, "path", [&](const json::Object &P) { X.Path.push_back({at(P, "at"), text(&P, "text")}); });
      each(&S, "guards", [&](const json::Object &G) {
        X.Guards.push_back({text(&G, "name"), G.getBoolean("shared").value_or(false), at(G, "at")});
      });
      F.Sides.push_back(std::move(X));
    });
    each(&O, "notes", [&](const json::Object &N) { F.Notes.push_back({at(N, "at"), text(&N, "text")}); });
    each(&O, "fixes",
         [&](const json::Object &X) { F.Fixes.push_back({at(X, "at"), number(&X, "length"), text(&X, "text")}); });
    Out.push_back(std::move(F));
  }

  // --- SARIF (sarif.cpp) ---

  SourceRef physical(const json::Object *Location) {
    const json::Object *P = Location ? Location->getObject("physicalLocation") : nullptr;
    const json::Object *Region = P ? P->getObject("region") : nullptr;
    if (!Region)
      return {};
    return {absolutePath(text(P->getObject("artifactLocation"), "uri"), Root), number(Region, "startLine"),
            number(Region, "startColumn")};
  }

  void result(const json::Object &O) {
    Finding F;
    if (!rule(text(&O, "ruleId"), F.Rule))
      return;
    F.Fingerprint = text(O.getObject("partialFingerprints"), "maprace/v1");
    F.Message = text(O.getObject("message"), "text");
    each(&O, "locations", [&](const json::Object &L) {
      F.At = physical(&L);
      each(&L, "logicalLocations", [&](const json::Object &N) {
        (F.MapName.empty() ? F.MapName : F.MapMember) = text(&N, "fullyQualifiedName");
      });
    });
    each(&O, "relatedLocations", [&](const json::Object &L) {
      std::string Text = text(L.getObject("message"), "text");
      if (llvm::StringRef(Text).contains("' is declared here"))
        F.MapAt = physical(&L);
      F.Notes.push_back({physical(&L), std::move(Text)});
    });
    each(&O, "codeFlows", [&](const json::Object &Flow) {
      each(&Flow, "threadFlows", [&](const json::Object &T) {
        Side S;
        S.Thread = text(T.getObject("message"), "text");
        each(&T, "locations", [&](const json::Object &L) {
          const json::Object *Where = L.getObject("location");
          S.At = physical(Where);
          S.Path.push_back({S.At, text(Where ? Where->getObject("message") : nullptr, "text")});
          const json::Object *State = L.getObject("state");
          std::string Held = text(State ? State->getObject("locks held") : nullptr, "text");
          if (!Held.empty() && Held != "none")
            S.Guards.push_back({Held, false, {}});
        });
        F.Sides.push_back(std::move(S));
      });
    });
    Out.push_back(std::move(F));
  }
};

} // namespace

llvm::Expected<std::vector<Finding>> readFindings(llvm::StringRef File, llvm::StringRef SourceRoot) {
  auto Refuse = [&](const std::string &Why) {
    return llvm::createStringError(llvm::inconvertibleErrorCode(), "%s",
                                   llvm::formatv("{0}: {1}", File, Why).str().c_str());
  };
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return Refuse(Buffer.getError().message());
  llvm::Expected<json::Value> Parsed = json::parse((*Buffer)->getBuffer());
  if (!Parsed)
    return Refuse("malformed JSON: " + llvm::toString(Parsed.takeError()));
  FindingReader R(SourceRoot);
  const json::Object *Root = Parsed->getAsObject();
  if (const json::Array *Runs = Root ? Root->getArray("runs") : nullptr)
    R.readSarif(*Runs);
  else if (const json::Array *List = Root ? Root->getArray("findings") : nullptr)
    R.readJson(*List);
  else
    return Refuse("neither a SARIF nor a JSON report of maprace");
  return R.take();
}

} // namespace maprace
