#include "runtime/output.h"

#include "runtime/options.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace maprace::runtime {

Text &Text::hex(std::uint64_t N) {
  char Digits[24];
  const int Length = std::snprintf(Digits, sizeof Digits, "0x%llx", static_cast<unsigned long long>(N));
  return *this << std::string_view(Digits, static_cast<std::size_t>(Length));
}

Text &Text::quoted(std::string_view S) {
  Buffer += '"';
  for (const char C : S) {
    if (C == '"' || C == '\\') {
      Buffer += '\\';
      Buffer += C;
    } else if (static_cast<unsigned char>(C) < 0x20) {
      char Escape[8];
      std::snprintf(Escape, sizeof Escape, "\\u%04x", static_cast<unsigned char>(C));
      Buffer += Escape;
    } else {
      Buffer += C;
    }
  }
  Buffer += '"';
  return *this;
}

void Text::writeTo(int File) const {
  const char *From = Buffer.data();
  std::size_t Left = Buffer.size();
  while (Left) {
    const ssize_t Done = write(File, From, Left);
    if (Done < 0 && errno == EINTR)
      continue;
    if (Done <= 0)
      return;
    From += Done;
    Left -= static_cast<std::size_t>(Done);
  }
}

static int LogFile = -1;

void openLog() {
  if (!*Settings.log)
    return;
  LogFile = open(Settings.log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (LogFile < 0) {
    Text T;
    T << "maprace: error: cannot write log '" << Settings.log << "': " << std::strerror(errno) << "\n";
    T.writeTo(2);
    _exit(2);
  }
}

void logLine(const Text &Line) {
  if (LogFile < 0)
    return;
  Text Whole;
  Whole << Line.str() << '\n';
  Whole.writeTo(LogFile);
}

} // namespace maprace::runtime
