//===- process_places.h - addresses of a running process as places ------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_PROCESS_PLACES_H
#define MAPRACE_DRIVER_PROCESS_PLACES_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace maprace {

/// What lies where in a process, and the program's lines behind it, through llvm-symbolizer.
class ProcessPlaces {
public:
  /// Nothing where llvm-symbolizer is not installed.
  static std::optional<ProcessPlaces> of(const std::string &Pid);
  /// Reads the process' modules: while it runs.
  void refresh();
  /// Looks up all of them, with one run of the symbolizer a module.
  void lookUp(llvm::ArrayRef<std::uint64_t> Addresses);
  /// "fill() main.cpp:12", of the innermost frame that is neither the companion's nor the C++
  /// library's; the address as it is where nothing is known.
  std::string text(std::uint64_t Address) const;

private:
  struct Module {
    std::uint64_t Begin, End, Base;
    std::string File;
  };
  std::string Pid, Symbolizer;
  std::vector<Module> Modules;
  std::map<std::uint64_t, std::string> Texts;
};

} // namespace maprace
#endif
