//===- llvm_compat.h - what differs between LLVM 19 and 22 -------*- C++ -*-===//
//
// The only file that adapts to the version of LLVM. Each name here has the newest
// LLVM's meaning; older ones are adapted to it.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_EXTRACT_LLVM_COMPAT_H
#define MAPRACE_EXTRACT_LLVM_COMPAT_H

#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "llvm/Config/llvm-config.h"

#if LLVM_VERSION_MAJOR < 19
#error "maprace needs LLVM 19 or newer"
#endif

#if LLVM_VERSION_MAJOR >= 22
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Options/Options.h"
namespace maprace::compat {
namespace options = clang::options;
using clang::getDriverOptTable;
} // namespace maprace::compat
#else
#include "clang/Driver/Options.h"
#include "clang/Frontend/Utils.h"
namespace maprace::compat {
namespace options = clang::driver::options;
using clang::driver::getDriverOptTable;
} // namespace maprace::compat
#endif

namespace maprace::compat {

/// An engine that hands everything to \p Consumer, which must outlive it.
inline llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine> makeDiagnostics([[maybe_unused]] llvm::vfs::FileSystem &FS,
                                                                          clang::DiagnosticConsumer &Consumer) {
#if LLVM_VERSION_MAJOR >= 21
  static clang::DiagnosticOptions Options; // the engine keeps a reference
  return clang::CompilerInstance::createDiagnostics(FS, Options, &Consumer, /*ShouldOwnClient=*/false);
#elif LLVM_VERSION_MAJOR == 20
  return clang::CompilerInstance::createDiagnostics(FS, new clang::DiagnosticOptions, &Consumer,
                                                    /*ShouldOwnClient=*/false);
#else
  return clang::CompilerInstance::createDiagnostics(new clang::DiagnosticOptions, &Consumer,
                                                    /*ShouldOwnClient=*/false);
#endif
}

} // namespace maprace::compat
#endif
