#include "sessions.h"

using Clock = std::chrono::steady_clock;

void SessionTable::touch(int Client) {
  std::lock_guard<std::mutex> Lock(Mutex);
  Session &S = Sessions[Client];
  S.LastSeen = Clock::now();
  ++S.Requests;
}

// The bug: walks the table while a worker may be adding to it.
std::vector<int> SessionTable::idleLongerThan(std::chrono::milliseconds Limit) const {
  std::vector<int> Idle;
  Clock::time_point Now = Clock::now();
  for (const auto &Entry : Sessions)
    if (Now - Entry.second.LastSeen > Limit)
      Idle.push_back(Entry.first);
  return Idle;
}

void SessionTable::close(int Client) {
  std::lock_guard<std::mutex> Lock(Mutex);
  Sessions.erase(Client);
}

std::size_t SessionTable::size() const {
  std::lock_guard<std::mutex> Lock(Mutex);
  return Sessions.size();
}
