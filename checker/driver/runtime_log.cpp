//===- runtime_log.cpp -------------------------------------------------------------------===//
#include "checker/driver/runtime_log.h"
#include "checker/driver/diagnose.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/LineIterator.h"
#include "llvm/Support/MemoryBuffer.h"

namespace maprace {

namespace {

using llvm::json::Array;
using llvm::json::Object;

std::string text(const Object &O, llvm::StringRef Name) { return O.getString(Name).value_or("").str(); }

std::uint64_t number(const Object &O, llvm::StringRef Name) {
  return static_cast<std::uint64_t>(O.getInteger(Name).value_or(0));
}

std::vector<LoggedFrame> frames(const Array *A) {
  std::vector<LoggedFrame> Out;
  if (A)
    for (const llvm::json::Value &V : *A)
      if (const Object *O = V.getAsObject())
        Out.push_back({text(*O, "function"),
                       text(*O, "module"),
                       {text(*O, "file"), static_cast<unsigned>(number(*O, "line"))},
                       number(*O, "offset")});
  return Out;
}

LoggedSide side(const Object &O) {
  LoggedSide S;
  S.Operation = text(O, "operation");
  S.When = text(O, "when");
  S.Write = O.getString("effect") == "write";
  S.Complete = O.getBoolean("complete").value_or(true);
  S.Site = text(O, "site");
  S.At = parsePlace(S.Site);
  S.Stack = frames(O.getArray("stack"));
  if (const Object *T = O.getObject("thread")) {
    std::uint64_t Number = number(*T, "number");
    std::string Name = text(*T, "name");
    S.Thread = Number == 0 ? "main thread" : "thread T" + std::to_string(Number);
    if (Number && !Name.empty())
      S.Thread += " '" + Name + "'";
    if (const Object *Created = T->getObject("created"))
      S.Created = frames(Created->getArray("stack"));
  }
  return S;
}

std::optional<LoggedRace> race(const Object &O, unsigned Run) {
  const Array *Sides = O.getArray("sides");
  const Object *First = Sides && Sides->size() == 2 ? (*Sides)[0].getAsObject() : nullptr;
  const Object *Second = First ? (*Sides)[1].getAsObject() : nullptr;
  if (!Second)
    return std::nullopt;
  LoggedRace R;
  R.Kind = text(O, "kind");
  R.Evidence = text(O, "evidence");
  R.Finding = text(O, "finding");
  if (const Object *Map = O.getObject("map")) {
    R.MapType = text(*Map, "type");
    R.MapName = text(*Map, "name");
    R.MapConstructed = frames(Map->getArray("constructed"));
  }
  R.Sides[0] = side(*First);
  R.Sides[1] = side(*Second);
  R.Run = Run;
  return R;
}

LoggedPair pair(const Object &O) {
  LoggedPair P;
  P.Finding = text(O, "finding");
  P.First = parsePlace(text(O, "first"));
  P.Second = parsePlace(text(O, "second"));
  if (const Array *Reached = O.getArray("reached"); Reached && Reached->size() == 2)
    for (unsigned I : {0u, 1u})
      P.Reached[I] = static_cast<std::uint64_t>((*Reached)[I].getAsInteger().value_or(0));
  return P;
}

/// What a process says later holds.
void addPair(RuntimeLog &To, const Object &O, unsigned Run) {
  LoggedPair P = pair(O);
  std::string Key =
      llvm::formatv("{0} {1} {2} {3} {4}", Run, number(O, "pid"), text(O, "first"), text(O, "second"), P.Finding);
  auto [At, New] = To.PairAt.try_emplace(Key, To.Pairs.size());
  if (New)
    To.Pairs.push_back(std::move(P));
  else
    To.Pairs[At->second] = std::move(P);
}

} // namespace

llvm::Error readRuntimeLog(llvm::StringRef File, unsigned Run, RuntimeLog &To) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer) {
    if (Buffer.getError() == std::errc::no_such_file_or_directory)
      return llvm::Error::success();
    return failure("{0}: {1}", File, Buffer.getError().message());
  }
  for (llvm::line_iterator Line(**Buffer); !Line.is_at_end(); ++Line) {
    llvm::Expected<llvm::json::Value> Json = llvm::json::parse(*Line);
    const Object *O = Json ? Json->getAsObject() : nullptr;
    if (!Json)
      llvm::consumeError(Json.takeError());
    if (!O) {
      ++To.Broken;
      continue;
    }
    if (O->getInteger("version").value_or(1) != 1)
      return failure("{0}: written by another version of the companion", File);
    std::string Type = text(*O, "type");
    if (Type == "race" || Type == "frozen-write") {
      if (std::optional<LoggedRace> R = race(*O, Run))
        To.Races.push_back(std::move(*R));
      else
        ++To.Broken;
    } else if (Type == "plan" || Type == "progress") {
      addPair(To, *O, Run);
    } else if (Type == "mixed") {
      To.Mixed.insert(text(*O, "module"));
    } else if (Type == "start") {
      ++To.Processes;
    }
  }
  return llvm::Error::success();
}

} // namespace maprace
