//===- fingerprint.cpp ------------------------------------------------------===//
#include "checker/report/fingerprint.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/BLAKE3.h"
#include "llvm/Support/Path.h"
#include <algorithm>
#include <map>
#include <tuple>

namespace maprace {

namespace {

/// A USR without what changes when files move or lines shift: the folder of the main
/// file ("@@/src/a.cpp" names what is private to a unit) and the place of a lambda in
/// its function ("@L2005").
std::string stableUsr(llvm::StringRef Usr) {
  std::string Out;
  while (!Usr.empty()) {
    if (Usr.consume_front("@@")) {
      std::size_t End = Usr.find('@');
      Out += "@@";
      Out += llvm::sys::path::filename(Usr.take_front(End));
      Usr = Usr.substr(std::min(End, Usr.size()));
    } else if (Usr.starts_with("@L") && Usr.size() > 2 && llvm::isDigit(Usr[2])) {
      Out += "@L";
      Usr = Usr.drop_front(2).drop_while(llvm::isDigit);
    } else {
      Out += Usr.front();
      Usr = Usr.drop_front();
    }
  }
  return Out;
}

std::string withoutBlanks(llvm::StringRef Line) {
  std::string Out;
  std::copy_if(Line.begin(), Line.end(), std::back_inserter(Out), [](char C) { return !llvm::isSpace(C); });
  return Out;
}

/// The parts are separated by a byte that occurs in none of them.
std::string identity(const Finding &F, SourceCache &Sources) {
  std::vector<std::string> Sides;
  Sides.reserve(F.Sides.size());
  for (const Side &S : F.Sides)
    Sides.push_back(stableUsr(S.FunctionUsr) + '\1' + S.Operation + '\1' +
                    withoutBlanks(Sources.line(S.At.File, S.At.Line).value_or("")));
  std::sort(Sides.begin(), Sides.end());
  std::string Out = std::string(ruleInfo(F.Rule).Slug) + '\0' + stableUsr(F.MapUsr);
  for (const std::string &S : Sides)
    Out += '\0' + S;
  return Out;
}

auto sortKey(const Finding &F) {
  return std::tie(F.At, F.Rule, F.MapName, F.MapUsr, F.Message, F.Sides, F.Notes, F.MapAt, F.Fixes);
}

} // namespace

void finishFindings(std::vector<Finding> &Findings, SourceCache &Sources) {
  for (Finding &F : Findings)
    F.Fingerprint.clear();
  std::sort(Findings.begin(), Findings.end(),
            [](const Finding &A, const Finding &B) { return sortKey(A) < sortKey(B); });
  Findings.erase(std::unique(Findings.begin(), Findings.end()), Findings.end());

  std::map<std::string, unsigned> Seen;
  for (Finding &F : Findings) {
    std::string Identity = identity(F, Sources);
    if (unsigned Ordinal = Seen[Identity]++)
      Identity += '\0' + std::to_string(Ordinal);
    llvm::BLAKE3 Hasher;
    Hasher.update(Identity);
    F.Fingerprint = llvm::toHex(Hasher.final<16>(), /*LowerCase=*/true);
  }
}

void finishFindings(std::vector<Finding> &Findings) {
  SourceCache Sources;
  finishFindings(Findings, Sources);
}

} // namespace maprace
