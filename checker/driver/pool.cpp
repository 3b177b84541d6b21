//===- pool.cpp --------------------------------------------------------------------------===//
#include "checker/driver/pool.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/worker.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace maprace {

namespace {

using Clock = std::chrono::steady_clock;

volatile std::sig_atomic_t Signalled = 0;

/// SIGINT and SIGTERM arrive only inside wait(), so that none is missed between a
/// look at Signalled and going to sleep.
class SignalScope {
public:
  SignalScope() {
    Signalled = 0;
    sigset_t Mine;
    sigemptyset(&Mine);
    sigaddset(&Mine, SIGINT);
    sigaddset(&Mine, SIGTERM);
    sigprocmask(SIG_BLOCK, &Mine, &Outside);
    struct sigaction Action = {};
    Action.sa_handler = [](int Signal) { Signalled = Signal; };
    sigaction(SIGINT, &Action, &OldInt);
    sigaction(SIGTERM, &Action, &OldTerm);
  }
  ~SignalScope() {
    sigaction(SIGINT, &OldInt, nullptr);
    sigaction(SIGTERM, &OldTerm, nullptr);
    sigprocmask(SIG_SETMASK, &Outside, nullptr);
  }
  SignalScope(const SignalScope &) = delete;

  void wait(std::vector<pollfd> &Fds, std::chrono::milliseconds Limit) const {
    timespec Time{static_cast<time_t>(Limit.count() / 1000), static_cast<long>(Limit.count() % 1000) * 1000000};
    if (ppoll(Fds.data(), Fds.size(), &Time, &Outside) < 0)
      for (pollfd &P : Fds)
        P.revents = 0;
  }
  /// For the child between fork and exec. A terminal sends SIGINT to the workers as
  /// well; it is for the command to answer it.
  void reset() const {
    sigaction(SIGTERM, &OldTerm, nullptr);
    std::signal(SIGINT, SIG_IGN);
    sigprocmask(SIG_SETMASK, &Outside, nullptr);
  }

private:
  sigset_t Outside = {};
  struct sigaction OldInt = {}, OldTerm = {};
};

class Worker {
public:
  static constexpr std::size_t None = ~std::size_t(0);
  std::size_t Unit = None;
  Clock::time_point Deadline;
  unsigned Done = 0; ///< units it has answered

  Worker() = default;
  Worker(const Worker &) = delete;
  ~Worker() {
    if (Pid > 0)
      end();
  }
  Worker &operator=(const Worker &) = delete;

  llvm::Error start(const PoolOptions &Options, const SignalScope &Signals) {
    int Sockets[2], Pipe[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, Sockets))
      return failure("cannot start a worker: {0}", std::strerror(errno));
    if (::pipe2(Pipe, O_CLOEXEC)) {
      ::close(Sockets[0]);
      ::close(Sockets[1]);
      return failure("cannot start a worker: {0}", std::strerror(errno));
    }
    pid_t Parent = ::getpid();
    Pid = ::fork();
    if (Pid == 0)
      become(Parent, Options.Executable, Sockets[1], Pipe[1], Signals);
    ::close(Sockets[1]);
    ::close(Pipe[1]);
    Socket = Sockets[0];
    Stderr = Pipe[0];
    if (Pid < 0)
      return failure("cannot start a worker: {0}", std::strerror(errno));
    ::fcntl(Stderr, F_SETFL, O_NONBLOCK);
    send(encode(Options.Setup));
    return llvm::Error::success();
  }

  /// Never blocks for long: messages to a worker are small. A dead worker is noticed
  /// when it is read from.
  void send(llvm::StringRef Message) {
    std::string Bytes = framed(Message);
    for (llvm::StringRef Rest = Bytes; !Rest.empty();) {
      ssize_t N = ::send(Socket, Rest.data(), Rest.size(), MSG_NOSIGNAL);
      if (N < 0 && errno == EINTR)
        continue;
      if (N <= 0)
        return;
      Rest = Rest.drop_front(static_cast<std::size_t>(N));
    }
  }

  /// Takes what has come; false when the worker is gone.
  bool read() {
    char Chunk[65536];
    while (true) {
      ssize_t N = ::recv(Socket, Chunk, sizeof(Chunk), MSG_DONTWAIT);
      if (N > 0)
        Received.append(Chunk, static_cast<std::size_t>(N));
      else if (N < 0 && errno == EINTR)
        continue;
      else
        return N < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }
  }
  std::optional<std::string> message() { return unframe(Received); }

