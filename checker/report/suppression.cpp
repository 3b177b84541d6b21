//===- suppression.cpp ------------------------------------------------------===//
#include "checker/report/suppression.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include <optional>

namespace maprace {

namespace {

/// Only '*' is special, as in clang-tidy.
bool matchesGlob(llvm::StringRef Glob, llvm::StringRef Name) {
  auto [Head, Tail] = Glob.split('*');
  if (Head.size() == Glob.size())
    return Name == Glob;
  if (!Name.consume_front(Head))
    return false;
  while (true) {
    if (matchesGlob(Tail, Name))
      return true;
    if (Name.empty())
      return false;
    Name = Name.drop_front();
  }
}

enum class Kind { Line, NextLine, Begin, End };

struct Directive {
  Kind What;
  std::size_t Pos;                      ///< offset in the file
  std::optional<llvm::StringRef> Globs; ///< nothing: all checks
  bool covers(llvm::StringRef Check) const { return !Globs || matchesAnyGlob(*Globs, Check); }
};

llvm::SmallVector<Directive> parse(llvm::StringRef Text) {
  llvm::SmallVector<Directive> Out;
  for (std::size_t Pos = Text.find("NOLINT"); Pos != llvm::StringRef::npos; Pos = Text.find("NOLINT", Pos)) {
    std::size_t Start = Pos;
    // Any letter belongs to the word, so that "NOLINTER" is no directive.
    llvm::StringRef Word = Text.substr(Pos).take_while(llvm::isAlpha);
    Pos += Word.size();
    auto What = llvm::StringSwitch<std::optional<Kind>>(Word)
                    .Case("NOLINT", Kind::Line)
                    .Case("NOLINTNEXTLINE", Kind::NextLine)
                    .Case("NOLINTBEGIN", Kind::Begin)
                    .Case("NOLINTEND", Kind::End)
                    .Default(std::nullopt);
    if (!What)
      continue;
    Directive D{*What, Start, std::nullopt};
    // A bracket that is not closed on its line is as good as none.
    if (Pos < Text.size() && Text[Pos] == '(') {
      std::size_t Close = Text.find_first_of("\n)", Pos + 1);
      if (Close != llvm::StringRef::npos && Text[Close] == ')') {
        D.Globs = Text.slice(Pos + 1, Close).trim();
        Pos = Close + 1;
      }
    }
    Out.push_back(D);
  }
  return Out;
}

/// Whether a NOLINTBEGIN before \p Pos that covers \p Check is closed behind it.
/// Blocks nest and do not overlap; a begin or end without its partner means nothing.
bool inBlock(llvm::ArrayRef<Directive> Directives, std::size_t Pos, llvm::StringRef Check) {
  llvm::SmallVector<const Directive *> Open;
  for (const Directive &D : Directives) {
    if (D.What == Kind::Begin) {
      Open.push_back(&D);
    } else if (D.What == Kind::End && !Open.empty() && Open.back()->Globs == D.Globs) {
      const Directive *Begin = Open.pop_back_val();
      if (Begin->Pos <= Pos && Pos < D.Pos && Begin->covers(Check))
        return true;
    }
  }
  return false;
}

} // namespace

bool matchesAnyGlob(llvm::StringRef Globs, llvm::StringRef Name) {
  while (!Globs.empty()) {
    llvm::StringRef Glob = Globs.take_until([](char C) { return C == ',' || C == '\n'; });
    Globs = Globs.drop_front(std::min(Glob.size() + 1, Globs.size()));
    Glob = Glob.trim();
    if (!Glob.starts_with("-") && matchesGlob(Glob, Name))
      return true;
  }
  return false;
}

bool isSuppressed(const SourceRef &At, llvm::StringRef Check, SourceCache &Sources) {
  std::optional<std::size_t> Pos = Sources.offset(At.File, At.Line, At.Col);
  llvm::StringRef Text = Sources.text(At.File);
  if (!Pos || !Text.contains("NOLINT"))
    return false;
  auto LineHas = [&](std::uint32_t Line, Kind What) {
    for (const Directive &D : parse(Sources.line(At.File, Line).value_or("")))
      if (D.What == What && D.covers(Check))
        return true;
    return false;
  };
  return LineHas(At.Line, Kind::Line) || (At.Line > 1 && LineHas(At.Line - 1, Kind::NextLine)) ||
         inBlock(parse(Text), *Pos, Check);
}

unsigned applySuppressions(std::vector<Finding> &Findings, SourceCache &Sources) {
  return std::erase_if(Findings, [&](const Finding &F) { return isSuppressed(F.At, checkName(F.Rule), Sources); });
}

} // namespace maprace
