//===- caching_fs.cpp -----------------------------------------------------------------===//
#include "checker/driver/caching_fs.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include <optional>

namespace maprace {

namespace {

namespace vfs = llvm::vfs;

/// What is known of one absolute name.
struct Entry {
  std::optional<llvm::ErrorOr<vfs::Status>> Status;
  std::optional<llvm::ErrorOr<std::string>> RealPath;
  std::unique_ptr<llvm::MemoryBuffer> Contents;
};

class CachedFile : public vfs::File {
public:
  CachedFile(vfs::Status S, llvm::MemoryBufferRef Contents) : S(std::move(S)), Contents(Contents) {}

  llvm::ErrorOr<vfs::Status> status() override { return S; }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine &Name, std::int64_t, bool,
                                                               bool) override {
    // The cache outlives every buffer that refers to it.
    return llvm::MemoryBuffer::getMemBuffer(Contents.getBuffer(), Name.str());
  }
  std::error_code close() override { return {}; }

private:
  vfs::Status S;
  llvm::MemoryBufferRef Contents;
};

class CachingFileSystem : public vfs::ProxyFileSystem {
public:
  using ProxyFileSystem::ProxyFileSystem;

  llvm::ErrorOr<vfs::Status> status(const llvm::Twine &Path) override {
    llvm::SmallString<256> Storage;
    llvm::StringRef Name = Path.toStringRef(Storage);
    llvm::ErrorOr<vfs::Status> S = known(entry(Name), Name);
    return S ? vfs::Status::copyWithNewName(*S, Name) : S;
  }

  bool exists(const llvm::Twine &Path) override { return static_cast<bool>(status(Path)); }

  llvm::ErrorOr<std::unique_ptr<vfs::File>> openFileForRead(const llvm::Twine &Path) override {
    llvm::SmallString<256> Storage;
    llvm::StringRef Name = Path.toStringRef(Storage);
    Entry &E = entry(Name);
    if (E.Status && !*E.Status)
      return E.Status->getError();
    if (!E.Contents)
      if (std::error_code Error = read(E, Name))
        return Error;
    return std::make_unique<CachedFile>(vfs::Status::copyWithNewName(**E.Status, Name), E.Contents->getMemBufferRef());
  }

  std::error_code getRealPath(const llvm::Twine &Path, llvm::SmallVectorImpl<char> &Output) override {
    llvm::SmallString<256> Storage;
    llvm::StringRef Name = Path.toStringRef(Storage);
    Entry &E = entry(Name);
    if (!E.RealPath) {
      llvm::SmallString<256> Real;
      if (std::error_code Error = getUnderlyingFS().getRealPath(Name, Real))
        E.RealPath = Error;
      else
        E.RealPath = Real.str().str();
    }
    if (!*E.RealPath)
      return E.RealPath->getError();
    Output.assign((*E.RealPath)->begin(), (*E.RealPath)->end());
    return {};
  }

  std::error_code setCurrentWorkingDirectory(const llvm::Twine &Path) override {
    Directory = Path.str();
    return getUnderlyingFS().setCurrentWorkingDirectory(Path);
  }

private:
  std::string Directory;
  llvm::StringMap<Entry> Entries; // its values do not move

  Entry &entry(llvm::StringRef Name) {
    if (llvm::sys::path::is_absolute(Name))
      return Entries[Name];
    return Entries[Directory + '/' + Name.str()];
  }

  const llvm::ErrorOr<vfs::Status> &known(Entry &E, llvm::StringRef Name) {
    if (!E.Status)
      E.Status = getUnderlyingFS().status(Name);
    return *E.Status;
  }

  std::error_code read(Entry &E, llvm::StringRef Name) {
    auto File = getUnderlyingFS().openFileForRead(Name);
    if (!File) {
      if (!E.Status) // what cannot be opened may still have a status: a folder
        E.Status = getUnderlyingFS().status(Name);
      return File.getError();
    }
    E.Status = (*File)->status();
    if (!*E.Status)
      return E.Status->getError();
    auto Buffer = (*File)->getBuffer(Name);
    if (!Buffer)
      return Buffer.getError();
    E.Contents = std::move(*Buffer);
    return {};
  }
};

} // namespace

llvm::IntrusiveRefCntPtr<vfs::FileSystem> makeCachingFileSystem() {
  return llvm::makeIntrusiveRefCnt<CachingFileSystem>(
      llvm::IntrusiveRefCntPtr<vfs::FileSystem>(vfs::createPhysicalFileSystem().release()));
}

} // namespace maprace
