//===- timed_run.cpp ---------------------------------------------------------------------===//
#include "checker/driver/timed_run.h"
#include "llvm/Support/FormatVariadic.h"
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace maprace {

namespace {

using Clock = std::chrono::steady_clock;

/// How long a command that was asked to end may take.
constexpr std::chrono::seconds Grace{5};

std::vector<char *> pointersTo(llvm::ArrayRef<std::string> Words) {
  std::vector<char *> Out;
  for (const std::string &W : Words)
    Out.push_back(const_cast<char *>(W.c_str())); // POSIX's signature; not written to
  Out.push_back(nullptr);
  return Out;
}

/// The signals that end a wait, blocked while one of these lives: they are waited for instead.
class Awaited {
public:
  Awaited() {
    sigemptyset(&Set);
    for (int S : {SIGCHLD, SIGINT, SIGTERM, SIGHUP})
      sigaddset(&Set, S);
    ::pthread_sigmask(SIG_BLOCK, &Set, &Before);
  }
  ~Awaited() { ::pthread_sigmask(SIG_SETMASK, &Before, nullptr); }
  Awaited(const Awaited &) = delete;
  Awaited &operator=(const Awaited &) = delete;
  const sigset_t &before() const { return Before; }
  /// Gives the signal; 0 when the time has come first, or may have.
  int next(Clock::time_point Until) const {
    auto Left = std::max(std::chrono::nanoseconds(Until - Clock::now()), std::chrono::nanoseconds(0));
    timespec T{static_cast<time_t>(Left.count() / 1000000000), static_cast<long>(Left.count() % 1000000000)};
    return std::max(::sigtimedwait(&Set, nullptr, &T), 0);
  }

private:
  sigset_t Set, Before;
};

/// Waits for the child until then. Gives 0 when it has ended, the signal that came to us
/// instead, or -1 when the time is over.
int awaitChild(pid_t Child, int &Status, const Awaited &Signals, Clock::time_point Until) {
  while (::waitpid(Child, &Status, WNOHANG) == 0) {
    if (int Signal = Signals.next(Until); Signal && Signal != SIGCHLD)
      return Signal;
    if (Clock::now() >= Until)
      return ::waitpid(Child, &Status, WNOHANG) == 0 ? -1 : 0;
  }
  return 0;
}

} // namespace

RunEnd runCommand(llvm::ArrayRef<std::string> Command, llvm::ArrayRef<std::string> Environment, unsigned Seconds) {
  RunEnd End;
  std::vector<char *> Words = pointersTo(Command), Variables = pointersTo(Environment);
  posix_spawn_file_actions_t Actions;
  posix_spawn_file_actions_init(&Actions);
  posix_spawn_file_actions_adddup2(&Actions, STDERR_FILENO, STDOUT_FILENO);
  posix_spawnattr_t Attributes;
  posix_spawnattr_init(&Attributes);
  pid_t Child = 0;
  if (!Seconds) {
    End.Error = ::posix_spawnp(&Child, Words.front(), &Actions, &Attributes, Words.data(), Variables.data());
    while (!End.Error && ::waitpid(Child, &End.Status, 0) < 0 && errno == EINTR)
      ;
  } else {
    Awaited Signals;
    // A group that is not the terminal's would be stopped when it reads from there.
    if (::isatty(STDIN_FILENO))
      posix_spawn_file_actions_addopen(&Actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawnattr_setflags(&Attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&Attributes, 0);
    posix_spawnattr_setsigmask(&Attributes, &Signals.before());
    End.Error = ::posix_spawnp(&Child, Words.front(), &Actions, &Attributes, Words.data(), Variables.data());
    if (!End.Error) {
      int Came = awaitChild(Child, End.Status, Signals, Clock::now() + std::chrono::seconds(Seconds));
      End.TimedOut = Came == -1;
      End.Interrupted = std::max(Came, 0);
      if (Came) {
        ::kill(-Child, SIGTERM);
        bool Ended = awaitChild(Child, End.Status, Signals, Clock::now() + Grace) == 0;
        // Also what the command has started and left behind.
        ::kill(-Child, SIGKILL);
        while (!Ended && ::waitpid(Child, &End.Status, 0) < 0 && errno == EINTR)
          ;
      }
    }
  }
  posix_spawnattr_destroy(&Attributes);
  posix_spawn_file_actions_destroy(&Actions);
  // The terminal's interrupt goes to the command and to us alike.
  if (!End.Error && !End.TimedOut && WIFSIGNALED(End.Status) &&
      (WTERMSIG(End.Status) == SIGINT || WTERMSIG(End.Status) == SIGTERM))
    End.Interrupted = WTERMSIG(End.Status);
  return End;
}

std::string ending(const RunEnd &E, unsigned Seconds) {
  if (E.TimedOut)
    return llvm::formatv("was ended after {0} s (--timeout)", Seconds);
  if (WIFSIGNALED(E.Status))
    return llvm::formatv("was ended by signal {0} ({1})", WTERMSIG(E.Status), strsignal(WTERMSIG(E.Status)));
  return llvm::formatv("exited with status {0}", WEXITSTATUS(E.Status));
}

} // namespace maprace
