//===- resource_dir.cpp -------------------------------------------------------------------===//
#include "checker/driver/resource_dir.h"
#include "checker/driver/subprocess.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

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
  return llvm::StringRef(outputOf({"clang-" + Version, "-print-resource-dir"}).value_or("")).trim().str();
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
