//===- main.cpp - maprace-synthesize ------------------------------------------===//
//
//   maprace-synthesize --functions=10000 --facts=FILE     for maprace link
//   maprace-synthesize --functions=200 --source=FOLDER    the same program as C++
//   maprace-synthesize --functions=200 --racy             names of the maps that race
//
//===----------------------------------------------------------------------===//
#include "bench/scale/program.h"
#include "checker/driver/facts_file.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace maprace;

int main(int Count, char **Arguments) {
  synthetic::Shape S;
  std::string Facts, Source;
  bool Racy = false;
  struct Number {
    llvm::StringRef Flag;
    unsigned &Value;
  };
  const Number Numbers[] = {
      {"--functions", S.Functions}, {"--classes", S.Classes}, {"--methods", S.Methods}, {"--depth", S.Depth},
      {"--fan-out", S.FanOut},      {"--entries", S.Entries}, {"--locked", S.Locked},   {"--racy-share", S.Racy},
      {"--upward", S.Upward},       {"--seed", S.Seed}};
  for (int I = 1; I < Count; ++I) {
    auto [Flag, Value] = llvm::StringRef(Arguments[I]).split('=');
    bool Known = false;
    for (const Number &N : Numbers)
      if (N.Flag == Flag)
        Known = !Value.getAsInteger(10, N.Value);
    if (Flag == "--facts" || Flag == "--source") {
      (Flag == "--facts" ? Facts : Source) = Value.str();
      Known = !Value.empty();
    } else if (Flag == "--racy") {
      Racy = Known = true;
    }
    if (!Known) {
      llvm::errs() << "maprace-synthesize: error: '" << Arguments[I] << "': expected --facts=FILE, --source=FOLDER, "
                   << "--racy or one of";
      for (const Number &N : Numbers)
        llvm::errs() << ' ' << N.Flag << '=' << N.Value;
      llvm::errs() << '\n';
      return 2;
    }
  }

  synthetic::Program P(S);
  std::string Folder = Source.empty() ? "/synthetic" : Source;
  synthetic::Files Text = synthetic::writeSource(P, Folder);
  auto Open = [](const std::string &Name) {
    std::error_code Error;
    auto Out = std::make_unique<llvm::raw_fd_ostream>(Name, Error);
    if (Error) {
      llvm::errs() << "maprace-synthesize: error: " << Name << ": " << Error.message() << '\n';
      std::exit(2);
    }
    return Out;
  };
  if (!Source.empty()) {
    llvm::sys::fs::create_directories(Source);
    for (const auto &[Name, Content] : Text)
      *Open(Name) << Content;
  }
  if (!Facts.empty())
    writeFactsFile(*Open(Facts), synthetic::writeFacts(P, Folder));
  if (Racy)
    for (const std::string &Name : P.racyMaps())
      llvm::outs() << Name << '\n';
  return 0;
}
