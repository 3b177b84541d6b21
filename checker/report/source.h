//===- source.h - lines of source files, read once ---------------*- C++ -*-===//
//
// What is behind `report` needs the text of a few lines: carets, NOLINT comments,
// fingerprints. Files are read on first use and kept.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_REPORT_SOURCE_H
#define MAPRACE_REPORT_SOURCE_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace maprace {

/// Not thread safe: each face has its own.
class SourceCache {
public:
  /// The whole file; empty when it cannot be read.
  llvm::StringRef text(llvm::StringRef File) { return entry(File).Text; }
  /// A line, counted from 1, without its line end. Nothing when the file has no
  /// such line or cannot be read: it may have changed or gone since the scan.
  std::optional<llvm::StringRef> line(llvm::StringRef File, std::uint32_t Line);
  /// Offset of a place in text(); nothing when the file has no such line.
  std::optional<std::size_t> offset(llvm::StringRef File, std::uint32_t Line, std::uint32_t Col);
  /// For sources that are not on disk: open editors, tests.
  void add(llvm::StringRef File, llvm::StringRef Text);

private:
  struct Entry {
    std::unique_ptr<llvm::MemoryBuffer> Buffer;
    llvm::StringRef Text;
    std::vector<std::size_t> Starts; ///< of the lines
  };
  llvm::StringMap<Entry> Files;
  Entry &entry(llvm::StringRef File);
  static void fill(Entry &E, std::unique_ptr<llvm::MemoryBuffer> Buffer);
};

} // namespace maprace
#endif
