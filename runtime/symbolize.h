// Program counters to functions, files and lines, inlined calls included.
#pragma once
#include "runtime/stack.h"

#include <string>
#include <vector>

namespace maprace::runtime {

struct Frame {
  std::string Function; ///< demangled; empty when unknown
  std::string File;     ///< empty without debug information
  int Line = 0;
  std::string Module;
  std::uintptr_t Offset = 0; ///< in the module
  bool Inlined = false;      ///< into the frame that follows
};

/// A mangled name as the source has it; any other one as it is.
std::string demangled(const char *Name);
/// The frames of one program counter, innermost first; at least one. A return address lies
/// behind its call: Call says that Pc is one.
const std::vector<Frame> &framesAt(std::uintptr_t Pc, bool Call = true);
/// Of a whole stack, without the runtime's and the container headers' own frames at the top,
/// and without the C library's at the bottom.
std::vector<Frame> userFrames(const Stack &);
/// The container's member function that the stack's top is in, by its name: "insert"; or empty.
std::string operationAt(const Stack &);
bool isOwnFrame(const Frame &);
bool isLibraryFrame(const Frame &);
/// "file.cpp:12", or "program+0x1234" without debug information.
std::string placeOf(const Frame &);
/// Of an object with a name, a global variable for instance; or empty.
std::string objectAt(const void *);

} // namespace maprace::runtime
