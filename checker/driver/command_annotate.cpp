//===- command_annotate.cpp - maprace annotate ---------------------------------------------===//
#include "checker/driver/analysis_options.h"
#include "checker/driver/commands.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/extraction.h"
#include "checker/driver/fixing.h"
#include "checker/report/paths.h"
#include "maprace/checker/pipeline.h"
#include <map>
#include <set>

namespace maprace {

namespace {

/// How an attribute is written.
struct Spelling {
  bool Macros = false;
  std::string Prefix, Header;

  std::string write(const Annotation &A) const {
    bool Guards = A.What == Annotation::GuardedBy;
    if (Macros)
      return " " + Prefix + (Guards ? "GUARDED_BY(" : "REQUIRES(") + A.Lock + ")";
    return std::string(" __attribute__((") + (Guards ? "guarded_by(" : "requires_capability(") + A.Lock + ")))";
  }
};

/// The include of the macros' header, in front of the file's first one.
std::optional<Replacement> include(const std::string &File, const std::string &Header, SourceCache &Sources) {
  std::string Text = "#include \"" + Header + "\"\n";
  if (Sources.text(File).contains(llvm::StringRef(Text).rtrim()))
    return std::nullopt;
  for (std::uint32_t Number = 1; std::optional<llvm::StringRef> Line = Sources.line(File, Number); ++Number)
    if (Line->ltrim().starts_with("#include"))
      return Replacement{{File, Number, 1}, 0, Text};
  return Replacement{{File, 1, 1}, 0, Text};
}

} // namespace

int runAnnotate(const Command &Self, llvm::ArrayRef<std::string> Args) {
  ExtractionOptions Units;
  AnalysisOptions Analysis;
  Spelling Written;
  bool Fix = false;
  std::vector<Option> Options;
  Units.addTo(Options);
  Analysis.addTo(Options);
  Options.push_back({"fix", 0, "", "write the attributes into the files, not only say where they go", store(Fix)});
  Options.push_back({"macros", 0, "PREFIX",
                     "write PREFIX_GUARDED_BY(mu) and PREFIX_REQUIRES(mu), or GUARDED_BY(mu) without a prefix, "
                     "instead of Clang's attributes",
                     [&](llvm::StringRef V) {
                       Written.Macros = true;
                       Written.Prefix = V.empty() || V.ends_with("_") ? V.str() : V.str() + "_";
                       return llvm::Error::success();
                     },
                     /*ValueOptional=*/true});
  Options.push_back({"macro-header", 0, "FILE", "include this header where a macro is written", store(Written.Header)});
  int Status = ExitClean;
  std::optional<Arguments> Parsed = parseCommand(Self, Args, Options, Status);
  if (!Parsed)
    return Status;
  Units.take(*Parsed);
  if (!Written.Header.empty() && !Written.Macros)
    return usageError(failure("--macro-header needs --macros; see maprace annotate --help"));
  llvm::Expected<Settings> S = Analysis.settings();
  if (!S)
    return usageError(S.takeError());
  llvm::Expected<Extraction> Facts = extractUnits(Units, *S);
  if (!Facts)
    return usageError(Facts.takeError());
  if (Facts->Signal)
    return 128 + Facts->Signal;
  Annotations Found = inferAnnotations(std::move(Facts->Units), *S);
  SourceCache Sources;
  std::string Dir = absolutePath(".");
  auto Where = [&](const SourceRef &At) {
    return relativePath(At.File, Dir) + ":" + std::to_string(At.Line) + ":" + std::to_string(At.Col) + ": ";
  };
  // A function that needs two locks says so in one place: its attributes are one change.
  std::map<SourceRef, std::string> ByPlace;
  std::set<std::string> Files;
  for (const Annotation &A : Found.All) {
    std::string Text = Written.write(A);
    llvm::outs() << Where(A.At) << '\'' << A.Name << "' "
                 << (A.What == Annotation::GuardedBy ? "is guarded by '" : "is called with '") << A.Lock
                 << (A.What == Annotation::GuardedBy ? "':" : "' held:") << Text << '\n';
    ByPlace[A.At] += Text;
    Files.insert(A.At.File);
  }
  for (const Note &N : Found.Left)
    llvm::outs() << Where(N.At) << "note: " << N.Text << '\n';
  llvm::outs().flush();
  if (Fix) {
    std::vector<Change> Changes;
    for (const auto &[At, Text] : ByPlace)
      Changes.push_back({{At, 0, Text}});
    for (const std::string &File : Files)
      if (!Written.Header.empty())
        if (std::optional<Replacement> R = include(File, Written.Header, Sources))
          Changes.push_back({*R});
    FixOutcome Done = applyChanges(Changes, Sources);
    reportNote(llvm::formatv("wrote {0} attributes in {1} {2}", Found.All.size(), Done.Files,
                             Done.Files == 1 ? "file" : "files")
                   .str());
    if (!Done.Written)
      return ExitUsage;
  }
  return exitStatus(Facts->Outcomes);
}

} // namespace maprace
