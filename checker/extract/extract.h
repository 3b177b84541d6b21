//===- extract.h - AST and CFG to facts --------------------------*- C++ -*-===//
//
// The only phase that sees Clang. The plugin, the clangd build and the command
// all call extractFacts() on an ASTContext they own.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_EXTRACT_EXTRACT_H
#define MAPRACE_EXTRACT_EXTRACT_H

#include "maprace/checker/facts.h"
#include "maprace/checker/settings.h"
#include <memory>

namespace clang {
class ASTConsumer;
class ASTContext;
class CompilerInstance;
} // namespace clang

namespace maprace {

/// Facts of everything defined outside system headers in the parsed unit.
/// Linear in the size of the user's code. MainFile, State and Reason are left
/// to the caller. Never fails: what is not understood is left out.
UnitFacts extractFacts(clang::ASTContext &Context, const Settings &S);

/// A consumer that skips function bodies in system headers and, at the end of
/// the unit, extracts into *Out. The front end must have SkipFunctionBodies set.
std::unique_ptr<clang::ASTConsumer> makeFactsConsumer(UnitFacts &Out, const Settings &S);

} // namespace maprace
#endif
