//===- sarif_findings.cpp ----------------------------------------------------------------===//
#include "checker/driver/sarif_findings.h"
#include "checker/driver/diagnose.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/MemoryBuffer.h"

namespace maprace {

bool samePlace(const Place &A, const Place &B) {
  if (A.Line != B.Line || !A.Line)
    return false;
  llvm::StringRef Long = A.File, Short = B.File;
  if (Long.size() < Short.size())
    std::swap(Long, Short);
  if (!Long.consume_back(Short))
    return false;
  return Long.empty() || Long.ends_with("/") || Short.starts_with("/");
}

Place parsePlace(llvm::StringRef Text) {
  auto [File, Number] = Text.rsplit(':');
  Place P;
  if (File.empty() || Number.getAsInteger(10, P.Line))
    return {};
  P.File = File.str();
  return P;
}

std::string placeText(const Place &P) { return P.File + ":" + std::to_string(P.Line); }

namespace {

using llvm::json::Array;
using llvm::json::Object;

/// "src/a%20b.cpp", "file:///x/y.cpp", "./a:b.cpp": as paths.
std::string pathOf(llvm::StringRef Uri) {
  Uri.consume_front("file://");
  while (Uri.consume_front("./"))
    ;
  std::string Out;
  for (std::size_t I = 0; I < Uri.size(); ++I) {
    unsigned Byte = 0;
    if (Uri[I] == '%' && I + 2 < Uri.size() && !Uri.substr(I + 1, 2).getAsInteger(16, Byte)) {
      Out += static_cast<char>(Byte);
      I += 2;
    } else {
      Out += Uri[I];
    }
  }
  return Out;
}

/// Of a `location`.
Place placeOf(const Object *Location, unsigned *Column = nullptr) {
  const Object *Physical = Location ? Location->getObject("physicalLocation") : nullptr;
  const Object *Artifact = Physical ? Physical->getObject("artifactLocation") : nullptr;
  const Object *Region = Physical ? Physical->getObject("region") : nullptr;
  auto Uri = Artifact ? Artifact->getString("uri") : std::nullopt;
  auto Line = Region ? Region->getInteger("startLine") : std::nullopt;
  if (!Uri || !Line || *Line < 1)
    return {};
  if (Column)
    *Column = static_cast<unsigned>(Region->getInteger("startColumn").value_or(1));
  return {pathOf(*Uri), static_cast<unsigned>(*Line)};
}

const Object *front(const Object *O, llvm::StringRef Name) {
  const Array *A = O ? O->getArray(Name) : nullptr;
  return A && !A->empty() ? A->front().getAsObject() : nullptr;
}

/// The last location of each threadFlow is the access.
std::vector<Place> sidesOf(const Object &Result) {
  std::vector<Place> Out;
  const Object *Flow = front(&Result, "codeFlows");
  const Array *Threads = Flow ? Flow->getArray("threadFlows") : nullptr;
  if (Threads)
    for (const llvm::json::Value &T : *Threads) {
      const Array *Steps = T.getAsObject() ? T.getAsObject()->getArray("locations") : nullptr;
      const Object *Last = Steps && !Steps->empty() ? Steps->back().getAsObject() : nullptr;
      if (Place P = placeOf(Last ? Last->getObject("location") : nullptr); P.Line)
        Out.push_back(P);
    }
  return Out;
}

/// The related location that the message links as "[the map](N)".
Place declarationOf(const Object &Result, llvm::StringRef Message) {
  llvm::StringRef Link = Message.rsplit("[the map](").second;
  std::int64_t Id = 0;
  if (Link.consumeInteger(10, Id))
    return {};
  if (const Array *Related = Result.getArray("relatedLocations"))
    for (const llvm::json::Value &V : *Related)
      if (const Object *O = V.getAsObject(); O && O->getInteger("id") == Id)
        return placeOf(O);
  return {};
}

SarifFinding findingOf(const Object &Result) {
  SarifFinding F;
  const Object *Location = front(&Result, "locations");
  F.At = placeOf(Location, &F.Column);
  F.Rule = Result.getString("ruleId").value_or("").str();
  if (const Object *M = Result.getObject("message"))
    F.Message = M->getString("text").value_or("").str();
  if (const Object *Logical = front(Location, "logicalLocations"))
    F.Map = Logical->getString("fullyQualifiedName").value_or("").str();
  F.MapAt = declarationOf(Result, F.Message);
  F.Sides = sidesOf(Result);
  if (F.Sides.empty() && F.At.Line)
    F.Sides.push_back(F.At);
  if (const Object *Prints = Result.getObject("partialFingerprints"))
    F.Id = Prints->getString("maprace/v1").value_or("").str();
  return F;
}

} // namespace

llvm::Expected<SarifFile> readSarif(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return failure("{0}: {1}; write it with maprace scan --output sarif={0}", File, Buffer.getError().message());
  llvm::Expected<llvm::json::Value> Json = llvm::json::parse((*Buffer)->getBuffer());
  if (!Json)
    return failure("{0}: malformed JSON: {1}", File, llvm::toString(Json.takeError()));
  const Object *Root = Json->getAsObject();
  const Array *Runs = Root ? Root->getArray("runs") : nullptr;
  if (!Runs)
    return failure("{0}: not a SARIF file: no 'runs' in it", File);
  if (Root->getString("version") != "2.1.0")
    return failure("{0}: not SARIF 2.1.0", File);
  SarifFile Out;
  llvm::StringSet<> Ids;
  for (std::size_t R = 0; R < Runs->size(); ++R) {
    const Object *Run = (*Runs)[R].getAsObject();
    const Array *Results = Run ? Run->getArray("results") : nullptr;
    if (!Results)
      return failure("{0}: not a SARIF file: run {1} has no results", File, R);
    for (std::size_t I = 0; I < Results->size(); ++I) {
      const Object *Result = (*Results)[I].getAsObject();
      if (!Result)
        return failure("{0}: not a SARIF file: result {1} of run {2} is no object", File, I, R);
      SarifFinding F = findingOf(*Result);
      if (F.Sides.empty())
        continue;
      F.Run = R;
      F.Result = I;
      auto IsWord = [](llvm::StringRef S) { return !S.empty() && llvm::all_of(S, llvm::isAlnum); };
      if (!IsWord(F.Id) || !Ids.insert(F.Id).second) {
        F.Id = llvm::formatv("finding{0}of{1}", I, R).str();
        Ids.insert(F.Id);
      }
      Out.Findings.push_back(std::move(F));
    }
  }
  Out.Document = std::move(*Json);
  return Out;
}

} // namespace maprace
