// Memory for cells: pages of them that are never given back, and what modes know of a map.
#pragma once
#include "maprace/detail/cell.h"

#include <memory>

namespace maprace::runtime {

detail::cell *takeCell();
void giveCell(detail::cell *);
/// When a thread ends, its free cells go to the others.
void giveBackCells();

/// The map that has a cell's contents; nullptr: they are gone.
const detail::anchor *mapOf(const detail::cell *);
/// Is that a map, as far as one can tell? Its memory may have been given back by a thread that
/// should have waited, and may hold anything. For rare paths.
bool isAlive(const detail::anchor *);
/// A word for each cell that the mode in use may keep what it likes in.
std::atomic<void *> &extraOf(detail::cell *);

/// What the mode keeps there: one Record for each map, made by whichever thread first asks.
template <class Record, class Make> Record &recordOf(detail::cell *State, Make &&New) {
  std::atomic<void *> &Slot = extraOf(State);
  void *Known = Slot.load(std::memory_order_acquire);
  if (__builtin_expect(!Known, 0)) {
    std::unique_ptr<Record> Made = New();
    if (Slot.compare_exchange_strong(Known, Made.get(), std::memory_order_acq_rel))
      Known = Made.release();
  }
  return *static_cast<Record *>(Known);
}
template <class Record> Record &recordOf(detail::cell *State) {
  return recordOf<Record>(State, [] { return std::make_unique<Record>(); });
}
/// Takes it away, when the map is gone.
template <class Record> std::unique_ptr<Record> takeRecord(detail::cell *State) {
  return std::unique_ptr<Record>(static_cast<Record *>(extraOf(State).exchange(nullptr, std::memory_order_acq_rel)));
}

} // namespace maprace::runtime
