//===- resource_dir.cpp -------------------------------------------------------------------===//
#include "checker/driver/resource_dir.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include <optional>

#ifndef MAPRACE_DEFAULT_RESOURCE_DIR
#define MAPRACE_DEFAULT_RESOURCE_DIR ""
#endif

namespace maprace {

static const std::string Version = std::to_string(LLVM_VERSION_MAJOR);

static bool holdsHeaders(llvm::StringRef Dir) {
  llvm::SmallString<256> File = Dir;
  llvm::sys::path::append(File, "include", "stddef.h");
  return !Dir.empty() && llvm::sys::fs::exists(File);
}

/// Asks an installed Clang; empty when there is none.
static std::string askClang() {
  auto Clang = llvm::sys::findProgramByName("clang-" + Version);
  llvm::SmallString<128> Answer;
  if (!Clang || llvm::sys::fs::createTemporaryFile("maprace", "txt", Answer))
    return "";
  std::optional<llvm::StringRef> Redirects[] = {"", Answer.str(), ""};
  std::string Out;
  if (llvm::sys::ExecuteAndWait(*Clang, {*Clang, "-print-resource-dir"}, std::nullopt, Redirects) == 0)
    if (auto Buffer = llvm::MemoryBuffer::getFile(Answer))
      Out = (*Buffer)->getBuffer().trim().str();
  llvm::sys::fs::remove(Answer);
  return Out;
}

std::string findResourceDir(llvm::StringRef Executable) {
  llvm::StringRef Prefix = llvm::sys::path::parent_path(llvm::sys::path::parent_path(Executable));
  for (llvm::StringRef Below : {"lib/maprace/clang", "lib/clang"}) {
    llvm::SmallString<256> Dir = Prefix;
    llvm::sys::path::append(Dir, Below, Version);
    if (holdsHeaders(Dir))
      return Dir.str().str();
  }
  if (holdsHeaders(MAPRACE_DEFAULT_RESOURCE_DIR))
    return MAPRACE_DEFAULT_RESOURCE_DIR;
  std::string Asked = askClang();
  return holdsHeaders(Asked) ? Asked : "";
}

} // namespace maprace
