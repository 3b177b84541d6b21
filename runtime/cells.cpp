#include "runtime/cells.h"

#include "runtime/options.h"
#include "runtime/runtime.h"
#include "runtime/spin_lock.h"
#include "runtime/threads.h"

#include <cstdlib>
#include <sys/mman.h>

namespace maprace::runtime {

namespace {

using detail::anchor;
using detail::cell;

constexpr std::size_t PageSize = 4096;
constexpr unsigned PerPage = 168;

// A page of cells, aligned to its size: from a cell's address to the rest by masking.
struct Page {
  std::atomic<std::atomic<void *> *> Extra; // PerPage words, where a mode asked for them
  std::uint64_t Pad[3];
  cell Cells[PerPage];
  std::atomic<const anchor *> Owners[PerPage];
};
static_assert(sizeof(Page) <= PageSize, "a page of cells fits a page");

Page &pageOf(cell *C) { return *reinterpret_cast<Page *>(reinterpret_cast<std::uintptr_t>(C) & ~(PageSize - 1)); }

SpinLock FreeLock;
cell *FreeCells = nullptr; // linked through extra words of their own, see next()

// A free cell keeps the next one where its owner was.
cell *next(cell *C) {
  return reinterpret_cast<cell *>(const_cast<anchor *>(ownerOf(C).load(std::memory_order_relaxed)));
}
void setNext(cell *C, cell *Next) {
  ownerOf(C).store(reinterpret_cast<const anchor *>(Next), std::memory_order_relaxed);
}

// Neighbours in the order of handing out lie in different cache lines: maps that are made one
// after another, such as shards, are often written by different threads.
cell *newPage() {
  constexpr std::size_t Batch = 16; // one mapping for several pages: fewer of them
  void *Memory = mmap(nullptr, PageSize * Batch, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (Memory == MAP_FAILED)
    std::abort();
  cell *First = nullptr;
  for (std::size_t P = Batch; P-- > 0;) {
    auto *New = reinterpret_cast<Page *>(static_cast<char *>(Memory) + P * PageSize);
    for (unsigned Line = 4; Line-- > 0;)
      for (unsigned I = PerPage; I-- > 0;)
        if (I % 4 == Line) {
          setNext(&New->Cells[I], First);
          First = &New->Cells[I];
        }
  }
  return First;
}

} // namespace

std::atomic<const anchor *> &ownerOf(cell *C) { return pageOf(C).Owners[C - pageOf(C).Cells]; }

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
      FreeCells = newPage();
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
