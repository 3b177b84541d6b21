//===- source.cpp -----------------------------------------------------------===//
#include "checker/report/source.h"

namespace maprace {

void SourceCache::fill(Entry &E, std::unique_ptr<llvm::MemoryBuffer> Buffer) {
  E.Buffer = std::move(Buffer);
  E.Text = E.Buffer->getBuffer();
  E.Starts.assign(1, 0);
  for (std::size_t I = E.Text.find('\n'); I != llvm::StringRef::npos; I = E.Text.find('\n', I + 1))
    E.Starts.push_back(I + 1);
}

SourceCache::Entry &SourceCache::entry(llvm::StringRef File) {
  auto [It, New] = Files.try_emplace(File);
  if (New)
    if (auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false, /*RequiresNullTerminator=*/false))
      fill(It->second, std::move(*Buffer));
  return It->second;
}

void SourceCache::add(llvm::StringRef File, llvm::StringRef Text) {
  fill(Files[File], llvm::MemoryBuffer::getMemBufferCopy(Text, File));
}

std::optional<llvm::StringRef> SourceCache::line(llvm::StringRef File, std::uint32_t Line) {
  const Entry &E = entry(File);
  if (Line == 0 || Line > E.Starts.size())
    return std::nullopt;
  llvm::StringRef Text = E.Text.substr(E.Starts[Line - 1]).take_until([](char C) { return C == '\n'; });
  return Text.ends_with("\r") ? Text.drop_back() : Text;
}

std::optional<std::size_t> SourceCache::offset(llvm::StringRef File, std::uint32_t Line, std::uint32_t Col) {
  std::optional<llvm::StringRef> Text = line(File, Line);
  if (!Text)
    return std::nullopt;
  return static_cast<std::size_t>(Text->data() - entry(File).Text.data()) +
         std::min<std::size_t>(Col ? Col - 1 : 0, Text->size());
}

} // namespace maprace
