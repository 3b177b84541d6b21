//===- fixing.cpp ---------------------------------------------------------------------------===//
#include "checker/driver/fixing.h"
#include "checker/driver/diagnose.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include <map>
#include <set>

namespace maprace {

namespace {

/// A replacement by its bytes.
struct Cut {
  std::size_t Begin = 0, End = 0;
  std::string Text;
  auto operator<=>(const Cut &) const = default;

  bool overlaps(const Cut &O) const {
    // Two insertions at one place have no order.
    if (Begin == End && O.Begin == O.End)
      return Begin == O.Begin;
    return Begin < O.End && O.Begin < End;
  }
};

using Cuts = std::map<std::string, std::set<Cut>>; ///< by file

/// The cuts of a change; nothing when a place is not in its file, or others are in the way.
std::optional<Cuts> fit(const Change &C, const Cuts &Taken, SourceCache &Sources) {
  Cuts New;
  for (const Replacement &R : C) {
    std::optional<std::size_t> At = Sources.offset(R.At.File, R.At.Line, R.At.Col);
    if (!At || *At + R.Length > Sources.text(R.At.File).size())
      return std::nullopt;
    Cut Mine{*At, *At + R.Length, R.Text};
    auto InTheWay = [&](const Cut &Other) { return Other != Mine && Other.overlaps(Mine); };
    if (auto It = Taken.find(R.At.File); It != Taken.end() && llvm::any_of(It->second, InTheWay))
      return std::nullopt;
    if (llvm::any_of(New[R.At.File], InTheWay))
      return std::nullopt;
    New[R.At.File].insert(std::move(Mine));
  }
  return New;
}

} // namespace

FixOutcome applyChanges(const std::vector<Change> &Changes, SourceCache &Sources) {
  FixOutcome Out;
  Cuts All;
  for (const Change &C : Changes) {
    if (C.empty())
      continue;
    std::optional<Cuts> New = fit(C, All, Sources);
    if (!New) {
      ++Out.Left;
      continue;
    }
    ++Out.Made;
    for (auto &[File, Set] : *New)
      All[File].insert(Set.begin(), Set.end());
  }
  for (const auto &[File, Set] : All) {
    llvm::StringRef Old = Sources.text(File);
    std::string New;
    std::size_t Done = 0;
    for (const Cut &C : Set) {
      New += Old.slice(Done, C.Begin);
      New += C.Text;
      Done = C.End;
    }
    New += Old.drop_front(Done);
    // Through a file of its own, so that nobody ever sees half of it.
    if (llvm::Error E = llvm::writeToOutput(File, [&](llvm::raw_ostream &OS) {
          OS << New;
          return llvm::Error::success();
        })) {
      reportError(llvm::formatv("cannot write {0}: {1}", File, llvm::toString(std::move(E))).str());
      Out.Written = false;
      continue;
    }
    ++Out.Files;
  }
  return Out;
}

} // namespace maprace
