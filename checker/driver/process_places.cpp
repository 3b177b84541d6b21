//===- process_places.cpp ----------------------------------------------------------------===//
#include "checker/driver/process_places.h"
#include "checker/driver/subprocess.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/LineIterator.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

namespace maprace {

namespace {

/// Programs that are no position-independent ones lie where their file says.
bool isAtFixedAddress(llvm::StringRef File) {
  auto Start = llvm::MemoryBuffer::getFileSlice(File, sizeof(llvm::ELF::Elf64_Ehdr), 0);
  if (!Start || (*Start)->getBufferSize() < sizeof(llvm::ELF::Elf64_Ehdr))
    return false;
  return reinterpret_cast<const llvm::ELF::Elf64_Ehdr *>((*Start)->getBufferStart())->e_type == llvm::ELF::ET_EXEC;
}

bool isProgramsOwn(llvm::StringRef File) {
  return !File.empty() && !File.contains("/maprace/detail/") && !File.contains("/include/maprace/") &&
         !File.contains("/c++/");
}

std::string textOf(const llvm::json::Object &Answer) {
  const llvm::json::Array *Frames = Answer.getArray("Symbol");
  const llvm::json::Object *Shown = nullptr;
  for (std::size_t I = 0; Frames && I < Frames->size(); ++I) {
    const llvm::json::Object *F = (*Frames)[I].getAsObject();
    if (!F)
      continue;
    if (!Shown)
      Shown = F;
    if (isProgramsOwn(F->getString("FileName").value_or(""))) {
      Shown = F;
      break;
    }
  }
  if (!Shown)
    return "";
  std::string Function = Shown->getString("FunctionName").value_or("").str();
  llvm::StringRef File = Shown->getString("FileName").value_or("");
  if (File.empty())
    return Function;
  return llvm::formatv("{0}{1}{2}:{3}", Function, Function.empty() ? "" : " ", llvm::sys::path::filename(File),
                       Shown->getInteger("Line").value_or(0));
}

} // namespace

std::optional<ProcessPlaces> ProcessPlaces::of(const std::string &Pid) {
  for (const char *Name : {"llvm-symbolizer", "llvm-symbolizer-22"})
    if (llvm::ErrorOr<std::string> Found = llvm::sys::findProgramByName(Name)) {
      ProcessPlaces P;
      P.Pid = Pid;
      P.Symbolizer = *Found;
      P.refresh();
      return P;
    }
  return std::nullopt;
}

void ProcessPlaces::refresh() {
  auto Maps = llvm::MemoryBuffer::getFileAsStream("/proc/" + Pid + "/maps");
  if (!Maps || (*Maps)->getBufferSize() == 0)
    return; // it is gone: what was known of it holds
  Modules.clear();
  std::map<std::string, std::uint64_t> Bases;
  for (llvm::line_iterator Line(**Maps); !Line.is_at_end(); ++Line) {
    // 55f24d200000-55f24d201000 r-xp 00001000 fe:00 10954788      /usr/bin/program
    auto [Range, Rest] = Line->split(' ');
    auto [From, To] = Range.split('-');
    std::size_t Slash = Rest.find('/');
    Module M;
    if (Slash == llvm::StringRef::npos || From.getAsInteger(16, M.Begin) || To.getAsInteger(16, M.End))
      continue;
    M.File = Rest.substr(Slash).str();
    auto [Base, New] = Bases.try_emplace(M.File, isAtFixedAddress(M.File) ? 0 : M.Begin);
    M.Base = Base->second;
    Modules.push_back(std::move(M));
  }
}

void ProcessPlaces::lookUp(llvm::ArrayRef<std::uint64_t> Addresses) {
  std::map<std::string, std::vector<std::uint64_t>> ByFile;
  std::map<std::string, std::uint64_t> Bases;
  for (std::uint64_t A : Addresses)
    for (const Module &M : Modules)
      if (A >= M.Begin && A < M.End && !Texts.count(A)) {
        Texts[A]; // asked for once
        ByFile[M.File].push_back(A);
        Bases[M.File] = M.Base;
      }
  for (const auto &[File, Of] : ByFile) {
    std::vector<std::string> Words = {Symbolizer, "--obj=" + File, "--output-style=JSON", "--inlines", "--demangle"};
    for (std::uint64_t A : Of)
      Words.push_back("0x" + llvm::utohexstr(A - Bases[File]));
    std::optional<std::string> Out = outputOf(Words);
    llvm::Expected<llvm::json::Value> Json = llvm::json::parse(Out ? *Out : "[]");
    if (!Json) {
      llvm::consumeError(Json.takeError());
      continue;
    }
    const llvm::json::Array *Answers = Json->getAsArray(); // in the order of the questions
    for (std::size_t I = 0; Answers && I < Answers->size() && I < Of.size(); ++I)
      if (const llvm::json::Object *O = (*Answers)[I].getAsObject())
        Texts[Of[I]] = textOf(*O);
  }
}

std::string ProcessPlaces::text(std::uint64_t Address) const {
  auto At = Texts.find(Address);
  return At != Texts.end() && !At->second.empty() ? At->second : "0x" + llvm::utohexstr(Address);
}

} // namespace maprace
