//===- paths.cpp ------------------------------------------------------------===//
#include "checker/report/paths.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

namespace maprace {

std::string absolutePath(llvm::StringRef Path, llvm::StringRef Directory) {
  llvm::SmallString<256> Out;
  if (!llvm::sys::path::is_absolute(Path))
    Out = Directory;
  llvm::sys::path::append(Out, Path);
  (void)llvm::sys::fs::make_absolute(Out); // fails only without a current directory
  llvm::sys::path::remove_dots(Out, /*remove_dot_dot=*/true);
  return Out.str().str();
}

std::string relativePath(llvm::StringRef File, llvm::StringRef Dir) {
  std::string Path = absolutePath(File);
  llvm::StringRef Rest = Path;
  if (Rest.consume_front(Dir.rtrim('/')) && Rest.consume_front("/") && !Rest.empty())
    return Rest.str();
  return Path;
}

std::string encodeUri(llvm::StringRef Path) {
  std::string Out;
  for (char C : Path) {
    if (llvm::isAlnum(C) || llvm::StringRef("/-._~!$&'()*+,;=@").contains(C)) {
      Out += C;
      continue;
    }
    Out += '%';
    Out += llvm::toHex(llvm::StringRef(&C, 1));
  }
  return Out;
}

std::string findSourceRoot(llvm::StringRef Dir) {
  for (llvm::StringRef At = Dir; !At.empty(); At = llvm::sys::path::parent_path(At)) {
    llvm::SmallString<256> Git = At;
    llvm::sys::path::append(Git, ".git"); // a file in work trees and submodules
    if (llvm::sys::fs::exists(Git))
      return At.str();
  }
  return Dir.str();
}

} // namespace maprace
