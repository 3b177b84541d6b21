//===- facts_file.cpp ------------------------------------------------------------------------===//
#include "checker/driver/facts_file.h"
#include "checker/driver/diagnose.h"
#include "checker/facts/serial.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace maprace {

/// Sixteen bytes, so that what follows is aligned.
static constexpr llvm::StringLiteral Magic("maprace facts 1\n");
static constexpr std::size_t LengthSize = 8;

void writeFactsFile(llvm::raw_ostream &OS, llvm::ArrayRef<UnitFacts> Units) {
  OS << Magic;
  for (const UnitFacts &U : Units) {
    std::string Bytes = serialize(U);
    char Length[LengthSize];
    llvm::support::endian::write64le(Length, Bytes.size());
    OS.write(Length, LengthSize);
    OS << Bytes;
    OS.write_zeros(static_cast<unsigned>(llvm::alignTo(Bytes.size(), LengthSize) - Bytes.size()));
  }
}

llvm::Expected<std::vector<UnitFacts>> readFactsFile(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!Buffer)
    return failure("{0}: {1}", File, Buffer.getError().message());
  llvm::StringRef Rest = (*Buffer)->getBuffer();
  if (!Rest.consume_front(Magic))
    return failure("{0}: not a facts file of this version; write it with maprace extract -o", File);
  std::vector<UnitFacts> Out;
  while (!Rest.empty()) {
    std::uint64_t Length = Rest.size() < LengthSize ? 0 : llvm::support::endian::read64le(Rest.data());
    Rest = Rest.drop_front(std::min(LengthSize, Rest.size()));
    if (!Length || Length > Rest.size())
      return failure("{0}: cut short behind unit {1}", File, Out.size());
    llvm::Expected<UnitFacts> Unit = deserialize(Rest.take_front(Length), File);
    if (!Unit)
      return Unit.takeError();
    Out.push_back(std::move(*Unit));
    Rest = Rest.drop_front(std::min<std::uint64_t>(llvm::alignTo(Length, LengthSize), Rest.size()));
  }
  return Out;
}

} // namespace maprace
