//===- changed.cpp --------------------------------------------------------------------------===//
#include "checker/driver/changed.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/subprocess.h"
#include "checker/report/paths.h"
#include "llvm/ADT/STLExtras.h"
#include <limits>

namespace maprace {

static std::optional<std::string> git(llvm::StringRef Dir, std::vector<std::string> Args) {
  Args.insert(Args.begin(), {"git", "-C", Dir.str(), "-c", "core.quotePath=false"});
  return outputOf(Args);
}

llvm::Expected<ChangedLines> ChangedLines::since(llvm::StringRef Revision, llvm::StringRef Dir) {
  std::optional<std::string> Top = git(Dir, {"rev-parse", "--show-toplevel"});
  if (!Top)
    return failure("--changed-since: {0} is not in a git repository", Dir);
  std::string Root = llvm::StringRef(*Top).rtrim().str();
  // Resolved first, so that nothing in the name is taken for an option or a file.
  std::string Commit = Revision.str() + "^{commit}";
  std::optional<std::string> Resolved = git(Root, {"rev-parse", "--verify", "--quiet", "--end-of-options", Commit});
  if (!Resolved)
    return failure("--changed-since: '{0}' is no revision of {1}", Revision, Root);
  llvm::StringRef Hash = llvm::StringRef(*Resolved).rtrim();
  std::optional<std::string> Diff =
      git(Root, {"diff", "--no-color", "--no-ext-diff", "--no-renames", "--no-relative", "--function-context",
                 "--src-prefix=a/", "--dst-prefix=b/", Hash.str(), "--"});
  std::optional<std::string> Untracked = git(Root, {"ls-files", "--others", "--exclude-standard", "-z"});
  if (!Diff || !Untracked)
    return failure("--changed-since: git diff {0} failed in {1}", Revision, Root);
  ChangedLines Out;
  Out.addDiff(*Diff, Root);
  for (llvm::StringRef Rest = *Untracked; !Rest.empty();) {
    auto [File, Tail] = Rest.split('\0');
    Out.Files[absolutePath(File, Root)].push_back({1, std::numeric_limits<unsigned>::max()});
    Rest = Tail;
  }
  return Out;
}

void ChangedLines::addDiff(llvm::StringRef Diff, llvm::StringRef Root) {
  std::vector<std::pair<unsigned, unsigned>> *Lines = nullptr;
  unsigned Line = 0, First = 0, Last = 0; // new file: current line, extent of the hunk
  unsigned OldLeft = 0, NewLeft = 0;      // lines of the hunk still to come
  bool Deleting = false;                  // lines went, and none has come in their place yet
  auto Settle = [&] {
    if (std::exchange(Deleting, false) && Lines)
      Lines->push_back({First, std::max(First, Last)});
  };
  for (llvm::StringRef Rest = Diff; !Rest.empty();) {
    llvm::StringRef Text;
    std::tie(Text, Rest) = Rest.split('\n');
    if (OldLeft || NewLeft) {
      if (Text.starts_with("-")) {
        Deleting = true;
        --OldLeft;
      } else if (Text.starts_with("+")) {
        Deleting = false; // replaced: the new lines stand for the change
        if (Lines)
          Lines->push_back({Line, Line});
        ++Line;
        --NewLeft;
      } else if (!Text.starts_with("\\")) {
        Settle();
        ++Line;
        --OldLeft;
        --NewLeft;
      }
      if (!OldLeft && !NewLeft)
        Settle();
    } else if (Text.consume_front("+++ ")) {
      // A deleted file has no lines to look at.
      Lines = Text.consume_front("b/") ? &Files[absolutePath(Text.rtrim('\t'), Root)] : nullptr;
    } else if (Text.consume_front("@@ -")) {
      // "@@ -12,7 +12,6 @@"; a missing count is 1
      unsigned Ignored = 0;
      OldLeft = NewLeft = 1;
      Text.consumeInteger(10, Ignored);
      if (Text.consume_front(","))
        Text.consumeInteger(10, OldLeft);
      Text.consume_front(" +");
      Text.consumeInteger(10, First);
      if (Text.consume_front(","))
        Text.consumeInteger(10, NewLeft);
      Line = First;
      Last = First + NewLeft - (NewLeft ? 1 : 0);
    }
  }
}

bool ChangedLines::touches(const SourceRef &At) const {
  if (!At.Line)
    return false;
  auto It = Files.find(absolutePath(At.File));
  return It != Files.end() && llvm::any_of(It->second, [&](const std::pair<unsigned, unsigned> &Range) {
           return Range.first <= At.Line && At.Line <= Range.second;
         });
}

bool ChangedLines::touches(const Finding &F) const {
  auto Touched = [&](const auto &Item) { return touches(Item.At); };
  return touches(F.At) || touches(F.MapAt) || llvm::any_of(F.Sides, [&](const Side &S) {
           return Touched(S) || llvm::any_of(S.Path, Touched) || llvm::any_of(S.Guards, Touched);
         });
}

} // namespace maprace
