#include "runtime/plan.h"

#include "runtime/output.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace maprace::runtime {

namespace {
[[noreturn]] void refuse(const char *File, unsigned Line, const std::string &Reason) {
  Text T;
  T << "maprace: error: " << File;
  if (Line)
    T << ":" << Line;
  T << ": " << Reason << "\n";
  T.writeTo(2);
  _exit(2);
}
bool isSite(const std::string &S) {
  const std::size_t Colon = S.rfind(':');
  return (Colon != std::string::npos && Colon > 0 && Colon + 1 < S.size() &&
          S.find_first_not_of("0123456789", Colon + 1) == std::string::npos) ||
         S.find("+0x") != std::string::npos;
}
} // namespace

std::vector<PlannedPair> readPairs(const char *File, bool Required) {
  std::vector<PlannedPair> Out;
  std::ifstream In(File);
  if (!In) {
    if (Required)
      refuse(File, 0, std::strerror(errno));
    return Out;
  }
  unsigned Number = 0;
  for (std::string Line; std::getline(In, Line);) {
    ++Number;
    std::istringstream Words(Line.substr(0, Line.find('#')));
    std::string Word, Rest;
    if (!(Words >> Word))
      continue;
    PlannedPair P;
    if (Word != "pair" || !(Words >> P.First >> P.Second) || !isSite(P.First) || !isSite(P.Second))
      refuse(File, Number, "'pair FILE:LINE FILE:LINE [ID]' expected");
    Words >> P.Finding;
    if (Words >> Rest)
      refuse(File, Number, "'" + Rest + "' after the end of the pair");
    Out.push_back(std::move(P));
  }
  return Out;
}

} // namespace maprace::runtime
