// A module's DWARF entries (versions 4 and 5), as far as the names of variables and members need
// them: libbacktrace reads functions and lines only. Nothing is taken for granted of the file: what
// is not understood, compressed or elsewhere (split DWARF, dwz) is as if it were not there.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace maprace::runtime {

/// An entry; those of one unit lie in the order of the file, children behind their parent.
struct Entry {
  static constexpr std::uint32_t None = ~0u;
  std::uint64_t Offset = 0; ///< in the section
  std::uint32_t Tag = 0;
  std::uint32_t Parent = None; ///< index
  std::uint32_t End = 0;       ///< index behind its last descendant
  const char *Name = nullptr;
  std::uint64_t Type = 0, Origin = 0, Specification = 0; ///< offsets; 0: none
  std::uint64_t Low = 0, High = 0;                       ///< of one piece of code
  std::uint64_t Ranges = 0;                              ///< of several: where their list is
  std::uint32_t DeclLine = 0, CallLine = 0;
  bool HasRanges = false, IsDeclaration = false;
};

class Unit {
public:
  std::vector<Entry> Entries;
  /// The entry at an offset; nullptr: it is another unit's.
  const Entry *at(std::uint64_t Offset) const;
  std::uint32_t indexOf(const Entry &E) const { return static_cast<std::uint32_t>(&E - Entries.data()); }
  const Entry *parentOf(const Entry &E) const { return E.Parent == Entry::None ? nullptr : &Entries[E.Parent]; }
};

class DebugInfo {
public:
  /// Of the ELF file; there may be none in it.
  explicit DebugInfo(const char *Path);
  ~DebugInfo();
  DebugInfo(const DebugInfo &) = delete;
  DebugInfo &operator=(const DebugInfo &) = delete;

  /// The unit whose code has the address, as the file counts addresses; nullptr: none.
  std::unique_ptr<Unit> unitAt(std::uint64_t Address);
  /// One unit after the other, whatever code it has; nullptr: that was the last.
  std::unique_ptr<Unit> nextUnit();
  /// Is the address in the entry's code? Of the unit that was read last.
  bool covers(const Entry &, std::uint64_t Address) const;
  /// The last piece of the entry's code: where it begins, and the address behind it; zeros: it has none.
  std::pair<std::uint64_t, std::uint64_t> lastPiece(const Entry &) const;

private:
  struct Cursor;
  struct Abbreviation;
  struct Value;
  void findSections();
  std::unique_ptr<Unit> readUnit(std::uint64_t &At, const std::uint64_t *Address);
  bool readAbbreviations(std::uint64_t Offset);
  bool readEntry(Cursor &, Entry &, bool &HasChildren);
  bool readValue(Cursor &, std::uint64_t Form, std::int64_t Implicit, Value &) const;
  std::uint64_t address(std::uint64_t Index) const;
  template <class Visitor> void forEachRange(const Entry &, Visitor) const;

  const char *File = nullptr;
  std::size_t Size = 0;
  std::string_view Info, Abbrev, Str, LineStr, StrOffsets, Addr, RangesV4, RangeLists;
  std::uint64_t Next = 0; ///< where nextUnit() goes on
  // Of the unit in hand.
  std::uint64_t UnitBegin = 0, AddrBase = 0, StrBase = 0, RangesBase = 0, Base = 0;
  unsigned Version = 0, AddressSize = 8;
  std::vector<Abbreviation> Abbreviations;
};

} // namespace maprace::runtime
