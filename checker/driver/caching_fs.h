//===- caching_fs.h - the disk, asked once --------------------------*- C++ -*-===//
//
// The units of a project look for the same headers in the same folders. A worker keeps
// what it learned about a name, that there is no such file included, and the contents
// of what it opened, for all units it parses. Files that change while a scan runs are
// seen as they were first.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_CACHING_FS_H
#define MAPRACE_DRIVER_CACHING_FS_H

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace maprace {

/// A new cache over the real file system, with a current directory of its own.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> makeCachingFileSystem();

} // namespace maprace
#endif
