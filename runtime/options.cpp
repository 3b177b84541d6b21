#include "runtime/options.h"

#include "runtime/output.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <unistd.h>

namespace maprace::runtime {

Options Settings;

const char *modeName(Mode Kind) {
  switch (Kind) {
  case Mode::Trap: return "trap";
  case Mode::Delay: return "delay";
  case Mode::Order: return "order";
  case Mode::Count: return "count";
  }
  return "";
}

namespace {

[[noreturn]] void refuse(const char *Key, const char *Value, const char *Reason) {
  Text T;
  T << "maprace: error: MAPRACE_OPTIONS: '" << Key;
  if (Value)
    T << "=" << Value;
  T << "': " << Reason << "\n";
  T.writeTo(2);
  _exit(2);
}

long number(const char *Key, const char *Value) {
  errno = 0;
  char *End = nullptr;
  const long N = std::strtol(Value, &End, 10);
  if (End == Value || *End || errno || N < 0)
    refuse(Key, Value, "not a number");
  return N;
}

bool flag(const char *Key, const char *Value) {
  const long N = number(Key, Value);
  if (N > 1)
    refuse(Key, Value, "neither 0 nor 1");
  return N;
}

void setMode(const char *Value) {
  for (Mode M : {Mode::Trap, Mode::Delay, Mode::Order, Mode::Count})
    if (!std::strcmp(Value, modeName(M))) {
      Settings.Kind = M;
      return;
    }
  refuse("mode", Value, "not one of trap, delay, order, count");
}

void setAction(const char *Value) {
  if (!std::strcmp(Value, "log"))
    Settings.OnFind = Action::Log;
  else if (!std::strcmp(Value, "throw"))
    Settings.OnFind = Action::Throw;
  else if (!std::strcmp(Value, "abort"))
    Settings.OnFind = Action::Abort;
  else
    refuse("action", Value, "not one of log, throw, abort");
}

[[maybe_unused]] void setText(const char *&Field, const char *, const char *Value) { Field = Value; }
[[maybe_unused]] void setFlag(bool &Field, const char *Key, const char *Value) { Field = flag(Key, Value); }
[[maybe_unused]] void setNumber(long &Field, const char *Key, const char *Value) { Field = number(Key, Value); }

void set(const char *Key, const char *Value) {
  if (!std::strcmp(Key, "mode"))
    return setMode(Value);
  if (!std::strcmp(Key, "action"))
    return setAction(Value);
  if (!std::strcmp(Key, "abort")) {
    Settings.OnFind = flag(Key, Value) ? Action::Abort : Action::Log;
    return;
  }
#define MAPRACE_SET_OPTION(type, name, fallback, meaning)                                                              \
  if (!std::strcmp(Key, #name))                                                                                        \
    return set##type(Settings.name, Key, Value);
  MAPRACE_RUNTIME_OPTIONS(MAPRACE_SET_OPTION)
#undef MAPRACE_SET_OPTION
  refuse(Key, nullptr, "no such option");
}

} // namespace

void readOptions() {
  const char *Given = std::getenv("MAPRACE_OPTIONS");
  // Kept for good: the values point into it. "\:" is a colon inside a value.
  char *Row = Given ? strdup(Given) : nullptr;
  while (Row && *Row) {
    char *To = Row, *From = Row;
    while (*From && *From != ':') {
      if (From[0] == '\\' && From[1] == ':')
        ++From;
      *To++ = *From++;
    }
    char *Next = *From ? From + 1 : From;
    *To = 0;
    if (*Row) {
      char *Equals = std::strchr(Row, '=');
      if (!Equals)
        refuse(Row, nullptr, "KEY=VALUE expected");
      *Equals = 0;
      set(Row, Equals + 1);
    }
    Row = Next;
  }
  if (Settings.OnFind == Action::Default)
    Settings.OnFind = Settings.Kind == Mode::Trap ? Action::Abort : Action::Log;
}

} // namespace maprace::runtime
