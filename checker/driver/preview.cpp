//===- preview.cpp -----------------------------------------------------------------------------===//
#include "checker/driver/preview.h"
#include "maprace/checker/pipeline.h"
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace maprace {

Preview::~Preview() {
  if (Child <= 0)
    return;
  ::kill(Child, SIGKILL);
  while (::waitpid(Child, nullptr, 0) < 0 && errno == EINTR)
    ;
  ::close(Pipe);
}

void Preview::update(const std::vector<std::optional<UnitFacts>> &Units) {
  collect();
  auto Now = Clock::now();
  // One part in thirty of the time at most.
  if (Child == 0 && Now - Finished > std::max<Clock::duration>(std::chrono::seconds(3), 30 * Cost))
    start(Units);
}

void Preview::start(const std::vector<std::optional<UnitFacts>> &Units) {
  int Ends[2];
  if (::pipe2(Ends, O_CLOEXEC | O_NONBLOCK))
    return;
  Started = Clock::now();
  pid_t Parent = ::getpid();
  Child = ::fork();
  if (Child == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != Parent)
      ::_exit(1);
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    std::vector<UnitFacts> Known;
    for (const auto &U : Units)
      if (U)
        Known.push_back(*U);
    std::size_t Found = analyze(std::move(Known), S).size();
    // Nothing of the parent's is to be flushed or destroyed here.
    ::_exit(::write(Ends[1], &Found, sizeof(Found)) == sizeof(Found) ? 0 : 1);
  }
  ::close(Ends[1]);
  Pipe = Ends[0];
  if (Child < 0) {
    Child = 0;
    ::close(Pipe);
  }
}

void Preview::collect() {
  if (Child == 0 || ::waitpid(Child, nullptr, WNOHANG) != Child)
    return;
  std::size_t Found = 0;
  if (::read(Pipe, &Found, sizeof(Found)) == sizeof(Found))
    Count = Found;
  ::close(Pipe);
  Child = 0;
  Finished = Clock::now();
  Cost = Finished - Started;
}

} // namespace maprace
