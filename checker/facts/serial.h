//===- serial.h - facts on disk and over pipes -------------------*- C++ -*-===//
#ifndef MAPRACE_FACTS_SERIAL_H
#define MAPRACE_FACTS_SERIAL_H

#include "maprace/checker/facts.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <string>

namespace maprace {

/// The facts as a FlatBuffer with the schema of checker/facts/facts.fbs.
/// Byte-stable: equal facts give equal bytes.
std::string serialize(const UnitFacts &Facts);

/// Reads what serialize() wrote. Bytes from anywhere are safe: the buffer is
/// verified and every index checked before it is used. \p Name (a file or unit)
/// begins the error's text.
llvm::Expected<UnitFacts> deserialize(llvm::StringRef Bytes, llvm::StringRef Name);

/// One fact a line, in source order, byte-stable: `maprace extract --dump`.
void dump(llvm::raw_ostream &OS, const UnitFacts &Facts);

} // namespace maprace
#endif
