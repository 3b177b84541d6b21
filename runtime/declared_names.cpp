// The containers' constructors are always inlined, so that the place where a map was constructed
// lies in the code of who has made it, and the debug information tells what that is:
//
//   DW_TAG_subprogram           Registry::Registry()          the program's, perhaps inlined itself
//     DW_TAG_inlined_subroutine unordered_map<...>()          a container's
//       ...                                                   its bases', and then the place
//
// In a constructor it is a member of that container's type. Of several ones it is the n-th, as its
// call of the runtime, at the end of the anchor's constructor, is the n-th of such calls:
// members are constructed in the order in which they are declared. Elsewhere it is the variable of
// that type which is declared on the line of the call. Where the numbers do not match, or more than
// one fits, no name is better than a wrong one.
#include "runtime/declared_names.h"

#include "runtime/debug_info.h"
#include "runtime/spin_lock.h"

#include <cstring>
#include <link.h>
#include <unordered_map>

namespace maprace::runtime {

namespace {

enum : std::uint32_t {
  TagArray = 0x01,
  TagClass = 0x02,
  TagLexicalBlock = 0x0b,
  TagMember = 0x0d,
  TagStructure = 0x13,
  TagTypedef = 0x16,
  TagInheritance = 0x1c,
  TagInlined = 0x1d,
  TagConst = 0x26,
  TagSubprogram = 0x2e,
  TagVariable = 0x34,
  TagNamespace = 0x39,
};

bool isClass(const Entry &E) { return E.Tag == TagClass || E.Tag == TagStructure; }
bool isFunction(const Entry &E) { return E.Tag == TagSubprogram || E.Tag == TagInlined; }

class Search {
public:
  Search(const char *Path, DebugInfo &Info, const Unit &In, std::uint64_t Address)
      : Path(Path), Info(Info), In(In), Address(Address) {}

  std::string run() {
    // From the innermost function outwards to the first that is neither a container's nor the library's.
    const Entry *Maker = innermost();
    const Entry *Call = nullptr; // the container's constructor, inlined into Maker
    for (; Maker; Maker = In.parentOf(*Maker)) {
      if (!isFunction(*Maker))
        continue;
      const std::string Outer = outermostNamespace(*Maker);
      if (Outer == "std" || Outer == "__gnu_cxx")
        return {};
      if (Outer != "maprace")
        break;
      Call = Maker;
    }
    if (!Maker || !Call)
      return {};
    const Entry *Container = classOf(*Call);
    if (!Container)
      return {};
    const Entry *Owner = classOf(*Maker);
    return Owner && isConstructor(*Maker, *Owner) ? member(*Maker, *Owner, *Call, *Container)
                                                  : variable(*Maker, *Call, *Container);
  }

private:
  const Entry *innermost() const {
    const Entry *Best = nullptr;
    for (const Entry &E : In.Entries)
      if (isFunction(E) && (!Best || (In.indexOf(E) < Best->End)) && Info.covers(E, Address))
        Best = &E; // children follow their parents
    return Best;
  }
  /// Where the function, variable or type is declared: a copy of it refers to that.
  const Entry &declarationOf(const Entry &E) const {
    const Entry *At = &E;
    for (int Steps = 0; Steps < 8; ++Steps) {
      const Entry *Next = At->Origin ? In.at(At->Origin) : At->Specification ? In.at(At->Specification) : nullptr;
      if (!Next)
        break;
      At = Next;
    }
    return *At;
  }
  const Entry *classOf(const Entry &Function) const {
    const Entry *Parent = In.parentOf(declarationOf(Function));
    return Parent && isClass(*Parent) ? Parent : nullptr;
  }
  const char *nameOf(const Entry &E) const {
    for (const Entry *At = &E; At; At = At->Origin          ? In.at(At->Origin)
                                        : At->Specification ? In.at(At->Specification)
                                                            : nullptr)
      if (At->Name)
        return At->Name;
    return "";
  }
  std::string outermostNamespace(const Entry &E) const {
    std::string Name;
    for (const Entry *At = In.parentOf(declarationOf(E)); At; At = In.parentOf(*At))
      if (At->Tag == TagNamespace)
        Name = At->Name ? At->Name : "";
    return Name;
  }
  bool isConstructor(const Entry &Function, const Entry &Class) const {
    const std::string F = nameOf(Function), C = Class.Name ? Class.Name : "";
    return !C.empty() && F.substr(0, F.find('<')) == C.substr(0, C.find('<'));
  }
  /// "app::Registry::", of what is declared in there.
  std::string scopeOf(const Entry &E) const {
    std::string Scope;
    const auto Add = [&Scope](const char *Name) { Scope.insert(0, "::").insert(0, Name); };
    for (const Entry *At = In.parentOf(E); At; At = In.parentOf(*At)) {
      if (At->Tag == TagNamespace)
        Add(At->Name ? At->Name : "(anonymous namespace)");
      else if (isClass(*At) && At->Name)
        Add(At->Name);
    }
    return Scope;
  }
  std::string qualified(const Entry &Class) const { return scopeOf(Class) + (Class.Name ? Class.Name : ""); }
  /// Is that the type of E, by its whole name, but for const, other names of it, and arrays?
  bool isOfType(const Entry &E, const std::string &Type) const {
    const Entry *At = In.at(declarationOf(E).Type ? declarationOf(E).Type : E.Type);
    for (int Steps = 0; At && Steps < 16; ++Steps) {
      if (isClass(*At))
        return qualified(*At) == Type;
      if (At->Tag != TagTypedef && At->Tag != TagConst && At->Tag != TagArray)
        return false;
      At = In.at(At->Type);
    }
    return false;
  }
  /// The members and bases of the class that are of the type; of a base, an empty name.
  std::vector<std::string> membersOf(const Entry &Class, const std::string &Type) const {
    std::vector<std::string> Members;
    for (std::uint32_t I = In.indexOf(Class) + 1; I < Class.End; I = In.Entries[I].End)
      if (const Entry &E = In.Entries[I]; (E.Tag == TagMember || E.Tag == TagInheritance) && isOfType(E, Type))
        Members.emplace_back(E.Name ? E.Name : "");
    return Members;
  }
  /// The same of a class that this unit only declares. GCC defines one with virtual functions
  /// where these are.
  std::vector<std::string> membersElsewhere(const std::string &Class, const std::string &Type) const {
    DebugInfo All(Path);
    while (const std::unique_ptr<Unit> U = All.nextUnit()) {
      const Search There(Path, All, *U, 0);
      for (const Entry &E : U->Entries)
        if (isClass(E) && !E.IsDeclaration && E.Name && Class.size() >= std::strlen(E.Name) &&
            There.qualified(E) == Class)
          return There.membersOf(E, Type);
    }
    return {};
  }
  /// Visits what lies in the function itself, and not in what is inlined into it.
  template <class Visitor> void forEachIn(const Entry &Function, Visitor Visit) const {
    for (std::uint32_t I = In.indexOf(Function) + 1; I < Function.End;) {
      const Entry &E = In.Entries[I];
      Visit(E);
      I = E.Tag == TagLexicalBlock ? I + 1 : E.End;
    }
  }

