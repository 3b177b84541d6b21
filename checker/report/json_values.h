//===- json_values.h - what the JSON formats share ---------------*- C++ -*-===//
#ifndef MAPRACE_REPORT_JSON_VALUES_H
#define MAPRACE_REPORT_JSON_VALUES_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/JSON.h"
#include <string>

namespace maprace {

/// Source text and file names need not be UTF-8; JSON must be.
inline std::string jsonText(llvm::StringRef Text) {
  return llvm::json::isUTF8(Text) ? Text.str() : llvm::json::fixUTF8(Text);
}

} // namespace maprace
#endif
