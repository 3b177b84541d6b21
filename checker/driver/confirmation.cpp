//===- confirmation.cpp ------------------------------------------------------------------===//
#include "checker/driver/confirmation.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FormatVariadic.h"

namespace maprace {

const char *statusName(ConfirmStatus S) {
  switch (S) {
  case ConfirmStatus::Confirmed: return "confirmed";
  case ConfirmStatus::Exercised: return "exercised";
  case ConfirmStatus::NotExercised: return "not-exercised";
  }
  return "";
}

unsigned Confirmation::count(ConfirmStatus S) const {
  return static_cast<unsigned>(llvm::count_if(Findings, [&](const Confirmed &C) { return C.Status == S; }));
}

namespace {

/// The longest end of the path that the plan's syntax can hold; empty: none.
std::string plannable(const Place &P) {
  llvm::StringRef File = P.File;
  if (std::size_t Bad = File.find_last_of(" \t\r\n\f\v#"); Bad != llvm::StringRef::npos) {
    std::size_t Slash = File.find('/', Bad);
    if (Slash == llvm::StringRef::npos)
      return "";
    File = File.substr(Slash + 1);
  }
  return placeText({File.str(), P.Line});
}

/// Calls Visit with the indices of two sides; with the only one twice where there is one:
/// two threads at the same place.
template <class Visitor> void forEachPair(const SarifFinding &F, Visitor Visit) {
  if (F.Sides.size() == 1)
    Visit(0, 0);
  for (std::size_t I = 0; I < F.Sides.size(); ++I)
    for (std::size_t J = I + 1; J < F.Sides.size(); ++J)
      Visit(I, J);
}

bool atPlaces(const SarifFinding &F, const LoggedRace &R) {
  bool Found = false;
  forEachPair(F, [&](std::size_t I, std::size_t J) {
    const Place &A = R.Sides[0].At, &B = R.Sides[1].At;
    Found |= (samePlace(F.Sides[I], A) && samePlace(F.Sides[J], B)) ||
             (samePlace(F.Sides[I], B) && samePlace(F.Sides[J], A));
  });
  return Found;
}

bool touchesPlace(const SarifFinding &F, const LoggedRace &R) {
  return llvm::any_of(F.Sides,
                      [&](const Place &P) { return samePlace(P, R.Sides[0].At) || samePlace(P, R.Sides[1].At); });
}

/// One name ends in the other: "cache" was written for "app::cache".
bool sameName(llvm::StringRef A, llvm::StringRef B) {
  if (A.size() < B.size())
    std::swap(A, B);
  return !B.empty() && A.consume_back(B) && (A.empty() || A.ends_with("::"));
}

/// The runtime's names of members have the arguments of templates: "Registry<int>::sessions_".
std::string withoutArguments(llvm::StringRef Name) {
  std::string Out;
  int Depth = 0;
  for (char C : Name) {
    Depth += C == '<';
    if (!Depth)
      Out += C;
    Depth -= C == '>';
  }
  return Out;
}

/// By name, by where it is declared, or, for a member of which the name is not known, by the class
/// whose constructor made it.
bool sameMap(const SarifFinding &F, const LoggedRace &R) {
  std::string Known = withoutArguments(R.MapName);
  if (sameName(F.Map, Known))
    return true;
  if (R.MapConstructed.empty())
    return false;
  const LoggedFrame &Made = R.MapConstructed.front();
  if (samePlace(F.MapAt, Made.At))
    return true;
  if (!llvm::StringRef(F.Map).contains("::"))
    return false;
  llvm::StringRef Class = llvm::StringRef(F.Map).rsplit("::").first;
  auto [KnownClass, KnownMember] = llvm::StringRef(Known).rsplit("::");
  if (!KnownMember.empty() && sameName(Class, KnownClass))
    return false; // another member of the same class
  llvm::StringRef Name = Class.contains("::") ? Class.rsplit("::").second : Class;
  return llvm::StringRef(Made.Function).split('(').first == (Class + "::" + Name).str();
}

bool samePair(const LoggedRace &A, const LoggedRace &B) {
  const std::string &A0 = A.Sides[0].Site, &A1 = A.Sides[1].Site;
  const std::string &B0 = B.Sides[0].Site, &B1 = B.Sides[1].Site;
  return (A0 == B0 && A1 == B1) || (A0 == B1 && A1 == B0);
}

void addOnce(std::vector<const LoggedRace *> &To, const LoggedRace &R) {
  if (llvm::none_of(To, [&](const LoggedRace *Old) { return samePair(*Old, R); }))
    To.push_back(&R);
}

/// A place may be in several pairs, and processes count each for itself.
std::uint64_t reached(const SarifFinding &F, std::size_t Side, const RuntimeLog &Log) {
  std::uint64_t Sum = 0;
  for (const LoggedPair &P : Log.Pairs) {
    if (P.Finding != F.Id)
      continue;
    std::size_t FirstPair = Side == 0 ? 1 : 0; // of the pairs with this side, each process' first
    if (F.Sides.size() == 1)
      FirstPair = 0;
    if (!samePlace(P.First, F.Sides[std::min(Side, FirstPair)]) ||
        !samePlace(P.Second, F.Sides[std::max(Side, FirstPair)]))
      continue;
    Sum += P.Reached[Side < FirstPair || F.Sides.size() == 1 ? 0 : 1];
  }
  return Sum;
}

} // namespace

std::string planOf(const std::vector<SarifFinding> &Findings) {
  std::string Out = "# pairs of places of static findings; maprace confirm\n";
  for (const SarifFinding &F : Findings)
    forEachPair(F, [&](std::size_t I, std::size_t J) {
      std::string A = plannable(F.Sides[I]), B = plannable(F.Sides[J]);
      if (!A.empty() && !B.empty())
        Out += llvm::formatv("pair {0} {1} {2}\n", A, B, F.Id);
    });
  return Out;
}

Confirmation confirm(const std::vector<SarifFinding> &Findings, const RuntimeLog &Log) {
  Confirmation Out;
  Out.Findings.resize(Findings.size());
  for (const LoggedRace &R : Log.Races) {
    // Two maps may be used in one line: where a finding has the places and the map, it is
    // that one; then the places count, then the map with one of its places.
    enum Match { None, MapAndPlace, Places, Both };
    std::vector<Match> Matches;
    for (const SarifFinding &F : Findings) {
      bool Map = sameMap(F, R);
      Matches.push_back(atPlaces(F, R) ? (Map ? Both : Places) : Map && touchesPlace(F, R) ? MapAndPlace : None);
    }
    Match Best = Matches.empty() ? None : *llvm::max_element(Matches);
    if (Best == None) {
      addOnce(Out.Unpredicted, R);
      continue;
    }
    for (std::size_t I = 0; I < Findings.size(); ++I)
      if (Matches[I] == Best) {
        Out.Findings[I].Status = ConfirmStatus::Confirmed;
        addOnce(Out.Findings[I].Races, R);
      }
  }
  for (std::size_t I = 0; I < Findings.size(); ++I) {
    Confirmed &C = Out.Findings[I];
    for (std::size_t S = 0; S < Findings[I].Sides.size(); ++S)
      C.Reached.push_back(reached(Findings[I], S, Log));
    if (C.Status != ConfirmStatus::Confirmed && llvm::all_of(C.Reached, [](std::uint64_t N) { return N > 0; }))
      C.Status = ConfirmStatus::Exercised;
  }
  return Out;
}

} // namespace maprace
