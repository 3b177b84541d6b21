#include "runtime/debug_info.h"

#include <algorithm>
#include <cstring>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace maprace::runtime {

namespace {

// DWARF's numbers, those in use here.
enum : std::uint64_t {
  AtName = 0x03,
  AtLowPc = 0x11,
  AtHighPc = 0x12,
  AtAbstractOrigin = 0x31,
  AtDeclLine = 0x3b,
  AtDeclaration = 0x3c,
  AtSpecification = 0x47,
  AtType = 0x49,
  AtRanges = 0x55,
  AtCallLine = 0x59,
  AtStrOffsetsBase = 0x72,
  AtAddrBase = 0x73,
  AtRnglistsBase = 0x74,
};
constexpr std::uint64_t Longest = std::uint64_t(1) << 27; // of a unit that is looked into

} // namespace

/// Reads on, and never beyond the end: zeros then, and Bad.
struct DebugInfo::Cursor {
  std::string_view In;
  std::uint64_t At;
  bool Bad = false;

  bool has(std::uint64_t N) {
    if (!Bad && (At > In.size() || N > In.size() - At))
      Bad = true;
    return !Bad;
  }
  std::uint64_t fixed(unsigned Bytes) {
    std::uint64_t N = 0;
    if (Bytes > 8 || !has(Bytes)) {
      Bad = true;
      return 0;
    }
    std::memcpy(&N, In.data() + At, Bytes); // of this machine's byte order, as the module is
    At += Bytes;
    return N;
  }
  std::uint64_t leb() {
    std::uint64_t N = 0;
    for (unsigned Shift = 0; has(1); Shift += 7) {
      const auto Byte = static_cast<unsigned char>(In[At++]);
      if (Shift < 64)
        N |= std::uint64_t(Byte & 0x7f) << Shift;
      if (!(Byte & 0x80))
        break;
    }
    return N;
  }
  const char *text() {
    if (!has(1))
      return nullptr;
    const auto *Begin = In.data() + At;
    const auto *End = static_cast<const char *>(std::memchr(Begin, 0, In.size() - At));
    if (!End) {
      Bad = true;
      return nullptr;
    }
    At += static_cast<std::uint64_t>(End - Begin) + 1;
    return Begin;
  }
  void skip(std::uint64_t N) {
    if (has(N))
      At += N;
  }
};

struct DebugInfo::Abbreviation {
  struct Attribute {
    std::uint64_t Name, Form;
    std::int64_t Implicit;
  };
  std::uint32_t Tag = 0;
  bool HasChildren = false;
  std::vector<Attribute> Attributes;
};

struct DebugInfo::Value {
  enum { Nothing, Number, Address, Text, Reference, RangeIndex } Kind = Nothing;
  std::uint64_t N = 0;
  const char *S = nullptr;
};

const Entry *Unit::at(std::uint64_t Offset) const {
  const auto At = std::lower_bound(Entries.begin(), Entries.end(), Offset,
                                   [](const Entry &E, std::uint64_t O) { return E.Offset < O; });
  return Offset && At != Entries.end() && At->Offset == Offset ? &*At : nullptr;
}

DebugInfo::DebugInfo(const char *Path) {
  const int Handle = open(Path, O_RDONLY | O_CLOEXEC);
  struct stat Status{};
  if (Handle >= 0 && fstat(Handle, &Status) == 0 && Status.st_size > static_cast<off_t>(sizeof(ElfW(Ehdr)))) {
    Size = static_cast<std::size_t>(Status.st_size);
    void *Map = mmap(nullptr, Size, PROT_READ, MAP_PRIVATE, Handle, 0);
    File = Map == MAP_FAILED ? nullptr : static_cast<const char *>(Map);
  }
  if (Handle >= 0)
    close(Handle);
  if (File)
    findSections();
}
DebugInfo::~DebugInfo() {
  if (File)
    munmap(const_cast<char *>(File), Size);
}

