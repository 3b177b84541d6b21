//===- command_audit.cpp - maprace audit ---------------------------------------------------===//
//
// Watches the maps of a running process through its USDT probes
// (include/maprace/detail/probe.h), with bpftrace, which puts nothing into the process but
// breakpoints and takes them away again.
//
//===----------------------------------------------------------------------===//
#include "checker/driver/commands.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/process_places.h"
#include "checker/driver/subprocess.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Program.h"
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace maprace {

namespace {

/// What is done at each probe. Maps of bpftrace are printed under their names at the end, and
/// so name what they count: by the map's address and operation, by function, by thread.
struct ProbeAction {
  const char *Probe;
  const char *Body;
};
constexpr ProbeAction Actions[] = {
    {"read", R"(
  @types[arg0] = str(arg2);
  @reads[arg0, str(arg1)] = count();
  @read_sites[arg0, usym(reg("ip"))] = count();)"},
    {"write", R"(
  @types[arg0] = str(arg2);
  @writes[arg0, str(arg1)] = count();
  @write_sites[arg0, usym(reg("ip"))] = count();
  @writing_threads[arg0, tid, comm] = count();
  @write_stacks[arg0, ustack(8)] = count();)"},
    {"structure", R"(
  @structural_changes[arg0] = count();)"},
    {"rehash_begin", R"(
  @began[tid] = nsecs;)"},
    {"rehash_end", R"(
  @rehash_nanoseconds[arg0] = hist(nsecs - @began[tid]);
  @last_buckets[arg0] = arg2;)"},
    {"report", R"(
  @reports[str(arg0), arg1] = count();)"},
};

/// The probes that the process has, as "usdt:FILE:maprace:NAME".
std::vector<std::string> probesOf(const std::string &Bpftrace, const std::string &Pid) {
  std::vector<std::string> Out;
  llvm::StringSet<> Seen;
  std::optional<std::string> Text = outputOf({Bpftrace, "-l", "usdt:*:maprace:*", "-p", Pid});
  llvm::SmallVector<llvm::StringRef> Lines;
  if (Text)
    llvm::StringRef(*Text).split(Lines, '\n', -1, false);
  for (llvm::StringRef Line : Lines)
    if (Line.starts_with("usdt:") && Line.contains(":maprace:") && Seen.insert(Line).second)
      Out.push_back(Line.str());
  return Out;
}

/// With \p Raw, places are addresses, for ProcessPlaces; else bpftrace names the functions.
std::string scriptFor(const std::vector<std::string> &Probes, unsigned Seconds, unsigned Every, bool Raw) {
  std::string Out;
  for (const ProbeAction &A : Actions) {
    std::string Places;
    for (const std::string &P : Probes)
      if (llvm::StringRef(P).ends_with(std::string(":maprace:") + A.Probe))
        Places += (Places.empty() ? "" : ",\n") + P;
    if (!Places.empty())
      Out += Places + "\n{" + A.Body + "\n}\n";
  }
  auto Replace = [&](llvm::StringRef From, llvm::StringRef To) {
    for (std::size_t At = 0; (At = Out.find(From, At)) != std::string::npos; At += To.size())
      Out.replace(At, From.size(), To);
  };
  if (Raw) {
    Replace("usym(reg(\"ip\"))", "reg(\"ip\")");
    Replace("ustack(8)", "ustack(perf, 8)");
  }
  if (Every)
    Out +=
        llvm::formatv("interval:s:{0}\n{{\n  time(\"%H:%M:%S\\n\");\n  print(@reads);\n  print(@writes);\n}\n", Every);
  if (Seconds)
    Out += llvm::formatv("interval:s:{0}\n{{\n  exit();\n}\n", Seconds);
  return Out + "END\n{\n  clear(@began);\n}\n";
}

/// bpftrace's own words, without the lines that say nothing about the failure.
std::string reasonIn(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  llvm::SmallVector<llvm::StringRef> Lines;
  if (Buffer)
    (*Buffer)->getBuffer().split(Lines, '\n', -1, false);
  for (llvm::StringRef Line : llvm::reverse(Lines))
    if (Line.consume_front("ERROR: ") && !Line.contains("RLIMIT_MEMLOCK") && !Line.contains("failed to detach"))
      return Line.str();
  return "it says nothing of the reason";
}

/// An address in a line of bpftrace's: the second key of a count of places, or the start of a
/// stack's frame ("\t55f24d2005a0 fill()+688 (/tmp/program)").
struct AddressIn {
  std::uint64_t Address = 0;
  std::size_t Begin = 0, End = 0; ///< of what its place is put for
};
std::optional<AddressIn> addressIn(llvm::StringRef Line) {
  AddressIn A;
  if (Line.starts_with("@read_sites[") || Line.starts_with("@write_sites[")) {
    A.Begin = Line.find(", ") + 2;
    A.End = Line.find(']', A.Begin);
    if (Line.slice(A.Begin, A.End).getAsInteger(10, A.Address))
      return std::nullopt;
  } else if (Line.starts_with("\t")) {
    A.Begin = 1;
    A.End = Line.size();
    if (Line.drop_front().split(' ').first.getAsInteger(16, A.Address))
      return std::nullopt;
  } else {
    return std::nullopt;
  }
  return A;
}

/// Gives bpftrace's stdout on, with places for addresses. Those come at the end, and from the
/// first one on the text is kept back, so that they are looked up together.
class PlacingOutput {
public:
  explicit PlacingOutput(ProcessPlaces &P) : Places(P) {}
  void add(llvm::StringRef Chunk) {
    Pending += Chunk;
    for (std::size_t End; (End = Pending.find('\n')) != std::string::npos; Pending.erase(0, End + 1))
      line(Pending.substr(0, End));
  }
  void finish() {
    if (!Pending.empty())
      line(std::move(Pending));
    std::vector<std::uint64_t> Addresses;
    for (llvm::StringRef L : Kept)
      if (std::optional<AddressIn> A = addressIn(L))
        Addresses.push_back(A->Address);
    Places.lookUp(Addresses);
    for (llvm::StringRef L : Kept)
      if (std::optional<AddressIn> A = addressIn(L))
        llvm::outs() << L.substr(0, A->Begin) << Places.text(A->Address) << L.substr(A->End) << '\n';
      else
        llvm::outs() << L << '\n';
    llvm::outs().flush();
  }

private:
  void line(std::string L) {
    if (Kept.empty() && addressIn(L))
      Places.refresh(); // what was loaded meanwhile
    if (!Kept.empty() || addressIn(L)) {
      Kept.push_back(std::move(L));
      return;
    }
    llvm::outs() << L << '\n';
    llvm::outs().flush();
  }
  ProcessPlaces &Places;
  std::string Pending;
  std::vector<std::string> Kept;
};

/// Runs bpftrace with its stdout as ours, or through \p Places if there are any. Gives waitpid's status, -1 with errno when it cannot
/// be started.
int run(const std::string &Bpftrace, const std::string &Pid, const std::string &Script, const std::string &Errors,
        std::optional<ProcessPlaces> &Places) {
  std::string Words[] = {Bpftrace, "-p", Pid, Script};
  std::vector<char *> Argv;
  for (std::string &W : Words)
    Argv.push_back(W.data());
  Argv.push_back(nullptr);
  std::vector<char *> Environment;
  for (char **E = environ; *E; ++E)
    Environment.push_back(*E);
  std::string Length = "BPFTRACE_STRLEN=200"; // the longest that fits: types are long
  Environment.push_back(Length.data());
  Environment.push_back(nullptr);
  posix_spawn_file_actions_t Files;
  posix_spawn_file_actions_init(&Files);
  posix_spawn_file_actions_addopen(&Files, STDERR_FILENO, Errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  int Ends[2] = {-1, -1};
  if (Places) {
    if (::pipe2(Ends, O_CLOEXEC))
      return -1;
    posix_spawn_file_actions_adddup2(&Files, Ends[1], STDOUT_FILENO);
  }
  pid_t Child = 0;
  int Error = ::posix_spawn(&Child, Argv.front(), &Files, nullptr, Argv.data(), Environment.data());
  posix_spawn_file_actions_destroy(&Files);
  if (Places)
    ::close(Ends[1]);
  if (Error) {
    if (Places)
      ::close(Ends[0]);
    errno = Error;
    return -1;
  }
  // An interrupt ends the watching; bpftrace then prints what it has.
  auto *Before = std::signal(SIGINT, SIG_IGN);
  if (Places) {
    PlacingOutput Out(*Places);
    char Chunk[16384];
    for (ssize_t N; (N = ::read(Ends[0], Chunk, sizeof(Chunk))) > 0 || (N < 0 && errno == EINTR);)
      if (N > 0)
        Out.add(llvm::StringRef(Chunk, static_cast<std::size_t>(N)));
    ::close(Ends[0]);
    Out.finish();
  }
  int Status = 0;
  while (::waitpid(Child, &Status, 0) < 0 && errno == EINTR)
    ;
  std::signal(SIGINT, Before);
  return Status;
}

} // namespace

int runAudit(const Command &Self, llvm::ArrayRef<std::string> Args) {
  std::string Pid;
  unsigned Seconds = 10, Every = 0;
  bool Print = false;
  std::vector<Option> Options;
  Options.push_back({"pid", 'p', "PID", "the process", store(Pid)});
  Options.push_back({"seconds", 0, "N", "how long (default: 10; 0: until interrupted)", store(Seconds)});
  Options.push_back({"every", 0, "N", "print the counts so far every N seconds", store(Every)});
  Options.push_back({"print", 0, "", "print the bpftrace program and run nothing", store(Print)});
  int Status = ExitClean;
  std::optional<Arguments> Parsed = parseCommand(Self, Args, Options, Status);
  if (!Parsed)
    return Status;
  if (!Parsed->Positional.empty())
    return usageError(failure("'audit' takes no '{0}'; see maprace audit --help", Parsed->Positional.front()));
  if (Pid.empty())
    return usageError(failure("no process given: -p PID; see maprace audit --help"));
  if (unsigned Number = 0; llvm::StringRef(Pid).getAsInteger(10, Number) || !Number)
    return usageError(failure("option '--pid': '{0}' is not a process number", Pid));
  if (!llvm::sys::fs::exists("/proc/" + Pid))
    return usageError(failure("process {0}: no such process", Pid));
  llvm::ErrorOr<std::string> Bpftrace = llvm::sys::findProgramByName("bpftrace");
  if (!Bpftrace)
    return usageError(failure("bpftrace is not installed (Debian: package bpftrace)"));
  if (::geteuid() != 0)
    return usageError(failure("audit has to run as root: bpftrace loads a program into the kernel"));
  std::vector<std::string> Probes = probesOf(*Bpftrace, Pid);
  if (llvm::none_of(Probes, [](llvm::StringRef P) { return !P.ends_with(":report"); }))
    return usageError(failure("process {0}: it has no probes; compile it with the companion and -DMAPRACE_PROBES "
                              "(maprace flags --cxx --probes)",
                              Pid));
  std::optional<ProcessPlaces> Places = ProcessPlaces::of(Pid);
  std::string Script = scriptFor(Probes, Seconds, Every, Places.has_value());
  if (Print) {
    llvm::outs() << Script;
    return ExitClean;
  }

  llvm::SmallString<128> Folder;
  if (std::error_code E = llvm::sys::fs::createUniqueDirectory("maprace-audit", Folder))
    return usageError(failure("cannot create a temporary folder: {0}", E.message()));
  auto Remove = llvm::make_scope_exit([&] {
    (void)llvm::sys::fs::remove_directories(Folder); // what is left lies in the folder for temporary files
  });
  std::string File = (Folder + "/audit.bt").str(), Errors = (Folder + "/stderr").str();
  std::error_code Error;
  {
    llvm::raw_fd_ostream OS(File, Error);
    if (!Error)
      OS << Script;
  }
  if (Error)
    return usageError(failure("cannot write {0}: {1}", File, Error.message()));
  int Ended = run(*Bpftrace, Pid, File, Errors, Places);
  if (Ended == -1)
    return usageError(failure("cannot run {0}: {1}", *Bpftrace, std::strerror(errno)));
  if (Ended != 0)
    return usageError(failure("bpftrace failed: {0}", reasonIn(Errors)));
  return ExitClean;
}

} // namespace maprace