  /// What it prints is of interest only if it dies, and then the first of it.
  void readErrors() {
    char Chunk[4096];
    for (ssize_t N; (N = ::read(Stderr, Chunk, sizeof(Chunk))) > 0;)
      if (Printed.size() < 4 * sizeof(Chunk))
        Printed.append(Chunk, static_cast<std::size_t>(N));
  }

  int socket() const { return Socket; }
  int errors() const { return Stderr; }

  /// Kills it unless it is dead, and tells how it died.
  std::string end() {
    ::kill(Pid, SIGKILL);
    int Status = 0;
    while (::waitpid(Pid, &Status, 0) < 0 && errno == EINTR)
      ;
    Pid = 0;
    readErrors();
    ::close(Socket);
    ::close(Stderr);
    std::string How = WIFSIGNALED(Status) ? "crashed (" + signalName(WTERMSIG(Status)) + ")"
                                          : "ended with status " + std::to_string(WEXITSTATUS(Status));
    if (WIFSIGNALED(Status) && WTERMSIG(Status) == SIGKILL)
      How = "was killed (SIGKILL), perhaps for want of memory";
    for (llvm::StringRef Rest = Printed; !Rest.empty();) {
      auto [Line, Tail] = Rest.split('\n');
      if (Line.starts_with("LLVM ERROR:") || Line.contains("Assertion") || Line.contains("ERROR: AddressSanitizer"))
        return How + ": " + Line.trim().str();
      Rest = Tail;
    }
    return How;
  }

private:
  pid_t Pid = 0;
  int Socket = -1, Stderr = -1;
  std::string Received, Printed;

  static std::string signalName(int Signal) {
    const char *Name = ::sigabbrev_np(Signal);
    return Name ? std::string("SIG") + Name : "signal " + std::to_string(Signal);
  }

  [[noreturn]] static void become(pid_t Parent, const std::string &Executable, int Socket, int Errors,
                                  const SignalScope &Signals) {
    // Even a command that is killed takes its workers along; the second line is for
    // one that went before the first took effect.
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != Parent)
      ::_exit(1);
    Signals.reset();
    int Null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    ::dup2(Null, STDIN_FILENO);
    ::dup2(Null, STDOUT_FILENO);
    ::dup2(Errors, STDERR_FILENO);
    if (Socket == WorkerSocket)
      ::fcntl(Socket, F_SETFD, 0);
    else
      ::dup2(Socket, WorkerSocket);
    ::execl(Executable.c_str(), Executable.c_str(), WorkerFlag, static_cast<char *>(nullptr));
    ::_exit(127);
  }
};

class Pool {
public:
  Pool(llvm::ArrayRef<const CompileJob *> Jobs, const PoolOptions &Options, PoolObserver &Observer)
      : Jobs(Jobs), Options(Options), Observer(Observer), Remaining(Jobs.size()), Retried(Jobs.size()) {}

  llvm::Expected<int> run() {
    while (Remaining && !Signalled) {
      if (llvm::Error E = fill())
        return E;
      wait();
      // Backwards: a worker that ends is taken out.
      for (std::size_t I = Workers.size(); I-- > 0 && !Signalled;)
        serve(I);
      Observer.tick();
    }
    return static_cast<int>(Signalled);
  }

private:
  llvm::ArrayRef<const CompileJob *> Jobs;
  const PoolOptions &Options;
  PoolObserver &Observer;
  std::size_t Next = 0, Remaining;
  std::vector<bool> Retried;
  std::deque<std::size_t> Again; ///< units whose worker crashed, for a new worker
  SignalScope Signals;
  std::vector<std::unique_ptr<Worker>> Workers; // ended before the signals come back

  /// Gives every worker something to do, and starts those that are wanted.
  llvm::Error fill() {
    for (auto &W : Workers)
      if (W->Unit == Worker::None && Next < Jobs.size())
        give(*W, Next++);
    while (Workers.size() < Options.Jobs && (!Again.empty() || Next < Jobs.size())) {
      auto W = std::make_unique<Worker>();
      if (llvm::Error E = W->start(Options, Signals)) {
        if (Workers.empty())
          return E;
        llvm::consumeError(std::move(E)); // fewer will do
        break;
      }
      std::size_t Unit = Again.empty() ? Next++ : Again.front();
      if (!Again.empty())
        Again.pop_front();
      give(*W, Unit);
      Workers.push_back(std::move(W));
    }
    return llvm::Error::success();
  }

