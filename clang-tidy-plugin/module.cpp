//===- module.cpp - the module as clang-tidy sees it ------------------------===//
//
// Runs when the plugin is loaded, before anything of the host is called: the host
// must be the same LLVM that the plugin was compiled for, because the classes the
// two share change with every release.
//
//===----------------------------------------------------------------------===//
#include "clang-tidy-plugin/check.h"
#include "clang-tidy/ClangTidyModule.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Registry.h"
#include <cstdio>
#include <cstdlib>

#define MAPRACE_STRINGIFY_(X) #X
#define MAPRACE_STRINGIFY(X) MAPRACE_STRINGIFY_(X)
#define MAPRACE_LLVM_RELEASE MAPRACE_STRINGIFY(LLVM_VERSION_MAJOR) "." MAPRACE_STRINGIFY(LLVM_VERSION_MINOR)

namespace clang {
// Weak, so that a host without it, or one built with another C++ library, is
// refused below and not by the dynamic linker.
__attribute__((weak)) std::string getClangFullVersion();
} // namespace clang

namespace maprace::tidy {
namespace {

class Module : public clang::tidy::ClangTidyModule {
public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    addChecks(Factories, ruleTable(), analyzeUnit);
  }
};

[[noreturn]] void refuse(const char *Host) {
  // Not llvm::errs(): nothing of the host is known to fit. Not exit() either: its
  // destructors would run in a process whose set-up has not ended.
  std::fprintf(stderr, "libmaprace-tidy: error: built for LLVM %s, but this program is '%s'; use clang-tidy-%d\n",
               MAPRACE_LLVM_RELEASE, Host, LLVM_VERSION_MAJOR);
  std::fflush(stderr);
  std::_Exit(1);
}

/// The first two numbers of the release: within one, LLVM keeps its binary interface.
bool isOurRelease(const std::string &FullVersion) {
  const std::string Mark = "clang version " MAPRACE_LLVM_RELEASE ".";
  return FullVersion.find(Mark) != std::string::npos;
}

struct Registration {
  Registration() noexcept {
    if (!clang::getClangFullVersion)
      refuse("not a clang-tidy, or one built with another C++ standard library");
    const std::string Host = clang::getClangFullVersion();
    if (!isOurRelease(Host))
      refuse(Host.c_str());
    // Under this name in every LLVM; clang-tidy's alias has moved between headers.
    static llvm::Registry<clang::tidy::ClangTidyModule>::Add<Module> Add(
        "maprace-module", "maps that several threads touch without a common guard");
  }
} Register;

} // namespace
} // namespace maprace::tidy
