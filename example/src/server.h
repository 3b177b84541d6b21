// Workers that answer requests, and a janitor that ends idle sessions.
#pragma once

#include "metrics.h"
#include "sessions.h"
#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

class Server {
public:
  using Handler = std::function<void(int Client)>;

  /// Only before start().
  void route(const std::string &Path, Handler H);
  void start(unsigned NumWorkers);
  void stop();
  void report() const;

private:
  void work(unsigned Worker);
  void tidy();

  std::atomic<bool> Running{false};
  std::unordered_map<std::string, Handler> Routes; // filled before the threads start, only read by them
  SessionTable Sessions;
  Metrics Counters;
  std::vector<std::thread> Workers;
  std::thread Janitor;
};
