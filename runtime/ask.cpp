#include "runtime/ask.h"

#include "runtime/cells.h"
#include "runtime/options.h"
#include "runtime/spin_lock.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

namespace maprace::runtime {

namespace {

enum State { Idle, Asked, Answering, Answered, Left };

// One question at a time.
struct {
  SpinLock Lock;
  std::atomic<int> Step{Idle};
  std::uint32_t Token;
  const detail::anchor *Map;
  detail::cell *State;
  std::uint64_t Word;
  Stack Answer;
} Question;

std::uintptr_t interruptedAt(void *Context) {
#if defined(__x86_64__)
  return static_cast<std::uintptr_t>(static_cast<ucontext_t *>(Context)->uc_mcontext.gregs[REG_RIP]);
#elif defined(__aarch64__)
  return static_cast<std::uintptr_t>(static_cast<ucontext_t *>(Context)->uc_mcontext.pc);
#else
  (void)Context;
  return 0;
#endif
}

// Does the operation go on? The map may be gone when it does not.
bool stillThere() {
  return mapOf(Question.State) == Question.Map && Question.Map->word.load(std::memory_order_relaxed) == Question.Word;
}

// Does the thread take the signal at all?
bool isBlocked(pid_t Tid, int Signal) {
  char Text[4096];
  std::snprintf(Text, sizeof Text, "/proc/self/task/%d/status", static_cast<int>(Tid));
  const int File = open(Text, O_RDONLY | O_CLOEXEC);
  if (File < 0)
    return true; // it has ended
  const ssize_t Size = read(File, Text, sizeof Text - 1);
  close(File);
  Text[Size > 0 ? Size : 0] = 0;
  const char *Mask = std::strstr(Text, "SigBlk:");
  return Mask && (std::strtoull(Mask + 7, nullptr, 16) >> (Signal - 1) & 1);
}

void answer(int, siginfo_t *, void *Context) {
  const int Saved = errno;
  int Expected = Asked;
  if (Question.Token == maprace_thread.token && Question.Step.compare_exchange_strong(Expected, Answering)) {
    Question.Answer = captureStack(interruptedAt(Context));
    // Only while the operation goes on is this the stack that was asked for.
    Question.Step.store(stillThere() ? Answered : Left);
  }
  errno = Saved;
}

} // namespace

Stack askForStack(std::uint32_t Token, const detail::anchor *Map, detail::cell *State, std::uint64_t Word) {
  const int Signal = static_cast<int>(Settings.signal);
  if (!Signal || isBlocked(threadOf(Token).Tid, Signal))
    return {};
  const Locked L(Question.Lock);
  struct sigaction Ours{}, Before{};
  if (sigaction(Signal, nullptr, &Before) != 0 ||
      (Before.sa_flags & SA_SIGINFO ? Before.sa_sigaction != answer
                                    : Before.sa_handler != SIG_DFL && Before.sa_handler != SIG_IGN))
    return {}; // the program uses it
  Ours.sa_sigaction = answer;
  Ours.sa_flags = SA_SIGINFO | SA_RESTART;
  sigemptyset(&Ours.sa_mask);
  if (sigaction(Signal, &Ours, nullptr) != 0)
    return {};
  Question.Token = Token;
  Question.Map = Map;
  Question.State = State;
  Question.Word = Word;
  Question.Step.store(Asked);
  Stack Out;
  if (syscall(SYS_tgkill, getpid(), threadOf(Token).Tid, Signal) == 0) {
    // As long as a busy machine may leave the thread waiting for a processor.
    for (int Tries = 0; Tries < 20000; ++Tries) {
      const int Now = Question.Step.load();
      if (Now == Answered)
        Out = Question.Answer;
      if (Now == Answered || Now == Left || (Now == Asked && !stillThere()))
        break;
      const timespec Pause{0, 100000};
      nanosleep(&Pause, nullptr);
    }
  }
  // A late signal finds nothing to do. The handler stays: the default action of another
  // signal than SIGURG would end the program.
  int Expected = Asked;
  if (!Question.Step.compare_exchange_strong(Expected, Idle))
    while (Question.Step.load() == Answering)
      sched_yield();
  Question.Step.store(Idle);
  return Out;
}

} // namespace maprace::runtime
