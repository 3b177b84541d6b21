//===- progress.cpp --------------------------------------------------------------------------===//
#include "checker/driver/progress.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <cstring>
#include <sys/ioctl.h>
#include <unistd.h>

namespace maprace {

using namespace std::chrono;

Progress::Progress(std::size_t Total) : Total(Total), Start(Clock::now()) {
  const char *Terminal = std::getenv("TERM");
  Enabled = llvm::sys::Process::StandardErrIsDisplayed() && Terminal && std::strcmp(Terminal, "dumb") != 0;
}

Progress::~Progress() {
  if (Enabled)
    llvm::errs() << "\r\x1b[K";
}

std::string Progress::line(std::size_t Done, std::size_t Total, const std::string &Current,
                           std::optional<std::size_t> Findings, std::optional<seconds> Left, std::size_t Width) {
  std::string Head = "[" + std::to_string(Done) + "/" + std::to_string(Total) + "] ";
  std::string Tail;
  if (Findings)
    Tail += ", " + std::to_string(*Findings) + (*Findings == 1 ? " finding so far" : " findings so far");
  if (Left)
    Tail += Left->count() < 120 ? ", about " + std::to_string(Left->count()) + " s left"
                                : ", about " + std::to_string((Left->count() + 59) / 60) + " min left";
  std::string Name = Current;
  // Of a long name the end says most.
  if (std::size_t Fixed = Head.size() + Tail.size(); Width && Fixed + Name.size() > Width) {
    std::size_t Room = Width > Fixed + 3 ? Width - Fixed - 3 : 0;
    Name = "..." + Name.substr(Name.size() - std::min(Name.size(), Room));
  }
  std::string Out = Head + Name + Tail;
  return Width ? Out.substr(0, Width) : Out;
}

void Progress::show(std::size_t Done, const std::string &Current, std::optional<std::size_t> Findings) {
  auto Now = Clock::now();
  if (!Enabled || Now - LastDrawn < milliseconds(100))
    return;
  LastDrawn = Now;
  std::optional<seconds> Left;
  // The first units tell little of the rest.
  if (auto Spent = Now - Start; Done && Spent > seconds(2))
    Left = ceil<seconds>(Spent / static_cast<long>(Done) * static_cast<long>(Total - Done));
  winsize Size = {};
  std::size_t Width = ::ioctl(STDERR_FILENO, TIOCGWINSZ, &Size) == 0 && Size.ws_col > 1 ? Size.ws_col - 1u : 79u;
  llvm::errs() << '\r' << line(Done, Total, Current, Findings, Left, Width) << "\x1b[K";
}

} // namespace maprace
