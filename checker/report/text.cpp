//===- text.cpp - findings as Clang prints diagnostics ------------------------===//
//
// The first line of a finding is `file:line:col: warning: message [check]`, exactly,
// because other tools parse it. Every face that prints text prints this.
//
//===----------------------------------------------------------------------===//
#include "checker/report/paths.h"
#include "checker/report/report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Unicode.h"

namespace maprace {

namespace {

using Color = llvm::raw_ostream::Colors;

/// Does nothing on a stream whose colours are off.
class Paint {
public:
  Paint(llvm::raw_ostream &OS, Color C, bool Bold = true) : OS(OS) { OS.changeColor(C, Bold); }
  ~Paint() { OS.resetColor(); }

private:
  llvm::raw_ostream &OS;
};

/// A line as a terminal can show it, and where one of its bytes lands.
struct Shown {
  std::string Text;
  unsigned Column = 0; ///< cells before byte Byte
};

/// Tabs go to multiples of 8; control characters and broken UTF-8 become '?'.
Shown show(llvm::StringRef Line, std::size_t Byte) {
  Shown Out;
  unsigned Column = 0;
  for (std::size_t I = 0; I < Line.size();) {
    if (I <= Byte)
      Out.Column = Column;
    if (Line[I] == '\t') {
      unsigned Width = 8 - Column % 8;
      Out.Text.append(Width, ' ');
      Column += Width;
      ++I;
      continue;
    }
    std::size_t Length = llvm::getNumBytesForUTF8(static_cast<llvm::UTF8>(Line[I]));
    llvm::StringRef Char = Line.substr(I, Length);
    int Width = llvm::sys::unicode::columnWidthUTF8(Char);
    if (Char.size() < Length || Width < 0) {
      Char = "?";
      Length = Width = 1;
    }
    Out.Text += Char;
    Column += static_cast<unsigned>(Width);
    I += Length;
  }
  if (Byte >= Line.size())
    Out.Column = Column;
  return Out;
}

class Printer {
public:
  Printer(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources) : OS(OS), R(R), Sources(Sources) {}

  void print(const Finding &F) {
    place(F.At);
    {
      Paint P(OS, Color::MAGENTA);
      OS << "warning: ";
    }
    {
      Paint P(OS, Color::SAVEDCOLOR);
      OS << F.Message << " [" << checkName(F.Rule) << ']';
    }
    OS << '\n';
    excerpt(F.At);
    for (const Note &N : F.Notes) {
      place(N.At);
      {
        Paint P(OS, Color::CYAN);
        OS << "note: ";
      }
      OS << N.Text << '\n';
      excerpt(N.At);
    }
  }

private:
  llvm::raw_ostream &OS;
  const Report &R;
  SourceCache &Sources;

  void place(const SourceRef &At) {
    if (!At.Line)
      return;
    Paint P(OS, Color::SAVEDCOLOR);
    OS << relativePath(At.File, R.WorkingDir) << ':' << At.Line << ':' << At.Col << ": ";
  }

  void excerpt(const SourceRef &At) {
    std::optional<llvm::StringRef> Line = Sources.line(At.File, At.Line);
    if (!Line)
      return;
    Shown S = show(*Line, At.Col ? At.Col - 1 : 0);
    OS << llvm::format("%5u | ", At.Line) << llvm::StringRef(S.Text).rtrim() << '\n';
    OS << "      | " << std::string(S.Column, ' ');
    {
      Paint P(OS, Color::GREEN);
      OS << '^';
    }
    OS << '\n';
  }
};

} // namespace

void writeText(llvm::raw_ostream &OS, const Report &R, SourceCache &Sources) {
  Printer P(OS, R, Sources);
  for (const Finding &F : R.Findings)
    P.print(F);
}

} // namespace maprace
