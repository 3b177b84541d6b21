//===- companion_files.cpp ---------------------------------------------------------------===//
#include "checker/driver/companion_files.h"
#include "checker/driver/diagnose.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace maprace {

llvm::Expected<std::string> findCompanionFile(llvm::ArrayRef<llvm::StringRef> Installed, llvm::StringRef Built) {
  std::string Executable = llvm::sys::fs::getMainExecutable(nullptr, nullptr);
  llvm::StringRef Bin = llvm::sys::path::parent_path(Executable);
  auto Try = [](llvm::StringRef Base, llvm::StringRef Below) -> std::string {
    llvm::SmallString<256> File = Base;
    llvm::sys::path::append(File, Below);
    return llvm::sys::fs::exists(File) ? std::string(File) : "";
  };
  for (llvm::StringRef Below : Installed)
    if (std::string Found = Try(llvm::sys::path::parent_path(Bin), Below); !Found.empty())
      return Found;
  llvm::StringRef Dir = Bin;
  for (unsigned Up = 0; Up < 4 && !Dir.empty(); ++Up, Dir = llvm::sys::path::parent_path(Dir))
    if (std::string Found = Try(Dir, Built); !Found.empty())
      return Found;
  return failure("{0} is neither beside {1} nor in a folder above it; build or install the companion",
                 llvm::sys::path::filename(Built), Executable);
}

} // namespace maprace
