// Pairs of places in a file: the plan, made from static findings, and the trap file, which the
// delay mode itself writes. One pair a line: `pair FILE:LINE FILE:LINE [ID]`; # begins a comment.
#pragma once
#include <string>
#include <vector>

namespace maprace::runtime {

struct PlannedPair {
  std::string First, Second, Finding;
  unsigned long Held = 0;
  bool Observed = false;
};

/// A malformed file, or one that is missing where Required, ends the program with status 2.
std::vector<PlannedPair> readPairs(const char *File, bool Required);

} // namespace maprace::runtime