void DebugInfo::findSections() {
  const std::string_view Whole(File, Size);
  const auto *Header = reinterpret_cast<const ElfW(Ehdr) *>(File);
  if (std::memcmp(Header->e_ident, ELFMAG, SELFMAG) != 0 || Header->e_shentsize != sizeof(ElfW(Shdr)) ||
      Header->e_shoff > Size || Header->e_shnum > (Size - Header->e_shoff) / sizeof(ElfW(Shdr)) ||
      Header->e_shstrndx >= Header->e_shnum)
    return;
  const auto *Sections = reinterpret_cast<const ElfW(Shdr) *>(File + Header->e_shoff);
  const auto Content = [&](const ElfW(Shdr) & S) -> std::string_view {
    if (S.sh_type == SHT_NOBITS || S.sh_offset > Size || S.sh_size > Size - S.sh_offset)
      return {};
    return Whole.substr(S.sh_offset, S.sh_size);
  };
  const std::string_view Names = Content(Sections[Header->e_shstrndx]);
  const std::pair<const char *, std::string_view *> Wanted[] = {
      {".debug_info", &Info},           {".debug_abbrev", &Abbrev},  {".debug_str", &Str},
      {".debug_line_str", &LineStr},    {".debug_addr", &Addr},      {".debug_str_offsets", &StrOffsets},
      {".debug_rnglists", &RangeLists}, {".debug_ranges", &RangesV4}};
  for (unsigned I = 0; I < Header->e_shnum; ++I) {
    const ElfW(Shdr) &S = Sections[I];
    if (S.sh_name >= Names.size() || (S.sh_flags & SHF_COMPRESSED))
      continue;
    Cursor Name{Names, S.sh_name};
    if (const char *Text = Name.text())
      for (const auto &[Known, To] : Wanted)
        if (!std::strcmp(Text, Known))
          *To = Content(S);
  }
}

bool DebugInfo::readAbbreviations(std::uint64_t Offset) {
  Abbreviations.clear();
  Cursor C{Abbrev, Offset};
  while (!C.Bad) {
    const std::uint64_t Code = C.leb();
    if (!Code)
      return !C.Bad;
    if (Code > 100000) // compilers count from 1
      return false;
    if (Code >= Abbreviations.size())
      Abbreviations.resize(Code + 1);
    Abbreviation &A = Abbreviations[Code];
    A.Tag = static_cast<std::uint32_t>(C.leb());
    A.HasChildren = C.fixed(1) != 0;
    while (!C.Bad) {
      Abbreviation::Attribute T{C.leb(), C.leb(), 0};
      if (T.Form == 0x21) { // implicit_const, signed; only small positive ones matter
        T.Implicit = static_cast<std::int64_t>(C.leb());
      }
      if (!T.Name && !T.Form)
        break;
      A.Attributes.push_back(T);
    }
  }
  return false;
}

std::uint64_t DebugInfo::address(std::uint64_t Index) const {
  Cursor C{Addr, AddrBase + Index * AddressSize};
  return C.fixed(AddressSize);
}

// False for a form that is not known: nothing behind it can be read.
bool DebugInfo::readValue(Cursor &C, std::uint64_t Form, std::int64_t Implicit, Value &V) const {
  const auto Number = [&](std::uint64_t N) { V = {Value::Number, N, nullptr}; };
  const auto Address = [&](std::uint64_t N) { V = {Value::Address, N, nullptr}; };
  const auto Reference = [&](std::uint64_t N) { V = {Value::Reference, N, nullptr}; };
  const auto TextIn = [&](std::string_view Section, std::uint64_t At) {
    Cursor T{Section, At};
    V = {Value::Text, 0, T.text()};
  };
  const auto TextByIndex = [&](std::uint64_t Index) {
    Cursor O{StrOffsets, StrBase + Index * 4};
    TextIn(Str, O.fixed(4));
  };
  V = {};
  switch (Form) {
  case 0x01: Address(C.fixed(AddressSize)); break;                     // addr
  case 0x03: C.skip(C.fixed(2)); break;                                // block2
  case 0x04: C.skip(C.fixed(4)); break;                                // block4
  case 0x05: Number(C.fixed(2)); break;                                // data2
  case 0x06: Number(C.fixed(4)); break;                                // data4
  case 0x07: Number(C.fixed(8)); break;                                // data8
  case 0x08: V = {Value::Text, 0, C.text()}; break;                    // string
  case 0x09:                                                           // block
  case 0x18: C.skip(C.leb()); break;                                   // exprloc
  case 0x0a: C.skip(C.fixed(1)); break;                                // block1
  case 0x0b:                                                           // data1
  case 0x0c: Number(C.fixed(1)); break;                                // flag
  case 0x0d:                                                           // sdata
  case 0x0f: Number(C.leb()); break;                                   // udata
  case 0x0e: TextIn(Str, C.fixed(4)); break;                           // strp
  case 0x10: Reference(C.fixed(Version < 3 ? AddressSize : 4)); break; // ref_addr
  case 0x11: Reference(UnitBegin + C.fixed(1)); break;                 // ref1
  case 0x12: Reference(UnitBegin + C.fixed(2)); break;                 // ref2
  case 0x13: Reference(UnitBegin + C.fixed(4)); break;                 // ref4
  case 0x14: Reference(UnitBegin + C.fixed(8)); break;                 // ref8
  case 0x15: Reference(UnitBegin + C.leb()); break;                    // ref_udata
  case 0x16: return readValue(C, C.leb(), 0, V);                       // indirect
  case 0x17: Number(C.fixed(4)); break;                                // sec_offset
  case 0x19: Number(1); break;                                         // flag_present
  case 0x1a: TextByIndex(C.leb()); break;                              // strx
  case 0x1b: Address(address(C.leb())); break;                         // addrx
  case 0x1c:                                                           // ref_sup4
  case 0x1d:                                                           // strp_sup
  case 0x1f20:                                                         // GNU_ref_alt
  case 0x1f21: C.skip(4); break;                                       // GNU_strp_alt
  case 0x1e: C.skip(16); break;                                        // data16
  case 0x1f: TextIn(LineStr, C.fixed(4)); break;                       // line_strp
  case 0x20:                                                           // ref_sig8
  case 0x24: C.skip(8); break;                                         // ref_sup8
  case 0x21: Number(static_cast<std::uint64_t>(Implicit)); break;      // implicit_const
  case 0x22: C.leb(); break;                                           // loclistx
  case 0x23: V = {Value::RangeIndex, C.leb(), nullptr}; break;         // rnglistx
  case 0x25: TextByIndex(C.fixed(1)); break;                           // strx1
  case 0x26: TextByIndex(C.fixed(2)); break;                           // strx2
  case 0x27: TextByIndex(C.fixed(3)); break;                           // strx3
  case 0x28: TextByIndex(C.fixed(4)); break;                           // strx4
  case 0x29: Address(address(C.fixed(1))); break;                      // addrx1
  case 0x2a: Address(address(C.fixed(2))); break;                      // addrx2
  case 0x2b: Address(address(C.fixed(3))); break;                      // addrx3
  case 0x2c: Address(address(C.fixed(4))); break;                      // addrx4
  default: return false;
  }
  return !C.Bad;
}

