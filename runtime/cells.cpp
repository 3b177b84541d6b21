#include "runtime/cells.h"

#include "runtime/options.h"
#include "runtime/runtime.h"
#include "runtime/spin_lock.h"
#include "runtime/threads.h"

#include <cstddef>
#include <cstdlib>
#include <sys/mman.h>

namespace maprace::runtime {

namespace {

using detail::anchor;
using detail::cell;

constexpr std::size_t PageSize = 4096;
constexpr std::size_t Batch = 16; // one mapping for several pages: fewer of them
constexpr unsigned PerPage = 508;

// A page of cells, aligned to its size: from a cell's address to the rest by masking.
struct Page {
  std::atomic<std::atomic<void *> *> Extra; // PerPage words, where a mode asked for them
  Page *NextBatch;                          // in the first page of one
  std::uint64_t Pad[2];
  cell Cells[PerPage];
};
static_assert(sizeof(Page) == PageSize, "a page of cells fits a page");

Page *toPage(std::uintptr_t Address) {
  return reinterpret_cast<Page *>(Address); // NOLINT(performance-no-int-to-ptr)
}
Page &pageOf(cell *C) { return *toPage(reinterpret_cast<std::uintptr_t>(C) & ~(PageSize - 1)); }

SpinLock FreeLock;
cell *FreeCells = nullptr;
std::atomic<Page *> Batches{nullptr};

// A free cell keeps the next one where its map was, marked as no map.
cell *next(cell *C) {
  return reinterpret_cast<cell *>( // NOLINT(performance-no-int-to-ptr)
      C->map.load(std::memory_order_relaxed) & ~std::uintptr_t(1));
}
void setNext(cell *C, cell *Next) {
  C->map.store(reinterpret_cast<std::uintptr_t>(Next) | 1, std::memory_order_relaxed);
}

cell *newPages() {
  void *Memory = mmap(nullptr, PageSize * Batch, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (Memory == MAP_FAILED)
    std::abort();
  auto *Pages = static_cast<Page *>(Memory);
  cell *First = nullptr;
  for (std::size_t P = Batch; P-- > 0;)
    for (unsigned I = PerPage; I-- > 0;) {
      setNext(&Pages[P].Cells[I], First);
      First = &Pages[P].Cells[I];
    }
  Pages->NextBatch = Batches.load(std::memory_order_relaxed);
  Batches.store(Pages, std::memory_order_release);
  return First;
}

bool isCell(const cell *C) {
  const auto At = reinterpret_cast<std::uintptr_t>(C);
  for (const Page *P = Batches.load(std::memory_order_acquire); P; P = P->NextBatch)
    if (const std::uintptr_t Offset = At - reinterpret_cast<std::uintptr_t>(P); Offset < Batch * PageSize)
      return At % sizeof(cell) == 0 && Offset % PageSize >= offsetof(Page, Cells);
  return false;
}

} // namespace

const anchor *mapOf(const cell *C) {
  const std::uintptr_t Map = C->map.load(std::memory_order_relaxed);
  return Map & 1 ? nullptr : reinterpret_cast<const anchor *>(Map); // NOLINT(performance-no-int-to-ptr)
}

bool isAlive(const anchor *Map) { return isCell(Map->state) && mapOf(Map->state) == Map; }

std::atomic<void *> &extraOf(cell *C) {
  Page &P = pageOf(C);
  std::atomic<void *> *Extra = P.Extra.load(std::memory_order_acquire);
  if (__builtin_expect(!Extra, 0)) {
    const Locked L(FreeLock);
    Extra = P.Extra.load(std::memory_order_acquire);
    if (!Extra) {
      Extra = new std::atomic<void *>[PerPage]();
      P.Extra.store(Extra, std::memory_order_release);
    }
  }
  return Extra[C - P.Cells];
}

cell *takeCell() {
  if (!Self.FreeCells) {
    const Locked L(FreeLock);
    if (!FreeCells)
      FreeCells = newPages();
    // A handful at a time.
    for (int I = 0; I < 32 && FreeCells; ++I) {
      cell *C = FreeCells;
      FreeCells = next(C);
      setNext(C, Self.FreeCells);
      Self.FreeCells = C;
      ++Self.FreeCount;
    }
  }
  cell *C = Self.FreeCells;
  Self.FreeCells = next(C);
  --Self.FreeCount;
  return C;
}

void giveCell(cell *C) {
  setNext(C, Self.FreeCells);
  Self.FreeCells = C;
  if (++Self.FreeCount > 256 || !maprace_thread.token) // without a token nobody would notice the thread's end
    giveBackCells();
}

void giveBackCells() {
  const Locked L(FreeLock);
  while (cell *C = Self.FreeCells) {
    Self.FreeCells = next(C);
    setNext(C, FreeCells);
    FreeCells = C;
  }
  Self.FreeCount = 0;
}

} // namespace maprace::runtime
