//===- command_flags.cpp - maprace flags ---------------------------------------------------===//
//
// What a build adds to its flags so that std::map and its kin are the checked containers.
//
//===----------------------------------------------------------------------===//
#include "checker/driver/commands.h"
#include "checker/driver/companion_files.h"
#include "checker/driver/diagnose.h"
#include "llvm/Support/Path.h"

namespace maprace {

namespace {

llvm::Expected<std::string> compileFlags() {
  llvm::Expected<std::string> Header =
      findCompanionFile({"include/maprace/interpose/map"}, "include/maprace/interpose/map");
  if (!Header)
    return Header.takeError();
  llvm::StringRef Interpose = llvm::sys::path::parent_path(*Header);
  llvm::StringRef Root = llvm::sys::path::parent_path(llvm::sys::path::parent_path(Interpose));
  std::string Out = "-g -DMAPRACE_INTERPOSE -isystem " + Interpose.str();
  // The compiler's own folders are searched already, and moving them forward would part the
  // standard library's headers from what they include_next.
  if (Root != "/usr/include" && Root != "/usr/local/include")
    Out += " -isystem " + Root.str();
  return Out;
}

llvm::Expected<std::string> linkFlags() {
  llvm::Expected<std::string> Library = findCompanionFile(
      {"lib/libmaprace-runtime.so", MAPRACE_LIBDIR "/libmaprace-runtime.so"}, "lib/libmaprace-runtime.so");
  if (!Library)
    return Library.takeError();
  std::string Dir = llvm::sys::path::parent_path(*Library).str();
  // LDFLAGS stand before the objects, where a linker that drops what nobody needs yet would drop it.
  return "-L" + Dir + " -Wl,-rpath," + Dir +
         " -Wl,--push-state,--no-as-needed -lmaprace-runtime -Wl,--pop-state -pthread";
}

} // namespace

int runFlags(const Command &Self, llvm::ArrayRef<std::string> Args) {
  bool Compile = false, Link = false, Probes = false;
  std::vector<Option> Options;
  Options.push_back({"cxx", 0, "", "flags for the C++ compiler", store(Compile)});
  Options.push_back({"link", 0, "", "flags for linking, with the compiler", store(Link)});
  Options.push_back({"probes", 0, "", "with --cxx: probes for maprace audit; needs <sys/sdt.h>", store(Probes)});
  int Status = ExitClean;
  std::optional<Arguments> Parsed = parseCommand(Self, Args, Options, Status);
  if (!Parsed)
    return Status;
  if (!Parsed->Positional.empty())
    return usageError(failure("'flags' takes no '{0}'; see maprace flags --help", Parsed->Positional.front()));
  if (Probes && !Compile)
    return usageError(failure("--probes goes with --cxx; see maprace flags --help"));
  if (!Compile && !Link)
    return usageError(failure("say which flags: --cxx, --link; see maprace flags --help"));
  std::string Out = Probes ? "-DMAPRACE_PROBES" : "";
  for (auto [Wanted, Make] : {std::pair(Compile, &compileFlags), std::pair(Link, &linkFlags)}) {
    if (!Wanted)
      continue;
    llvm::Expected<std::string> Flags = Make();
    if (!Flags)
      return usageError(Flags.takeError());
    Out += (Out.empty() ? "" : " ") + *Flags;
  }
  llvm::outs() << Out << '\n';
  return ExitClean;
}

} // namespace maprace
