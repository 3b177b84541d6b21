//===- changed.h - the lines that a change touches -----------------------*- C++ -*-===//
//
// A race has two sides, and a change that makes one may touch either, or take away a
// lock and touch no line that is left. So a finding counts as changed when any of its
// places lies on a changed line, where for a deletion the whole function around it
// counts, as far as git can tell its extent.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_CHANGED_H
#define MAPRACE_DRIVER_CHANGED_H

#include "maprace/checker/finding.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"
#include <string>
#include <utility>
#include <vector>

namespace maprace {

class ChangedLines {
public:
  /// What differs between \p Revision and the files on disk, in the repository that
  /// \p Dir lies in; untracked files are new from end to end.
  static llvm::Expected<ChangedLines> since(llvm::StringRef Revision, llvm::StringRef Dir);
  /// From the text of `git diff --function-context`, names relative to \p Root.
  void addDiff(llvm::StringRef Diff, llvm::StringRef Root);

  bool touches(const SourceRef &At) const;
  bool touches(const Finding &F) const;

private:
  /// Absolute file -> first and last lines.
  llvm::StringMap<std::vector<std::pair<unsigned, unsigned>>> Files;
};

} // namespace maprace
#endif
