// A class with a container as a member has one layout in units with the flags and another one in
// units without. Where both kinds use such a class the program is wrong, and it links all the same
// if no container is part of a function's type. The units with the flags have renamed the
// templates that the standard's containers are made of, so the plain ones' functions in the
// program's symbol table come from units without.
//
// In the program itself that is certain. Shared libraries usually have nothing to do with the
// flags and keep their containers to themselves; what is told of those is a container of the same
// elements on both sides, if the elements are no types of the standard alone.
#include "runtime/mixed.h"

#include "runtime/options.h"
#include "runtime/output.h"
#include "runtime/symbolize.h"

#include <cstring>
#include <fcntl.h>
#include <link.h>
#include <set>
#include <string_view>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace maprace::runtime {

namespace {

/// A file's symbol table, while one of these lives.
class Symbols {
public:
  Symbols(const char *Path, unsigned Kind) {
    const int File = open(Path, O_RDONLY | O_CLOEXEC);
    struct stat Info{};
    if (File >= 0 && fstat(File, &Info) == 0 && Info.st_size > static_cast<off_t>(sizeof(ElfW(Ehdr)))) {
      Size = static_cast<std::size_t>(Info.st_size);
      void *Map = mmap(nullptr, Size, PROT_READ, MAP_PRIVATE, File, 0);
      Memory = Map == MAP_FAILED ? nullptr : static_cast<const char *>(Map);
    }
    if (File >= 0)
      close(File);
    if (Memory)
      find(Kind);
  }
  ~Symbols() {
    if (Memory)
      munmap(const_cast<char *>(Memory), Size);
  }
  Symbols(const Symbols &) = delete;
  Symbols &operator=(const Symbols &) = delete;

  /// Is there such text in any name? Quicker than a look at each.
  bool mention(std::string_view Part) const { return memmem(Names, NamesSize, Part.data(), Part.size()) != nullptr; }
  /// Calls Visit with the name and value of each symbol that is defined here.
  template <class Visitor> void forEach(Visitor Visit) const {
    for (std::size_t I = 0; I < Count; ++I)
      if (Table[I].st_shndx != SHN_UNDEF && Table[I].st_name < NamesSize)
        Visit(std::string_view(Names + Table[I].st_name), static_cast<std::uintptr_t>(Table[I].st_value));
  }

private:
  void find(unsigned Kind) {
    const auto *Header = reinterpret_cast<const ElfW(Ehdr) *>(Memory);
    if (std::memcmp(Header->e_ident, ELFMAG, SELFMAG) != 0 || Header->e_shentsize != sizeof(ElfW(Shdr)) ||
        Header->e_shoff + std::size_t(Header->e_shnum) * sizeof(ElfW(Shdr)) > Size)
      return;
    const auto *Sections = reinterpret_cast<const ElfW(Shdr) *>(Memory + Header->e_shoff);
    for (unsigned I = 0; I < Header->e_shnum; ++I) {
      const ElfW(Shdr) &S = Sections[I];
      if (S.sh_type != Kind || S.sh_link >= Header->e_shnum || S.sh_offset + S.sh_size > Size)
        continue;
      const ElfW(Shdr) &Strings = Sections[S.sh_link];
      // A table of names ends in a zero.
      if (Strings.sh_size == 0 || Strings.sh_offset + Strings.sh_size > Size ||
          Memory[Strings.sh_offset + Strings.sh_size - 1] != 0)
        continue;
      Table = reinterpret_cast<const ElfW(Sym) *>(Memory + S.sh_offset);
      Count = S.sh_size / sizeof(ElfW(Sym));
      Names = Memory + Strings.sh_offset;
      NamesSize = Strings.sh_size;
    }
  }

