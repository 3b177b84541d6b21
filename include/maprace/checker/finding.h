//===- finding.h - what a rule reports ---------------------------*- C++ -*-===//
//
// A finding carries all of its reasons. The faces (command, clang-tidy, clangd)
// print it and add nothing, so that they cannot disagree.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_CHECKER_FINDING_H
#define MAPRACE_CHECKER_FINDING_H

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace maprace {

enum class RuleId : std::uint8_t {
#define MAPRACE_RULE(ID, NAME, SLUG, LEVEL, SUMMARY) ID,
#include "checker/rules/rules.def"
};

enum class Level : std::uint8_t { Error, Advisory };

/// One row of rules.def.
struct RuleInfo {
  RuleId Id;
  const char *Number;  ///< "MR01"
  const char *Slug;    ///< "unguarded-access"
  Level Default;       ///< Error: on by default; Advisory: off
  const char *Summary; ///< one line, lower case, no full stop
};

/// All rows, in order of their numbers.
const std::vector<RuleInfo> &ruleTable();
const RuleInfo &ruleInfo(RuleId Id);
/// "maprace-<slug>"; the name in clang-tidy, SARIF and text.
std::string checkName(RuleId Id);

/// A place that can be shown. File is absolute, or as the compiler named it.
struct SourceRef {
  std::string File;
  std::uint32_t Line = 0; ///< from 1; 0: none
  std::uint32_t Col = 0;  ///< from 1
  auto operator<=>(const SourceRef &) const = default;
};

/// One step of the way to an access, outermost first: "started here",
/// "calls 'refresh'", the access itself.
struct Step {
  SourceRef At;
  std::string Text;
  auto operator<=>(const Step &) const = default;
};

struct HeldGuard {
  std::string Name; ///< "this->mu_", "Server::mu_"
  bool Shared = false;
  SourceRef At; ///< where it was taken
  auto operator<=>(const HeldGuard &) const = default;
};

/// One of the two (or more) things that conflict.
struct Side {
  std::string Thread;      ///< "thread started by std::thread at server.cpp:12 (several at once)"
  std::string Function;    ///< qualified name of the function with the access
  std::string FunctionUsr; ///< part of the fingerprint
  std::string Operation;   ///< "operator[]", "find", "range-for"
  SourceRef At;
  std::vector<Step> Path; ///< from the thread's start to the access, last = the access
  std::vector<HeldGuard> Guards;
  bool Write = false;
  auto operator<=>(const Side &) const = default;
};

/// A replacement of the text at [At, At + Length bytes).
struct Replacement {
  SourceRef At;
  std::uint32_t Length = 0;
  std::string Text;
  auto operator<=>(const Replacement &) const = default;
};

struct Note {
  SourceRef At;
  std::string Text;
  auto operator<=>(const Note &) const = default;
};

struct Finding {
  RuleId Rule = {};
  std::string MapName; ///< "ns::Class::field"; SARIF's logical location
  std::string MapUsr;
  std::string MapMember; ///< the member by which a map that a local pointer names is reached; mostly empty
  SourceRef MapAt;       ///< declaration of the map
  std::string Message;   ///< one line; complete by itself; no file names in it
  SourceRef At;          ///< primary place: the side that lacks the guard
  std::vector<Side> Sides;
  std::vector<Note> Notes; ///< printed as notes, in order: built by the rule, sides included
  std::vector<Replacement> Fixes;
  std::string Fingerprint; ///< 32 hex digits; set by finishFindings()
  bool operator==(const Finding &) const = default;
};

} // namespace maprace
#endif
