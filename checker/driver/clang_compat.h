//===- clang_compat.h - where each LLVM keeps its driver ----------*- C++ -*-===//
//
// The driver's share of checker/extract/llvm_compat.h; apart, because it pulls in the
// option table, which the extraction does not need.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_CLANG_COMPAT_H
#define MAPRACE_DRIVER_CLANG_COMPAT_H

#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "llvm/Config/llvm-config.h"

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