  const char *Memory = nullptr, *Names = nullptr;
  const ElfW(Sym) *Table = nullptr;
  std::size_t Size = 0, Count = 0, NamesSize = 0;
};

struct Templates {
  std::string_view Plain, Renamed; ///< as they begin in a mangled name
};
constexpr Templates Containers[] = {{"NSt8_Rb_treeI", "NSt17__maprace_Rb_treeI"},
                                    {"NSt10_HashtableI", "NSt19__maprace_HashtableI"}};

bool isFunctionOf(std::string_view Name, std::string_view Template) {
  if (Name.substr(0, 2) != "_Z")
    return false;
  Name.remove_prefix(2);
  if (Name.substr(0, 2) == "NK") // a const one
    return Name.substr(2, Template.size() - 1) == Template.substr(1);
  return Name.substr(0, Template.size()) == Template;
}

/// "std::_Rb_tree<int, std::pair<int const, int>, ...>" of one of its functions, also of the
/// renamed template's.
std::string typeOf(std::string_view Function) {
  std::string Text = demangled(std::string(Function).c_str());
  for (std::size_t At; (At = Text.find("std::__maprace_")) != std::string::npos;)
    Text.replace(At, 15, "std::_");
  // Before it there may be what the function returns, such as an iterator.
  for (const char *Name : {"std::_Rb_tree<", "std::_Hashtable<"})
    if (const std::size_t Begin = Text.find(Name); Begin != std::string::npos)
      Text.erase(0, Begin);
  int Depth = 0;
  for (std::size_t I = 0; I < Text.size(); ++I) {
    Depth += Text[I] == '<';
    if (Text[I] == '>' && --Depth == 0) {
      Text.resize(I + 1);
      break;
    }
  }
  return Text;
}

/// Is a type of the program among the arguments, and not only the language's and the standard's?
bool hasOwnType(std::string_view Type) {
  static const std::set<std::string_view> Known = {"std",   "__gnu_cxx", "char",     "signed", "unsigned", "short",
                                                   "int",   "long",      "__int128", "bool",   "float",    "double",
                                                   "const", "volatile",  "void",     "true",   "false",    "wchar_t"};
  constexpr std::string_view Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789:";
  for (std::size_t At = 0; (At = Type.find_first_of(Letters, At)) != std::string_view::npos;) {
    const std::string_view Name = Type.substr(At, Type.find_first_not_of(Letters, At) - At);
    const std::string_view First = Name.substr(0, Name.find("::"));
    if (!First.empty() && (First[0] < '0' || First[0] > '9') && !Known.count(First))
      return true;
    At += Name.size();
  }
  return false;
}

void tell(const char *Module, const std::set<std::string> &Types, bool Certain) {
  constexpr std::size_t Told = 3;
  Text Line;
  Line << "{\"type\":\"mixed\",\"version\":1,\"pid\":" << static_cast<int>(getpid()) << ",\"module\":";
  Line.quoted(Module) << ",\"types\":[";
  Text Warning;
  Warning << "maprace: warning: " << Module
          << (Certain ? " has units that were compiled without the flags of 'maprace flags --cxx' and use:\n"
                      : " was compiled without the flags of 'maprace flags --cxx' and uses, as the program does:\n");
  std::size_t N = 0;
  for (const std::string &T : Types) {
    if (N < Told) {
      Line << (N ? "," : "");
      Line.quoted(T);
      Warning << "  " << T << "\n";
    }
    ++N;
  }
  if (N > Told)
    Warning << "  and " << N - Told << " more\n";
  Warning << "A class with such a container in it has two layouts. Give the flags to the whole build.\n";
  logLine(Line << "]}");
  if (!Settings.quiet)
    Warning.writeTo(2);
}

} // namespace

void reportMixedUnits() {
  const Symbols Program("/proc/self/exe", SHT_SYMTAB);
  // With the static runtime the plain templates may be the runtime's own.
  if (!Program.mention("maprace_mode") || Program.mention("maprace_interpose"))
    return;
  std::uintptr_t Base = 0;
  dl_iterate_phdr(
      [](dl_phdr_info *First, std::size_t, void *To) {
        *static_cast<std::uintptr_t *>(To) = First->dlpi_addr;
        return 1;
      },
      &Base);
  bool Interposed = false;
  std::set<std::string> Plain;
  std::set<std::string> Ours; // types that are made of the renamed templates
  Program.forEach([&](std::string_view Name, std::uintptr_t Value) {
    if (Name == "maprace_mode")
      Interposed = !std::strcmp(reinterpret_cast<const char *>(Base + Value), "interposed");
    for (const Templates &T : Containers) {
      if (isFunctionOf(Name, T.Plain))
        Plain.insert(typeOf(Name));
      else if (isFunctionOf(Name, T.Renamed))
        Ours.insert(typeOf(Name));
    }
  });
  if (!Interposed)
    return;
  if (!Plain.empty())
    tell("the program", Plain, true);
  if (Ours.empty())
    return;
  std::vector<std::string> Libraries;
  dl_iterate_phdr(
      [](dl_phdr_info *Module, std::size_t, void *To) {
        if (*Module->dlpi_name)
          static_cast<std::vector<std::string> *>(To)->emplace_back(Module->dlpi_name);
        return 0;
      },
      &Libraries);
  for (const std::string &Library : Libraries) {
    const Symbols Exported(Library.c_str(), SHT_DYNSYM);
    std::set<std::string> Shared;
    for (const Templates &T : Containers)
      if (Exported.mention(T.Plain))
        Exported.forEach([&](std::string_view Name, std::uintptr_t) {
          if (!isFunctionOf(Name, T.Plain))
            return;
          if (std::string Type = typeOf(Name); Ours.count(Type) && hasOwnType(Type))
            Shared.insert(std::move(Type));
        });
    if (!Shared.empty())
      tell(Library.c_str(), Shared, false);
  }
}

} // namespace maprace::runtime
