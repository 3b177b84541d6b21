// Counters by name, written by every worker.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

class Metrics {
public:
  void count(const std::string &Name, std::uint64_t By = 1);
  std::unordered_map<std::string, std::uint64_t> snapshot() const;

private:
  mutable std::mutex Mutex;
  std::unordered_map<std::string, std::uint64_t> Counters; // always under Mutex
};
