//===- baseline.cpp -------------------------------------------------------------------------===//
#include "checker/driver/baseline.h"
#include "checker/driver/diagnose.h"
#include "checker/report/json_values.h"
#include "llvm/Support/MemoryBuffer.h"
#include <algorithm>

namespace maprace {

void writeBaseline(llvm::raw_ostream &OS, const std::vector<Finding> &Findings) {
  std::vector<const Finding *> Sorted;
  Sorted.reserve(Findings.size());
  for (const Finding &F : Findings)
    Sorted.push_back(&F);
  std::sort(Sorted.begin(), Sorted.end(),
            [](const Finding *A, const Finding *B) { return A->Fingerprint < B->Fingerprint; });
  OS << "{\"maprace-baseline\": 1, \"findings\": [";
  const char *Separator = "\n";
  for (const Finding *F : Sorted) {
    OS << Separator
       << llvm::formatv("{0}", llvm::json::Value(llvm::json::Object{{"fingerprint", F->Fingerprint},
                                                                    {"check", checkName(F->Rule)},
                                                                    {"map", jsonText(F->MapName)}}));
    Separator = ",\n";
  }
  OS << "\n]}\n";
}

llvm::Expected<llvm::StringSet<>> readBaseline(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return failure("{0}: {1}; write a baseline with --write-baseline", File, Buffer.getError().message());
  llvm::Expected<llvm::json::Value> Json = llvm::json::parse((*Buffer)->getBuffer());
  if (!Json)
    return failure("{0}: malformed JSON: {1}", File, llvm::toString(Json.takeError()));
  const llvm::json::Object *Root = Json->getAsObject();
  const llvm::json::Array *List = Root ? Root->getArray("findings") : nullptr;
  if (!List || !Root->getInteger("maprace-baseline"))
    return failure("{0}: not a baseline; write one with --write-baseline", File);
  if (*Root->getInteger("maprace-baseline") != 1)
    return failure("{0}: a baseline of another version of maprace", File);
  llvm::StringSet<> Out;
  for (const llvm::json::Value &V : *List) {
    const llvm::json::Object *Entry = V.getAsObject();
    auto Fingerprint = Entry ? Entry->getString("fingerprint") : std::nullopt;
    if (!Fingerprint)
      return failure("{0}: finding {1} has no fingerprint", File, Out.size());
    Out.insert(*Fingerprint);
  }
  return Out;
}

} // namespace maprace
