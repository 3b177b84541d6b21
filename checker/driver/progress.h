//===- progress.h - one line on a terminal ------------------------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_PROGRESS_H
#define MAPRACE_DRIVER_PROGRESS_H

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace maprace {

/// " [12/77] src/server.cpp, 3 findings so far, about 40 s left", redrawn in place on
/// stderr. Nothing at all unless that is a terminal.
class Progress {
public:
  explicit Progress(std::size_t Total);
  ~Progress();
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;

  bool enabled() const { return Enabled; }
  void show(std::size_t Done, const std::string &Current, std::optional<std::size_t> Findings);
  /// The line alone; \p Width 0: as long as it comes.
  static std::string line(std::size_t Done, std::size_t Total, const std::string &Current,
                          std::optional<std::size_t> Findings, std::optional<std::chrono::seconds> Left,
                          std::size_t Width);

private:
  using Clock = std::chrono::steady_clock;
  std::size_t Total;
  bool Enabled;
  Clock::time_point Start, LastDrawn;
};

} // namespace maprace
#endif
