#include "runtime/notes.h"

#include "runtime/runtime.h"
#include "runtime/spin_lock.h"

#include <unordered_map>

namespace maprace::runtime {

namespace {

struct Freeze {
  std::uint32_t Token;
  Stack Where;
};
struct Notes {
  SpinLock Lock;
  std::unordered_map<const detail::anchor *, std::string> Names;
  std::unordered_map<detail::cell *, Freeze> Frozen;
};
std::atomic<Notes *> Kept{nullptr}; // null until the first note: then nobody has to look

Notes &notes() {
  static Notes *N = new Notes;
  Kept.store(N, std::memory_order_release);
  return *N;
}

} // namespace

std::string givenName(const detail::anchor *Map) {
  Notes *N = Kept.load(std::memory_order_acquire);
  if (!N)
    return {};
  const Locked L(N->Lock);
  const auto At = N->Names.find(Map);
  return At == N->Names.end() ? std::string() : At->second;
}

bool frozenBy(detail::cell *State, std::uint32_t &Token, Stack &Where) {
  Notes *N = Kept.load(std::memory_order_acquire);
  if (!N)
    return false;
  const Locked L(N->Lock);
  const auto At = N->Frozen.find(State);
  if (At == N->Frozen.end())
    return false;
  Token = At->second.Token;
  Where = At->second.Where;
  return true;
}

void forgetNotes(const detail::anchor *Map, detail::cell *State) {
  Notes *N = Kept.load(std::memory_order_acquire);
  if (!N)
    return;
  const Locked L(N->Lock);
  N->Names.erase(Map);
  N->Frozen.erase(State);
}

} // namespace maprace::runtime

using namespace maprace::runtime;

extern "C" {

void maprace_set_name(const maprace::detail::anchor *Map, const char *Name) noexcept {
  const Inside Guard;
  Notes &N = notes();
  const Locked L(N.Lock);
  N.Names[Map] = Name;
}

void maprace_freeze(const maprace::detail::anchor *Map) noexcept {
  const Inside Guard;
  maprace::detail::cell *State = Map->state;
  const Freeze Here{thisThread().Token, captureStack(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)))};
  Notes &N = notes();
  const Locked L(N.Lock);
  N.Frozen.try_emplace(State, Here); // the first place counts
  Map->word.fetch_or(maprace::detail::bits::frozen | maprace::detail::bits::slow, std::memory_order_relaxed);
}
}
