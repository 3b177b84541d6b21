//===- facts_file.h - the facts of several units in one file ----------*- C++ -*-===//
//
// `maprace extract -o` writes it and `maprace link` reads it: a line that names the
// format, then for each unit the length of its serial form in eight bytes, the lowest
// first, and the serial form. Each part begins at a multiple of eight.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_FACTS_FILE_H
#define MAPRACE_DRIVER_FACTS_FILE_H

#include "maprace/checker/facts.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <vector>

namespace maprace {

void writeFactsFile(llvm::raw_ostream &OS, llvm::ArrayRef<UnitFacts> Units);

/// Takes bytes from anywhere. The error names the file and what is wrong with it.
llvm::Expected<std::vector<UnitFacts>> readFactsFile(llvm::StringRef File);

} // namespace maprace
#endif