  /// The code that ends in the call of the runtime, of a container's inlined constructor.
  std::pair<std::uint64_t, std::uint64_t> anchorCode(const Entry &Constructor) const {
    for (std::uint32_t I = In.indexOf(Constructor) + 1; I < Constructor.End; ++I)
      if (const Entry &E = In.Entries[I]; E.Tag == TagInlined)
        if (const Entry *Class = classOf(E); Class && Class->Name && !std::strcmp(Class->Name, "anchored"))
          return Info.lastPiece(E);
    return {0, 0};
  }

  std::string member(const Entry &Maker, const Entry &Owner, const Entry &Call, const Entry &Container) const {
    const std::string Type = qualified(Container);
    std::vector<const Entry *> Calls;
    bool HasLocals = false;
    forEachIn(Maker, [&](const Entry &E) {
      if (E.Tag == TagInlined && classOf(E) == &Container && isConstructor(E, Container))
        Calls.push_back(&E);
      HasLocals |= E.Tag == TagVariable && isOfType(E, Type);
    });
    if (HasLocals)
      return {};
    const std::vector<std::string> Members =
        Owner.IsDeclaration ? membersElsewhere(qualified(Owner), Type) : membersOf(Owner, Type);
    if (Members.empty() || Members.size() != Calls.size())
      return {}; // perhaps another object of the same type, or a member that was made elsewhere
    std::size_t Before = 0;
    if (Members.size() > 1) {
      const auto Own = anchorCode(Call);
      if (Address < Own.first || Address >= Own.second) // the call of the runtime is not where it should be
        return {};
      for (const Entry *C : Calls) {
        const std::uint64_t End = anchorCode(*C).second;
        if (!End)
          return {};
        Before += End < Own.second;
      }
    }
    return Members[Before].empty() ? qualified(Owner) : qualified(Owner) + "::" + Members[Before];
  }

  std::string variable(const Entry &Maker, const Entry &Call, const Entry &Container) const {
    const std::string Type = qualified(Container);
    const Entry *Found = nullptr;
    bool Several = false;
    forEachIn(Maker, [&](const Entry &E) {
      if (E.Tag != TagVariable || declarationOf(E).DeclLine != Call.CallLine || !isOfType(E, Type))
        return;
      Several |= Found != nullptr;
      Found = &E;
    });
    if (!Found || Several)
      return {};
    return scopeOf(declarationOf(Maker)) + nameOf(Maker) + "::" + nameOf(*Found);
  }

  const char *Path;
  DebugInfo &Info;
  const Unit &In;
  std::uint64_t Address;
};

std::string lookUp(std::uintptr_t Construction) {
  struct Module {
    std::uintptr_t Pc, Base;
    std::string Path;
  } M{Construction - 1, 0, {}}; // the call before the return address
  dl_iterate_phdr(
      [](dl_phdr_info *Info, std::size_t, void *Data) {
        auto &M = *static_cast<Module *>(Data);
        for (int I = 0; I < Info->dlpi_phnum; ++I) {
          const auto &S = Info->dlpi_phdr[I];
          if (S.p_type != PT_LOAD || M.Pc - (Info->dlpi_addr + S.p_vaddr) >= S.p_memsz)
            continue;
          M.Base = Info->dlpi_addr;
          M.Path = *Info->dlpi_name ? Info->dlpi_name : "/proc/self/exe";
          return 1;
        }
        return 0;
      },
      &M);
  if (M.Path.empty())
    return {};
  DebugInfo Info(M.Path.c_str());
  const std::unique_ptr<Unit> U = Info.unitAt(M.Pc - M.Base);
  return U ? Search(M.Path.c_str(), Info, *U, M.Pc - M.Base).run() : std::string();
}

} // namespace

std::string declaredName(std::uintptr_t Construction) {
  static SpinLock Lock;
  static auto *Known = new std::unordered_map<std::uintptr_t, std::string>; // as many as construction sites
  const Locked L(Lock);
  auto [At, New] = Known->try_emplace(Construction);
  if (New)
    At->second = lookUp(Construction);
  return At->second;
}

} // namespace maprace::runtime
