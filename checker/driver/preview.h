//===- preview.h - findings so far ----------------------------------------*- C++ -*-===//
//
// Findings exist only once units are linked. For the progress line, a forked copy of
// the command analyses what has come in until now and sends back one number; the
// command itself neither waits nor copies its facts. It runs seldom enough to take a
// few percent of the time.
//
//===----------------------------------------------------------------------===//
#ifndef MAPRACE_DRIVER_PREVIEW_H
#define MAPRACE_DRIVER_PREVIEW_H

#include "maprace/checker/facts.h"
#include "maprace/checker/settings.h"
#include <chrono>
#include <optional>
#include <sys/types.h>
#include <vector>

namespace maprace {

class Preview {
public:
  explicit Preview(const Settings &S) : S(S), Finished(Clock::now()) {}
  ~Preview();
  Preview(const Preview &) = delete;
  Preview &operator=(const Preview &) = delete;

  /// Collects a result that is ready, and starts a new count when it is time.
  void update(const std::vector<std::optional<UnitFacts>> &Units);
  std::optional<std::size_t> findings() const { return Count; }

private:
  using Clock = std::chrono::steady_clock;
  const Settings &S;
  std::optional<std::size_t> Count;
  pid_t Child = 0;
  int Pipe = -1;
  Clock::time_point Started, Finished;
  Clock::duration Cost{};

  void start(const std::vector<std::optional<UnitFacts>> &Units);
  void collect();
};

} // namespace maprace
#endif
