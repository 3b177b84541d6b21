//===- pch.h - Clang's heavy headers, precompiled ----------------*- C++ -*-===//
//
// Everything here is parsed once per build instead of once per source file. Only
// headers that most files of the extraction need belong here.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_EXTRACT_PCH_H
#define MAPRACE_EXTRACT_PCH_H

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Analysis/CFG.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <string>
#include <vector>

#endif
