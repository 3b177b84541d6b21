#include "metrics.h"

void Metrics::count(const std::string &Name, std::uint64_t By) {
  std::lock_guard<std::mutex> Lock(Mutex);
  Counters[Name] += By;
}

std::unordered_map<std::string, std::uint64_t> Metrics::snapshot() const {
  std::lock_guard<std::mutex> Lock(Mutex);
  return Counters;
}
