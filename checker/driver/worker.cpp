//===- worker.cpp -----------------------------------------------------------------------===//
//
// A worker holds nothing but its socket: when it dies, by a crash of the front end or
// by the command's hand after a time-out, nothing is left behind.
//
//===----------------------------------------------------------------------===//
#include "checker/driver/worker.h"
#include "checker/facts/serial.h"
#include "clang/Basic/Stack.h"
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sys/prctl.h>
#include <unistd.h>

namespace maprace {

namespace {

bool sendAll(llvm::StringRef Bytes) {
  while (!Bytes.empty()) {
    ssize_t N = ::write(WorkerSocket, Bytes.data(), Bytes.size());
    if (N < 0 && errno == EINTR)
      continue;
    if (N <= 0)
      return false;
    Bytes = Bytes.drop_front(static_cast<std::size_t>(N));
  }
  return true;
}

std::optional<std::string> receive(std::string &Buffer) {
  while (true) {
    if (std::optional<std::string> Message = unframe(Buffer))
      return Message;
    char Chunk[65536];
    ssize_t N = ::read(WorkerSocket, Chunk, sizeof(Chunk));
    if (N < 0 && errno == EINTR)
      continue;
    if (N <= 0)
      return std::nullopt;
    Buffer.append(Chunk, static_cast<std::size_t>(N));
  }
}

/// Lets the tests see what a crash and a hang of the front end come to: the variables
/// hold part of the name of the file that it happens in.
void misbehaveIfTested(const CompileJob &Job) {
  auto Named = [&](const char *Variable) {
    const char *Part = std::getenv(Variable);
    return Part && *Part && llvm::StringRef(Job.File).contains(Part);
  };
  if (Named("MAPRACE_TEST_CRASH")) {
    std::signal(SIGSEGV, SIG_DFL); // the sanitizers catch it otherwise
    std::raise(SIGSEGV);
  }
  while (Named("MAPRACE_TEST_HANG"))
    ::pause();
}

} // namespace

UnitAnswer answer(UnitParser &Parser, const CompileJob &Job) {
  misbehaveIfTested(Job);
  ParsedUnit Unit = Parser.parse(Job);
  UnitAnswer Out;
  Out.Ok = Unit.Facts.has_value();
  Out.Reason = std::move(Unit.Reason);
  Out.Dropped = std::move(Unit.Dropped);
  if (Unit.Facts)
    Out.Facts = serialize(*Unit.Facts);
  return Out;
}

int runWorker() {
  ::prctl(PR_SET_DUMPABLE, 0); // a crash is reported, not dumped
  clang::noteBottomOfStack();
  std::string Buffer;
  std::optional<std::string> First = receive(Buffer);
  std::optional<WorkerSetup> Setup = First ? decodeSetup(*First) : std::nullopt;
  if (!Setup)
    return EXIT_FAILURE;
  UnitParser Parser(std::move(Setup->S), std::move(Setup->ResourceDir), std::move(Setup->DisplayDir));
  while (std::optional<std::string> Message = receive(Buffer)) {
    std::optional<CompileJob> Job = decodeJob(*Message);
    if (!Job)
      return EXIT_FAILURE;
    if (!sendAll(framed(encode(answer(Parser, *Job)))))
      return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}

} // namespace maprace
