//===- fixes.h - replacements that a rule can offer --------------*- C++ -*-===//
//
// A fix is offered where it is certain: it compiles, does what the finding asks for and
// nothing else. Each function gives the replacements, or none where it cannot be sure.
// The places come from the facts (FunctionFacts::Edits); nothing here reads a file.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_RULES_FIXES_H
#define MAPRACE_RULES_FIXES_H

#include "checker/rules/guard_vote.h"

namespace maprace {

using Fixes = std::vector<Replacement>;

/// The edit of a kind that belongs to the event at a place of F; null for none.
const Edit *findEdit(const Program &P, FuncId F, EditKind What, const Place &Of);
/// The text of an edit replaced.
Replacement replaceAt(const Program &P, FuncId F, const Edit &E, std::string Text);

/// MR01, MR02: the guard that all other places hold, in the one function that lacks it.
Fixes addMissingGuard(const Picture &P, const MapUse &M, const GuardVote &Vote);
/// MR03: the writer's guard in place of the reader's, wherever the map is changed under it.
Fixes lockExclusively(const Picture &P, const MapUse &M);
/// MR04: the values without the insertion.
Fixes lookUpInstead(const Picture &P, const std::vector<Conflict> &Reads);
/// MR07: an insertion that leaves what another thread has put there since the test.
Fixes emplaceInstead(const Picture &P, const MapUse &M, const ContextAccess &Act);
/// MR10: creation by call_once.
Fixes createOnce(const Picture &P, const MapUse &M, const ContextAccess &Creation);
/// MR16: a name for the guard that is made at a place.
Fixes nameGuard(const Picture &P, FuncId F, const Place &Guard);

} // namespace maprace
#endif
