//===- main.cpp - maprace-clangd: clangd, and maprace's checks --------------===//
//
// The stock clangd, linked from LLVM's own archives, with the checks of the
// clang-tidy plugin built in: clangd cannot load plugins. Takes clangd's options,
// speaks clangd's protocol, reads clangd's configuration.
//
//===----------------------------------------------------------------------===//
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include <string>

namespace clang::clangd {
int clangdMain(int Argc, char *Argv[]); // clangd/tool/ClangdMain.h, which LLVM does not install
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
// LLVM's allocators poison what they have not handed out, when compiled so. Our objects
// are and LLVM's archives are not: memory poisoned by one would be used by the other.
extern "C" const char *__asan_default_options();
extern "C" const char *__asan_default_options() { return "allow_user_poisoning=0"; }
#endif
#endif

static bool holdsBuiltinHeaders(llvm::StringRef Dir) {
  llvm::SmallString<256> Header(Dir);
  llvm::sys::path::append(Header, "include", "stddef.h");
  return llvm::sys::fs::exists(Header);
}

/// The folder with Clang's builtin headers, where clangd would not find it itself:
/// it looks beside its own program, as installed by LLVM.
static std::string resourceDir(const char *Argv0) {
  std::string Self = llvm::sys::fs::getMainExecutable(Argv0, reinterpret_cast<void *>(&holdsBuiltinHeaders));
  llvm::StringRef Prefix = llvm::sys::path::parent_path(llvm::sys::path::parent_path(Self));
  for (bool Ours : {false, true}) {
    llvm::SmallString<256> Dir(Prefix);
    llvm::sys::path::append(Dir, "lib", Ours ? "maprace/clang" : "clang", MAPRACE_LLVM_MAJOR);
    if (holdsBuiltinHeaders(Dir))
      return Ours ? Dir.str().str() : std::string();
  }
  return holdsBuiltinHeaders(MAPRACE_DEFAULT_RESOURCE_DIR) ? MAPRACE_DEFAULT_RESOURCE_DIR : "";
}

static bool userNamesResourceDir(llvm::ArrayRef<char *> Args) {
  auto Names = [](llvm::StringRef Arg) { return Arg.ltrim('-').starts_with("resource-dir"); };
  if (llvm::any_of(Args.drop_front(), Names))
    return true;
  std::optional<std::string> Flags = llvm::sys::Process::GetEnv("CLANGD_FLAGS");
  return Flags && llvm::StringRef(*Flags).contains("-resource-dir");
}

int main(int Argc, char *Argv[]) {
  llvm::SmallVector<char *, 16> Args(Argv, Argv + Argc);
  std::string ResourceDir;
  if (!userNamesResourceDir(Args))
    ResourceDir = resourceDir(Argv[0]);
  if (!ResourceDir.empty()) {
    ResourceDir.insert(0, "--resource-dir=");
    Args.insert(Args.begin() + 1, ResourceDir.data());
  }
  int Count = static_cast<int>(Args.size());
  Args.push_back(nullptr);
  return clang::clangd::clangdMain(Count, Args.data());
}
