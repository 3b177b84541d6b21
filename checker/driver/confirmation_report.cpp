//===- confirmation_report.cpp -----------------------------------------------------------===//
//
// The SARIF that was read, with `properties.confirmation` on each result and the dynamic
// stacks as its `stacks`. A race that nothing predicted is a result of a rule of its own; its
// two sides are threadFlows, so that the file can be confirmed again.
//
//===----------------------------------------------------------------------===//
#include "checker/driver/confirmation_report.h"
#include "checker/report/json_values.h"
#include "checker/report/paths.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MD5.h"
#include "llvm/Support/Path.h"

namespace maprace {

using llvm::json::Array;
using llvm::json::Object;
using llvm::json::Value;

namespace {

constexpr const char *ObservedRule = "maprace-observed-race";

Object message(llvm::StringRef Text) { return Object{{"text", jsonText(Text)}}; }

std::string sideText(const LoggedSide &S) {
  std::string Text = llvm::formatv("{0} by '{1}' in {2}", S.Write ? "write" : "read", S.Operation, S.Thread);
  if (!S.When.empty())
    Text += ", " + S.When;
  if (!S.Complete)
    Text += "; only its place is known";
  return Text;
}

std::string raceText(const LoggedRace &R) {
  std::string Map = R.MapName.empty() ? "a " + R.MapType : "'" + R.MapName + "'";
  return llvm::formatv("{0}: {1} and {2} met on {3} while the program ran", R.Kind, sideText(R.Sides[0]),
                       sideText(R.Sides[1]), Map);
}

Object physical(const Place &At) {
  std::string Path = jsonText(At.File);
  Object Artifact{{"uri", (llvm::sys::path::is_absolute(Path) ? "file://" : "") + encodeUri(Path)}};
  if (!llvm::sys::path::is_absolute(Path))
    Artifact["uriBaseId"] = "%SRCROOT%";
  return Object{{"artifactLocation", std::move(Artifact)}, {"region", Object{{"startLine", At.Line}}}};
}

Object frame(const LoggedFrame &F) {
  Object Location;
  if (F.At.Line)
    Location["physicalLocation"] = physical(F.At);
  if (!F.Function.empty())
    Location["logicalLocations"] = Array{Object{{"fullyQualifiedName", jsonText(F.Function)}, {"kind", "function"}}};
  return Object{{"location", std::move(Location)}, {"module", jsonText(F.Module)}};
}

void addStack(Array &To, const LoggedRace &R, const std::string &What, const std::vector<LoggedFrame> &Frames) {
  if (Frames.empty())
    return;
  Array Out;
  for (const LoggedFrame &F : Frames)
    Out.push_back(frame(F));
  To.push_back(
      Object{{"message", message(llvm::formatv("run {0}: {1}", R.Run, What).str())}, {"frames", std::move(Out)}});
}

Array stacks(llvm::ArrayRef<const LoggedRace *> Races) {
  Array Out;
  for (const LoggedRace *R : Races) {
    for (const LoggedSide &S : R->Sides)
      addStack(Out, *R, sideText(S), S.Stack);
    for (const LoggedSide &S : R->Sides)
      addStack(Out, *R, S.Thread + " was started", S.Created);
    addStack(Out, *R, "the map was constructed", R->MapConstructed);
  }
  return Out;
}

void annotate(Object &Result, const Confirmed &C, unsigned Runs) {
  Object Told{{"status", statusName(C.Status)}, {"runs", Runs}};
  Array Reached;
  for (std::uint64_t N : C.Reached)
    Reached.push_back(static_cast<std::int64_t>(N));
  Told["reached"] = std::move(Reached);
  Array Evidence;
  for (const LoggedRace *R : C.Races)
    Evidence.push_back(jsonText(raceText(*R)));
  Told["races"] = std::move(Evidence);
  Object *Properties = Result.getObject("properties");
  if (!Properties) {
    Result["properties"] = Object{};
    Properties = Result.getObject("properties");
  }
  (*Properties)["confirmation"] = std::move(Told);
  Result.erase("stacks"); // of an earlier confirmation
  if (!C.Races.empty())
    Result["stacks"] = stacks(C.Races);
}

Object observed(const LoggedRace &R, unsigned Runs) {
  Array Threads;
  for (const LoggedSide &S : R.Sides)
    if (S.At.Line)
      Threads.push_back(Object{{"message", message(S.Thread)},
                               {"locations", Array{Object{{"location", Object{{"physicalLocation", physical(S.At)},
                                                                              {"message", message(sideText(S))}}}}}}});
  std::array<std::string, 2> Sites{R.Sides[0].Site, R.Sides[1].Site};
  llvm::sort(Sites);
  llvm::MD5 Hash;
  Hash.update(R.Kind + "\n" + Sites[0] + "\n" + Sites[1]);
  Object Out{{"ruleId", ObservedRule},
             {"level", "warning"},
             {"message", message(raceText(R))},
             {"stacks", stacks(&R)},
             {"partialFingerprints", Object{{"maprace/v1", std::string(Hash.final().digest())}}},
             {"properties", Object{{"confirmation", Object{{"status", "observed"}, {"runs", Runs}}}}}};
  if (R.Sides[0].At.Line)
    Out["locations"] = Array{Object{{"physicalLocation", physical(R.Sides[0].At)}}};
  if (!Threads.empty())
    Out["codeFlows"] = Array{Object{{"threadFlows", std::move(Threads)}}};
  return Out;
}

void addRule(Object &Run) {
  Object *Tool = Run.getObject("tool");
  Object *Driver = Tool ? Tool->getObject("driver") : nullptr;
  if (!Driver)
    return;
  if (!Driver->getArray("rules"))
    (*Driver)["rules"] = Array{};
  Array &Rules = *Driver->getArray("rules");
  for (const Value &V : Rules)
    if (V.getAsObject() && V.getAsObject()->getString("id") == ObservedRule)
      return;
  Rules.push_back(Object{{"id", ObservedRule},
                         {"shortDescription", message("A race that happened while the program ran and that no finding "
                                                      "predicted.")},
                         {"defaultConfiguration", Object{{"level", "warning"}}}});
}

void writeSarif(llvm::raw_ostream &OS, const ConfirmationReport &R) {
  Value Document = R.File.Document;
  Array &Runs = *Document.getAsObject()->getArray("runs");
  for (std::size_t I = 0; I < R.File.Findings.size(); ++I) {
    const SarifFinding &F = R.File.Findings[I];
    Array &Results = *Runs[F.Run].getAsObject()->getArray("results");
    annotate(*Results[F.Result].getAsObject(), R.Result.Findings[I], R.Runs);
  }
  if (!R.Result.Unpredicted.empty()) {
    if (Runs.empty())
      Runs.push_back(Object{{"tool", Object{{"driver", Object{{"name", "maprace"}, {"version", MAPRACE_VERSION}}}}},
                            {"results", Array{}}});
    Object &First = *Runs.front().getAsObject();
    addRule(First);
    for (const LoggedRace *Race : R.Result.Unpredicted)
      First.getArray("results")->push_back(observed(*Race, R.Runs));
  }
  OS << llvm::formatv("{0:2}", Document) << '\n';
}

// --- text -------------------------------------------------------------------------------------

void printFrames(llvm::raw_ostream &OS, const std::vector<LoggedFrame> &Frames) {
  for (const LoggedFrame &F : Frames) {
    OS << "      " << (F.Function.empty() ? "<unknown>" : F.Function);
    if (F.At.Line)
      OS << ' ' << F.At.File << ':' << F.At.Line << '\n';
    else
      OS << " (" << F.Module << '+' << llvm::format_hex(F.Offset, 0) << ")\n";
  }
}

void printRace(llvm::raw_ostream &OS, const LoggedRace &R) {
  for (const LoggedSide &S : R.Sides) {
    OS << "    run " << R.Run << ": " << sideText(S) << ":\n";
    printFrames(OS, S.Stack);
  }
}

const char *inWords(ConfirmStatus S) {
  switch (S) {
  case ConfirmStatus::Confirmed: return "confirmed";
  case ConfirmStatus::Exercised: return "exercised, not observed";
  case ConfirmStatus::NotExercised: return "never exercised";
  }
  return "";
}

void writeText(llvm::raw_ostream &OS, const ConfirmationReport &R) {
  for (std::size_t I = 0; I < R.File.Findings.size(); ++I) {
    const SarifFinding &F = R.File.Findings[I];
    const Confirmed &C = R.Result.Findings[I];
    // Without the links that only SARIF viewers follow.
    llvm::StringRef Message = llvm::StringRef(F.Message).split(" ([").first;
    OS << F.At.File << ':' << F.At.Line << ':' << std::max(F.Column, 1u) << ": " << inWords(C.Status) << ": " << Message
       << " [" << F.Rule << "]\n";
    for (std::size_t S = 0; S < F.Sides.size(); ++S)
      OS << "    " << placeText(F.Sides[S]) << " was executed " << C.Reached[S]
         << (C.Reached[S] == 1 ? " time" : " times") << '\n';
    for (const LoggedRace *Race : C.Races)
      printRace(OS, *Race);
  }
  for (const LoggedRace *Race : R.Result.Unpredicted) {
    OS << Race->Sides[0].Site << ": not predicted: " << raceText(*Race) << " [" << ObservedRule << "]\n";
    printRace(OS, *Race);
  }
}

} // namespace

static const ConfirmationFormat Formats[] = {{"text", writeText}, {"sarif", writeSarif}};

llvm::ArrayRef<ConfirmationFormat> confirmationFormats() { return Formats; }

std::string summaryLine(const ConfirmationReport &R) {
  return llvm::formatv(
      "{0} confirmed, {1} exercised but not observed, {2} never exercised, {3} not predicted, in {4} {5}",
      R.Result.count(ConfirmStatus::Confirmed), R.Result.count(ConfirmStatus::Exercised),
      R.Result.count(ConfirmStatus::NotExercised), R.Result.Unpredicted.size(), R.Runs, R.Runs == 1 ? "run" : "runs");
}

} // namespace maprace