  void give(Worker &W, std::size_t Unit) {
    W.Unit = Unit;
    W.Deadline =
        Options.TimeoutSeconds ? Clock::now() + std::chrono::seconds(Options.TimeoutSeconds) : Clock::time_point::max();
    W.send(encode(*Jobs[Unit]));
    Observer.started(Unit);
  }

  void wait() {
    auto Limit = std::chrono::milliseconds(1000);
    std::vector<pollfd> Fds;
    for (auto &W : Workers) {
      Fds.push_back({W->socket(), POLLIN, 0});
      Fds.push_back({W->errors(), POLLIN, 0});
      if (W->Unit != Worker::None && W->Deadline != Clock::time_point::max())
        Limit = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(W->Deadline - Clock::now()),
                           std::chrono::milliseconds(0), Limit);
    }
    Signals.wait(Fds, Limit);
  }

  void serve(std::size_t Index) {
    Worker &W = *Workers[Index];
    W.readErrors();
    bool Alive = W.read();
    while (std::optional<std::string> Message = W.message()) {
      std::optional<UnitAnswer> Answer = decodeAnswer(*Message);
      if (!Answer || W.Unit == Worker::None)
        break; // cannot be; treated as a crash below when it ends
      ++W.Done;
      finish(std::exchange(W.Unit, Worker::None), std::move(*Answer));
    }
    bool Late = Alive && W.Unit != Worker::None && Clock::now() >= W.Deadline;
    if (Alive && !Late)
      return;
    std::size_t Unit = W.Unit;
    bool Fresh = W.Done == 0;
    std::string Reason = W.end();
    Workers.erase(Workers.begin() + static_cast<std::ptrdiff_t>(Index));
    if (Unit == Worker::None)
      return;
    UnitAnswer Failed;
    if (Late) {
      Failed.Reason = llvm::formatv("gave no answer within {0} s", Options.TimeoutSeconds);
    } else if (!Fresh && !Retried[Unit]) {
      // What earlier units left in the worker may be to blame. The same unit must not
      // fail or succeed by what happened to run before it.
      Retried[Unit] = true;
      Again.push_back(Unit);
      return;
    } else {
      Failed.Reason = Reason;
    }
    finish(Unit, std::move(Failed));
  }

  void finish(std::size_t Unit, UnitAnswer Answer) {
    --Remaining;
    Observer.finished(Unit, std::move(Answer));
  }
};

/// For debuggers; a crash is a crash.
llvm::Expected<int> runHere(llvm::ArrayRef<const CompileJob *> Jobs, const PoolOptions &Options,
                            PoolObserver &Observer) {
  llvm::SmallString<256> Before;
  if (std::error_code E = llvm::sys::fs::current_path(Before))
    return failure("the current directory: {0}", E.message());
  UnitParser Parser(Options.Setup.S, Options.Setup.ResourceDir, Options.Setup.DisplayDir);
  for (std::size_t Unit = 0; Unit < Jobs.size(); ++Unit) {
    Observer.started(Unit);
    Observer.finished(Unit, answer(Parser, *Jobs[Unit]));
  }
  if (std::error_code E = llvm::sys::fs::set_current_path(Before))
    return failure("{0}: {1}", Before.str(), E.message());
  return 0;
}

/// Bytes that a line such as "MemAvailable:  123 kB" of /proc/meminfo says.
std::uint64_t availableMemory() {
  auto Info = llvm::MemoryBuffer::getFileAsStream("/proc/meminfo");
  if (!Info)
    return 0;
  std::uint64_t Kilobytes = 0;
  (*Info)->getBuffer().split("MemAvailable:").second.ltrim().consumeInteger(10, Kilobytes);
  return Kilobytes * 1024;
}

} // namespace

unsigned defaultJobs() {
  cpu_set_t Cpus;
  unsigned Cores = ::sched_getaffinity(0, sizeof(Cpus), &Cpus) == 0 ? static_cast<unsigned>(CPU_COUNT(&Cpus)) : 1;
  // What a large unit takes. A runner that swaps or kills is slower than a core idle.
  constexpr std::uint64_t PerWorker = 1536ull << 20;
  std::uint64_t Fit = availableMemory() / PerWorker;
  return static_cast<unsigned>(std::clamp<std::uint64_t>(Fit, 1, std::max(Cores, 1u)));
}

llvm::Expected<int> runPool(llvm::ArrayRef<const CompileJob *> Jobs, const PoolOptions &Options,
                            PoolObserver &Observer) {
  return Options.Jobs ? Pool(Jobs, Options, Observer).run() : runHere(Jobs, Options, Observer);
}

} // namespace maprace
