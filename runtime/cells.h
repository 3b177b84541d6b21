// Memory for cells: pages of them that are never given back, and what is known of a cell's map.
#pragma once
#include "maprace/detail/cell.h"

namespace maprace::runtime {

detail::cell *takeCell();
void giveCell(detail::cell *);
/// When a thread ends, its free cells go to the others.
void giveBackCells();

/// The map whose contents a cell belongs to.
std::atomic<const detail::anchor *> &ownerOf(detail::cell *);
/// A word for each cell that the mode in use may keep what it likes in.
std::atomic<void *> &extraOf(detail::cell *);

} // namespace maprace::runtime
