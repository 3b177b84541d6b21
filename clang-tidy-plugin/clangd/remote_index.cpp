//===- remote_index.cpp - no remote index in this build ---------------------===//
//
// clangd's client for a shared index server needs gRPC, which is not worth its size
// here. This is what clangd itself does when built without it: say so once and go
// on with the local index.
//
//===----------------------------------------------------------------------===//
#include "llvm/ADT/StringRef.h"
#include <cstdio>
#include <memory>
#include <string>

namespace clang::clangd {

/// clangd/index/Index.h, which LLVM does not install. Never made or destroyed here;
/// the destructor is declared for unique_ptr's sake.
class SymbolIndex {
public:
  virtual ~SymbolIndex();
};

namespace remote {
std::unique_ptr<SymbolIndex> getClient(llvm::StringRef Address, llvm::StringRef ProjectRoot);
std::unique_ptr<SymbolIndex> getClient(llvm::StringRef Address, llvm::StringRef) {
  std::fprintf(stderr, "maprace-clangd: no remote index support, '%s' is not used\n", Address.str().c_str());
  return nullptr;
}
} // namespace remote

} // namespace clang::clangd

// What `--version` and the log call features: clangd's archives were compiled with
// the client that is not here.
std::string realFeatureString() __asm__("__real_" MAPRACE_WRAP_FEATURES);
std::string featureString() __asm__("__wrap_" MAPRACE_WRAP_FEATURES);
std::string featureString() {
  std::string Features = realFeatureString();
  if (std::size_t At = Features.find("+grpc"); At != std::string::npos)
    Features[At] = '-';
  return Features + "+maprace";
}
