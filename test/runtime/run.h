// Runs a program with MAPRACE_OPTIONS, at most a minute, and keeps what it prints.
#pragma once
#include <string>
#include <vector>

struct Result {
  std::string Output; ///< both streams
  int Status = -1;    ///< exit status, if it exited
  int Signal = 0;     ///< what ended it otherwise; SIGALRM for the time limit
};
Result run(const std::vector<std::string> &Command, const std::string &Options);
