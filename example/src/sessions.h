// Who is connected, and when each was last heard of.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <unordered_map>
#include <vector>

struct Session {
  std::chrono::steady_clock::time_point LastSeen;
  unsigned Requests = 0;
};

class SessionTable {
public:
  /// Called by the workers for every request.
  void touch(int Client);
  /// Called by the janitor from time to time.
  std::vector<int> idleLongerThan(std::chrono::milliseconds Limit) const;
  void close(int Client);
  std::size_t size() const;

private:
  mutable std::mutex Mutex;
  std::unordered_map<int, Session> Sessions;
};
