//===- extraction.cpp ----------------------------------------------------------------------===//
#include "checker/driver/extraction.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/pool.h"
#include "checker/driver/preview.h"
#include "checker/driver/progress.h"
#include "checker/driver/resource_dir.h"
#include "checker/facts/serial.h"
#include "checker/report/paths.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include <map>
#include <set>

namespace maprace {

namespace {

/// Gathers answers, and draws the progress line.
class Gatherer : public PoolObserver {
public:
  Gatherer(std::vector<CompileJob> Jobs, const Settings &S)
      : Jobs(std::move(Jobs)), Facts(this->Jobs.size()), Reasons(this->Jobs.size()), Dir(absolutePath(".")), Count(S),
        Line(this->Jobs.size()) {
    for (std::size_t I = 0; I < this->Jobs.size(); ++I) {
      Dropped.insert(this->Jobs[I].Dropped.begin(), this->Jobs[I].Dropped.end());
      Reasons[I] = this->Jobs[I].Problem;
      if (!Reasons[I].empty())
        continue;
      Runnable.push_back(&this->Jobs[I]);
      Index.push_back(I);
    }
    Done = this->Jobs.size() - Runnable.size();
  }

  llvm::ArrayRef<const CompileJob *> runnable() const { return Runnable; }

  void started(std::size_t Unit) override {
    Current = relativePath(Runnable[Unit]->File, Dir);
    draw();
  }

  void finished(std::size_t Unit, UnitAnswer Answer) override {
    ++Done;
    std::size_t I = Index[Unit];
    Dropped.insert(Answer.Dropped.begin(), Answer.Dropped.end());
    Reasons[I] = Answer.Reason;
    if (Answer.Ok) {
      llvm::Expected<UnitFacts> Read = deserialize(Answer.Facts, Jobs[I].File);
      if (Read)
        Facts[I] = std::move(*Read);
      else
        Reasons[I] = llvm::toString(Read.takeError());
    }
    draw();
  }

  void tick() override {
    if (Line.enabled())
      Count.update(Facts);
    draw();
  }

  Extraction take() {
    Extraction Out;
    for (std::size_t I = 0; I < Jobs.size(); ++I) {
      UnitOutcome Outcome{Jobs[I].File, UnitStatus::Failed, Reasons[I]};
      if (Facts[I]) {
        Outcome.Status = Facts[I]->State == UnitState::Clean ? UnitStatus::Clean : UnitStatus::Degraded;
        Outcome.Reason = Facts[I]->Reason;
        Out.Units.push_back(std::move(*Facts[I]));
      }
      Out.Outcomes.push_back(std::move(Outcome));
    }
    return Out;
  }

  const std::set<std::string> &dropped() const { return Dropped; }

private:
  std::vector<CompileJob> Jobs;
  std::vector<const CompileJob *> Runnable;
  std::vector<std::size_t> Index; ///< of the runnable ones, in Jobs
  std::vector<std::optional<UnitFacts>> Facts;
  std::vector<std::string> Reasons;
  std::set<std::string> Dropped;
  std::string Dir, Current;
  std::size_t Done = 0;
  Preview Count;
  Progress Line;

  void draw() { Line.show(Done, Current, Count.findings()); }
};

} // namespace

void ExtractionOptions::addTo(std::vector<Option> &Options) {
  Options.push_back(
      {"build-dir", 'p', "DIR", "folder with compile_commands.json (else looked for upwards)", store(What.BuildDir)});
  Options.push_back({"jobs", 'j', "N", "parallel workers (default: one a core, as memory allows)",
                     [this](llvm::StringRef V) -> llvm::Error {
                       unsigned N = 0;
                       if (V.getAsInteger(10, N) || N > 1024)
                         return failure("'{0}' is not a number of workers", V);
                       Jobs = N;
                       return llvm::Error::success();
                     }});
  Options.push_back(
      {"unit-timeout", 0, "SECONDS", "give a unit up after this time (default: 300; 0: never)", store(TimeoutSeconds)});
  Options.push_back({"index", 0, "none", "facts kept between runs; not available in this version",
                     [](llvm::StringRef V) -> llvm::Error {
                       return V == "none" ? llvm::Error::success()
                                          : failure("only 'none' is available in this version, not '{0}'", V);
                     }});
}

void ExtractionOptions::take(const Arguments &Args) {
  What.Files = Args.Positional;
  What.CompileArgs = Args.AfterDashes;
  What.HasCompileArgs = Args.HasDashes;
}

llvm::Expected<Extraction> extractUnits(const ExtractionOptions &Options, const Settings &S) {
  auto Jobs = selectJobs(Options.What);
  if (!Jobs)
    return Jobs.takeError();
  PoolOptions Pool;
  Pool.Executable = llvm::sys::fs::getMainExecutable(nullptr, nullptr);
  Pool.Jobs = Options.Jobs.value_or(defaultJobs());
  Pool.TimeoutSeconds = Options.TimeoutSeconds;
  Pool.Setup = {S, findResourceDir(Pool.Executable), absolutePath(".")};
  if (Pool.Setup.ResourceDir.empty())
    return failure("cannot find Clang's own headers; install libclang-common-{0}-dev, or maprace with its lib folder",
                   LLVM_VERSION_MAJOR);
  Extraction Out;
  std::set<std::string> Dropped;
  {
    Gatherer G(std::move(*Jobs), S);
    auto Signal = runPool(G.runnable(), Pool, G);
    if (!Signal)
      return Signal.takeError();
    Out = G.take();
    Out.Signal = *Signal;
    Dropped = G.dropped();
  } // the progress line is gone
  if (Out.Signal)
    return Out;
  if (!Dropped.empty())
    reportNote("left out flags that Clang does not know: " + llvm::join(Dropped, " "));
  reportOutcomes(Out.Outcomes);
  return Out;
}

void reportOutcomes(llvm::ArrayRef<UnitOutcome> Outcomes) {
  constexpr std::size_t MaxReasons = 5;
  std::string Dir = absolutePath(".");
  // A header that does not parse degrades many units in the same way.
  std::map<std::string, std::vector<const UnitOutcome *>> Degraded;
  std::vector<std::string> Order;
  for (const UnitOutcome &U : Outcomes) {
    if (U.Status == UnitStatus::Failed)
      reportError(relativePath(U.File, Dir) + ": " + U.Reason);
    if (U.Status != UnitStatus::Degraded)
      continue;
    auto &Same = Degraded[U.Reason];
    if (Same.empty())
      Order.push_back(U.Reason);
    Same.push_back(&U);
  }
  for (std::size_t I = 0; I < std::min(Order.size(), MaxReasons); ++I) {
    const auto &Same = Degraded[Order[I]];
    std::string Others = Same.size() > 1 ? llvm::formatv(" and {0} more", Same.size() - 1).str() : "";
    reportNote(llvm::formatv("{0}{1} degraded: {2}", relativePath(Same.front()->File, Dir), Others, Order[I]).str());
  }
  if (Order.size() > MaxReasons)
    reportNote(
        llvm::formatv("{0} more reasons for degraded units; --output json lists all", Order.size() - MaxReasons).str());
}

int exitStatus(llvm::ArrayRef<UnitOutcome> Outcomes) {
  auto Failed = [](const UnitOutcome &U) { return U.Status == UnitStatus::Failed; };
  if (llvm::all_of(Outcomes, Failed))
    return ExitUsage; // nothing could be scanned
  return llvm::any_of(Outcomes, Failed) ? ExitIncomplete : ExitClean;
}

} // namespace maprace
