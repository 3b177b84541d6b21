// The beginning and the end: options, fork, exit status.
#include "runtime/delay.h"
#include "runtime/mixed.h"
#include "runtime/options.h"
#include "runtime/output.h"
#include "runtime/report.h"
#include "runtime/runtime.h"
#include "runtime/spin_lock.h"

#include <cstdio>
#include <cstdlib>
#include <pthread.h>
#include <unistd.h>

namespace maprace::runtime {

bool Started = false;

namespace {

void forked() {
  // Only the forking thread is left; marks of the others in the copied maps mean nothing.
  Generation.fetch_add(1, std::memory_order_relaxed);
  forkedThreads();
  if (Settings.Kind == Mode::Delay)
    delay::forked();
}

// The first and the last line of a process, without its brace.
Text processLine(const char *Type) {
  Text T;
  T << "{\"type\":\"" << Type << "\",\"version\":1,\"mode\":\"" << modeName(Settings.Kind)
    << "\",\"pid\":" << static_cast<int>(getpid());
  return T;
}

// Registered before the program's own handlers, and so run after them.
void finish() {
  const Inside Guard;
  finishModes();
  if (*Settings.log) { // a program may end because there is no memory left: no text for nobody
    logLine(processLine("end") << ",\"finds\":" << findings() << "}");
  }
  if (findings() && Settings.exitcode) {
    fflush(nullptr);
    _exit(static_cast<int>(Settings.exitcode));
  }
}

SpinLock StartLock;

} // namespace

void start() {
  const Locked L(StartLock);
  if (Started)
    return;
  const Inside Guard;
  findSanitizer();
  readOptions();
  openLog();
  if (Settings.Kind == Mode::Order && TheSanitizer.IgnoreSync[1]) {
    Settings.Kind = Mode::Trap;
    Text T;
    T << "maprace: note: mode=order is mode=trap under ThreadSanitizer, which keeps pthread_once and the guards of "
         "static variables to itself\n";
    if (!Settings.quiet)
      T.writeTo(2);
  }
  findSyncVisible();
  if (!SyncVisible && (Settings.Kind == Mode::Order || Settings.Kind == Mode::Count)) {
    Text T;
    T << "maprace: note: the runtime was loaded when the program was running already, and sees no locks: link the program with "
         "libmaprace-runtime.so, or name that in LD_PRELOAD";
    T << (Settings.Kind == Mode::Order ? "; mode=order is mode=trap here\n" : "\n");
    if (Settings.Kind == Mode::Order)
      Settings.Kind = Mode::Trap;
    if (!Settings.quiet)
      T.writeTo(2);
  }
  if (*Settings.log)
    logLine(processLine("start") << "}");
  reportMixedUnits();
  startThreads();
  thisThread(); // number 0: whoever starts the runtime is the main thread
  startModes();
  pthread_atfork(nullptr, nullptr, forked);
  atexit(finish);
  Started = true;
}

namespace {
// Before the program's own static constructors, where the linker has the choice.
__attribute__((constructor(101))) void startEarly() { start(); }
} // namespace

} // namespace maprace::runtime
