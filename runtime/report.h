// What was found, and what is done about it.
#pragma once
#include "runtime/runtime.h"

#include <string>

namespace maprace::runtime {

/// One of the two accesses.
struct Side {
  std::string Operation; ///< "insert"; empty when not known
  bool Write = false;
  bool Iteration = false;
  bool Complete = true;  ///< no: only the place is known, the stack is that one frame
  const char *When = ""; ///< "in progress", "held here", "finished", "earlier"
  std::uint32_t Token = 0;
  std::uint32_t Number = ~0u; ///< of the thread, where another one may have its token by now
  Stack Calls;
};

struct Find {
  const Call *At;
  Side Mine, Other;
  const char *How = "";       ///< the evidence, in a sentence
  const char *Kind = nullptr; ///< where it is no race: "write to a frozen map"
  std::string Finding;        ///< the static finding that the plan names, if any
};

/// Was the same pair of places reported before? Notes it.
bool isKnown(std::uintptr_t SiteA, std::uintptr_t SiteB);
/// Prints, logs, calls back; then throws, aborts or returns, as the options say.
void report(Find &);
/// Where freeze() was called is the other side.
void reportFrozenWrite(const Call &);
/// The find of an overlap: Word has the other thread's mark, in progress or finished.
void reportOverlap(const Call &, std::uint64_t Word, const char *How);
/// The map is gone that the call was about. Takes its state away, which is nobody's now.
void reportDestroyed(Call &);

Side mySide(const Call &);
unsigned findings();
void startReports();
/// "std::map<int, int>" of what the compiler prints around it.
std::string typeName(const char *Type);

} // namespace maprace::runtime
