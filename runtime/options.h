// MAPRACE_OPTIONS, read once at start. One row an option: the parser, the defaults and the
// table of docs/runtime.md are the same rows.
#pragma once
#include <cstdint>

namespace maprace::runtime {

enum class Mode : std::uint8_t { Trap, Delay, Order, Count };
enum class Action : std::uint8_t { Default, Log, Throw, Abort };

//  type      name        default  meaning
#define MAPRACE_RUNTIME_OPTIONS(X)                                                                                     \
  X(Text, log, "", "JSON lines go to this file")                                                                       \
  X(Flag, quiet, 0, "no text on stderr")                                                                               \
  X(Number, exitcode, 66, "exit status when something was found and the run was not aborted; 0: keep the program's")   \
  X(Flag, lenient, 0, "operator[] for a key that is there counts as a read")                                           \
  X(Flag, iterators, 1,                                                                                                \
    "a step of an iterator is checked against changes since the step before, not only for overlap")                    \
  X(Number, signal, 23, "signal that asks a thread for its stack (SIGURG); 0: never")                                  \
  X(Number, seed, 0, "delay: seed of its choices; the same seed makes the same ones")                                  \
  X(Number, delay, 20, "delay: length of a delay in milliseconds")                                                     \
  X(Number, window, 100, "delay: accesses closer than this many milliseconds are a near miss")                         \
  X(Number, budget, 30, "delay: percent of the run that delays may take")                                              \
  X(Number, grant, 300, "delay: milliseconds of delays allowed to a run however short")                                \
  X(Text, trapfile, "", "delay: what was learned is read from and written to this file")                               \
  X(Text, plan, "", "delay: only the places of this file are delayed")                                                 \
  X(Number, hold, 100, "delay: with a plan, milliseconds that a thread is held for the other side")                    \
  X(Flag, order_destroy, 0, "order: destruction counts as a write like any other")

struct Options {
  Mode Kind = Mode::Trap;
  Action OnFind = Action::Default;
#define MAPRACE_OPTION_Text(name, fallback) const char *name = fallback;
#define MAPRACE_OPTION_Flag(name, fallback) bool name = fallback;
#define MAPRACE_OPTION_Number(name, fallback) long name = fallback;
#define MAPRACE_OPTION_FIELD(type, name, fallback, meaning) MAPRACE_OPTION_##type(name, fallback)
  MAPRACE_RUNTIME_OPTIONS(MAPRACE_OPTION_FIELD)
#undef MAPRACE_OPTION_FIELD
#undef MAPRACE_OPTION_Text
#undef MAPRACE_OPTION_Flag
#undef MAPRACE_OPTION_Number
};

extern Options Settings;

/// Parses MAPRACE_OPTIONS; a mistake in it ends the program with status 2 and a line that names it.
void readOptions();
const char *modeName(Mode);

} // namespace maprace::runtime