// An entry without a tag ends its parent's children.
bool DebugInfo::readEntry(Cursor &C, Entry &E, bool &HasChildren) {
  E = Entry();
  E.Offset = C.At;
  HasChildren = false;
  const std::uint64_t Code = C.leb();
  if (C.Bad || !Code)
    return !C.Bad;
  if (Code >= Abbreviations.size() || !Abbreviations[Code].Tag)
    return false;
  const Abbreviation &A = Abbreviations[Code];
  E.Tag = A.Tag;
  HasChildren = A.HasChildren;
  bool HighIsLength = false;
  for (const Abbreviation::Attribute &T : A.Attributes) {
    Value V;
    if (!readValue(C, T.Form, T.Implicit, V))
      return false;
    switch (T.Name) {
    case AtName: E.Name = V.S; break;
    case AtLowPc: E.Low = V.N; break;
    case AtHighPc:
      E.High = V.N;
      HighIsLength = V.Kind == Value::Number;
      break;
    case AtRanges:
      E.HasRanges = true;
      E.Ranges = V.N;
      if (V.Kind == Value::RangeIndex) {
        Cursor O{RangeLists, RangesBase + V.N * 4};
        E.Ranges = RangesBase + O.fixed(4);
      }
      break;
    case AtType: E.Type = V.N; break;
    case AtAbstractOrigin: E.Origin = V.N; break;
    case AtSpecification: E.Specification = V.N; break;
    case AtDeclLine: E.DeclLine = static_cast<std::uint32_t>(V.N); break;
    case AtCallLine: E.CallLine = static_cast<std::uint32_t>(V.N); break;
    case AtDeclaration: E.IsDeclaration = V.N != 0; break;
    case AtStrOffsetsBase: StrBase = V.N; break;
    case AtAddrBase: AddrBase = V.N; break;
    case AtRnglistsBase: RangesBase = V.N; break;
    default: break;
    }
  }
  if (HighIsLength)
    E.High += E.Low;
  return true;
}

template <class Visitor> void DebugInfo::forEachRange(const Entry &E, Visitor Visit) const {
  if (!E.HasRanges) {
    if (E.Low < E.High)
      Visit(E.Low, E.High);
    return;
  }
  std::uint64_t From = Base;
  if (Version < 5) {
    for (Cursor C{RangesV4, E.Ranges}; !C.Bad;) {
      const std::uint64_t Begin = C.fixed(AddressSize), End = C.fixed(AddressSize);
      if (C.Bad || (!Begin && !End))
        return;
      if (Begin == (AddressSize == 8 ? ~std::uint64_t(0) : 0xffffffffu))
        From = End;
      else
        Visit(From + Begin, From + End);
    }
    return;
  }
  for (Cursor C{RangeLists, E.Ranges}; !C.Bad;) {
    std::uint64_t Begin = 0;
    switch (C.fixed(1)) {
    case 1: From = address(C.leb()); continue; // base_addressx
    case 2:                                    // startx_endx
      Begin = address(C.leb());
      Visit(Begin, address(C.leb()));
      continue;
    case 3: // startx_length
      Begin = address(C.leb());
      Visit(Begin, Begin + C.leb());
      continue;
    case 4: // offset_pair
      Begin = From + C.leb();
      Visit(Begin, From + C.leb());
      continue;
    case 5: From = C.fixed(AddressSize); continue; // base_address
    case 6:                                        // start_end
      Begin = C.fixed(AddressSize);
      Visit(Begin, C.fixed(AddressSize));
      continue;
    case 7: // start_length
      Begin = C.fixed(AddressSize);
      Visit(Begin, Begin + C.leb());
      continue;
    default: return; // the end
    }
  }
}

// Linkers leave 0 as the address of code that they have dropped.
bool DebugInfo::covers(const Entry &E, std::uint64_t Address) const {
  bool Found = false;
  forEachRange(E, [&](std::uint64_t Begin, std::uint64_t End) { Found |= Begin && Begin <= Address && Address < End; });
  return Found;
}
std::pair<std::uint64_t, std::uint64_t> DebugInfo::lastPiece(const Entry &E) const {
  std::pair<std::uint64_t, std::uint64_t> Last{0, 0};
  forEachRange(E, [&](std::uint64_t Begin, std::uint64_t End) {
    if (End > Last.second)
      Last = {Begin, End};
  });
  return Last;
}

// Moves At to the next unit. nullptr: not one that is understood, or not one with that address.
std::unique_ptr<Unit> DebugInfo::readUnit(std::uint64_t &At, const std::uint64_t *Address) {
  Cursor C{Info, At};
  UnitBegin = At;
  At = Info.size();
  const std::uint64_t Length = C.fixed(4);
  if (C.Bad || !Length || Length >= 0xfffffff0 || Length > Info.size() - C.At) // or 64-bit DWARF
    return nullptr;
  At = C.At + Length;
  C.In = Info.substr(0, At);
  Version = static_cast<unsigned>(C.fixed(2));
  if (Version < 3 || Version > 5 || Length > Longest)
    return nullptr;
  std::uint64_t Kind = 1, AbbrevOffset = 0;
  if (Version == 5) {
    Kind = C.fixed(1);
    AddressSize = static_cast<unsigned>(C.fixed(1));
    AbbrevOffset = C.fixed(4);
  } else {
    AbbrevOffset = C.fixed(4);
    AddressSize = static_cast<unsigned>(C.fixed(1));
  }
  if (C.Bad || Kind != 1 || (AddressSize != 4 && AddressSize != 8) || !readAbbreviations(AbbrevOffset))
    return nullptr;
  // The first entry twice: what its own attributes are relative to is among them.
  const std::uint64_t First = C.At;
  AddrBase = StrBase = RangesBase = Base = 0;
  Entry Root;
  bool HasChildren = false;
  if (!readEntry(C, Root, HasChildren))
    return nullptr;
  C.At = First;
  if (!readEntry(C, Root, HasChildren))
    return nullptr;
  Base = Root.Low;
  if (Address && !covers(Root, *Address))
    return nullptr;
  auto Out = std::make_unique<Unit>();
  Out->Entries.push_back(Root);
  std::vector<std::uint32_t> Open;
  if (HasChildren)
    Open.push_back(0);
  while (!Open.empty()) {
    Entry E;
    if (!readEntry(C, E, HasChildren))
      return nullptr;
    const auto Index = static_cast<std::uint32_t>(Out->Entries.size());
    if (!E.Tag) {
      Out->Entries[Open.back()].End = Index;
      Open.pop_back();
      continue;
    }
    E.Parent = Open.back();
    E.End = Index + 1;
    Out->Entries.push_back(E);
    if (HasChildren)
      Open.push_back(Index);
  }
  return Out;
}

std::unique_ptr<Unit> DebugInfo::unitAt(std::uint64_t Address) {
  for (std::uint64_t At = 0; At < Info.size();)
    if (std::unique_ptr<Unit> U = readUnit(At, &Address))
      return U;
  return nullptr;
}
std::unique_ptr<Unit> DebugInfo::nextUnit() {
  while (Next < Info.size())
    if (std::unique_ptr<Unit> U = readUnit(Next, nullptr))
      return U;
  return nullptr;
}

} // namespace maprace::runtime
