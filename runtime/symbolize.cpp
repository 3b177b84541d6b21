// Through libbacktrace, which GCC brings along (docs/decisions/0006). It reads a program's
// modules once; a program counter in a module that was loaded later gets a fresh reader.
#include "runtime/symbolize.h"

#include "runtime/spin_lock.h"

#include <backtrace.h>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <dlfcn.h>
#include <memory>
#include <unordered_map>

namespace maprace::runtime {

std::string demangled(const char *Name) {
  if (!Name)
    return {};
  // Of any other name the demangler takes what it can for a type: a variable 'i' would be "int".
  if (std::strncmp(Name, "_Z", 2) != 0)
    return Name;
  int Status = 0;
  const std::unique_ptr<char, void (*)(void *)> Plain(abi::__cxa_demangle(Name, nullptr, nullptr, &Status), std::free);
  return Status == 0 && Plain ? Plain.get() : Name;
}

namespace {

void ignoreError(void *, const char *, int) {}

std::string baseName(const char *Path) {
  const char *Slash = std::strrchr(Path, '/');
  return Slash ? Slash + 1 : Path;
}

int addFrame(void *Data, std::uintptr_t, const char *File, int Line, const char *Function) {
  auto &Out = *static_cast<std::vector<Frame> *>(Data);
  if (!File && !Function)
    return 0;
  Frame F;
  F.Function = demangled(Function);
  F.File = File ? File : "";
  // An absolute name behind the compilation directory: the reader has joined the two.
  if (const std::size_t Root = F.File.find("//"); Root != std::string::npos)
    F.File.erase(0, Root + 1);
  F.Line = Line;
  Out.push_back(std::move(F));
  return 0;
}

void nameFrame(void *Data, std::uintptr_t, const char *Name, std::uintptr_t, std::uintptr_t) {
  if (Name)
    static_cast<Frame *>(Data)->Function = demangled(Name);
}

backtrace_state *Reader = nullptr;

std::vector<Frame> lookUp(std::uintptr_t Pc) {
  std::vector<Frame> Out;
  for (int Attempt = 0; Attempt < 2 && Out.empty(); ++Attempt) {
    if (!Reader || Attempt)
      Reader = backtrace_create_state(nullptr, 1, ignoreError, nullptr);
    if (!Reader)
      break;
    backtrace_pcinfo(Reader, Pc, addFrame, ignoreError, &Out);
    if (Out.empty()) {
      Frame F;
      backtrace_syminfo(Reader, Pc, nameFrame, ignoreError, &F);
      if (!F.Function.empty())
        Out.push_back(std::move(F));
    }
  }
  if (Out.empty())
    Out.emplace_back();
  Dl_info Where{};
  if (dladdr(reinterpret_cast<void *>(Pc), &Where) && Where.dli_fname)
    for (Frame &F : Out) {
      F.Module = baseName(Where.dli_fname);
      F.Offset = Pc - reinterpret_cast<std::uintptr_t>(Where.dli_fbase);
      if (F.Function.empty())
        F.Function = demangled(Where.dli_sname);
    }
  for (std::size_t I = 0; I + 1 < Out.size(); ++I)
    Out[I].Inlined = true;
  return Out;
}

bool startsWith(const std::string &S, const char *Begin) { return S.rfind(Begin, 0) == 0; }
bool has(const std::string &S, const char *Part) { return S.find(Part) != std::string::npos; }

// Below the program's own code at the bottom of a stack.
bool isStartup(const Frame &F) {
  for (const char *Name : {"__libc_start", "_start", "start_thread", "clone3", "__clone",
                           "execute_native_thread_routine", "__tsan_", "asan_thread_start"})
    if (startsWith(F.Function, Name))
      return true;
  return F.Function.empty() || startsWith(F.Function, "maprace::runtime::") ||
         has(F.Function, "std::thread::_Invoker") || has(F.Function, "std::thread::_State_impl") ||
         has(F.Function, "std::__invoke");
}

} // namespace

const std::vector<Frame> &framesAt(std::uintptr_t Pc, bool Call) {
  static SpinLock Lock;
  static auto *Known = new std::unordered_map<std::uintptr_t, std::vector<Frame>>;
  const std::uintptr_t Key = Call && Pc ? Pc - 1 : Pc;
  const Locked L(Lock);
  auto [At, New] = Known->try_emplace(Key);
  if (New)
    At->second = lookUp(Key);
  return At->second;
}

bool isOwnFrame(const Frame &F) {
  if (!F.File.empty()) {
    for (const char *Part : {"/maprace/detail/", "maprace/unordered_map.h", "maprace/unordered_set.h", "maprace/map.h",
                             "maprace/set.h", "maprace/lifecycle.h"})
      if (has(F.File, Part))
        return true;
    return false;
  }
  return has(F.Function, "maprace::checked::") || has(F.Function, "maprace::detail::") ||
         startsWith(F.Function, "maprace_");
}

bool isLibraryFrame(const Frame &F) {
  return has(F.File, "/include/c++/") || (F.File.empty() && startsWith(F.Function, "std::"));
}

std::vector<Frame> userFrames(const Stack &S) {
  std::vector<Frame> Out;
  for (unsigned I = 0; I < S.Size; ++I)
    for (const Frame &F : framesAt(S.Pc[I]))
      Out.push_back(F);
  // What lies above the last frame of ours: the container's insides, a hash function at work.
  // An access is where the program called the container.
  std::size_t Top = 0;
  for (std::size_t I = 0; I < Out.size(); ++I)
    if (isOwnFrame(Out[I]) && (I == Top || I < 24)) {
      Top = I + 1;
      if (I + 1 < Out.size() && !isOwnFrame(Out[I + 1]) && !isLibraryFrame(Out[I + 1]))
        break;
    }
  Out.erase(Out.begin(), Out.begin() + static_cast<std::ptrdiff_t>(Top));
  while (Out.size() > 1 && isStartup(Out.back()))
    Out.pop_back();
  return Out;
}

std::string operationAt(const Stack &S) {
  std::string Found;
  for (unsigned I = 0; I < S.Size; ++I)
    for (const Frame &F : framesAt(S.Pc[I])) {
      if (isOwnFrame(F)) {
        // maprace::detail::mapped<...>::operator[](int const&): the name before the parameters.
        std::string Name = F.Function;
        int Depth = 0;
        std::size_t End = Name.size(), Begin = 0;
        for (std::size_t J = 0; J < Name.size(); ++J) {
          const char C = Name[J];
          if (Name.compare(J, 8, "operator") == 0) {
            Begin = J;
            End = Name.find('(', J + 8 + (Name.compare(J + 8, 2, "()") == 0 ? 2 : 0));
            break;
          }
          if (C == '<')
            ++Depth;
          else if (C == '>')
            --Depth;
          else if (C == '(' && Depth == 0) {
            End = J;
            break;
          } else if (C == ':' && Depth == 0)
            Begin = J + 1;
        }
        Name = Name.substr(Begin, End == std::string::npos ? End : End - Begin);
        if (Name.compare(0, 8, "operator") != 0)
          Name = Name.substr(0, Name.find('<'));
        Found = Name;
      } else if (!Found.empty() && !isLibraryFrame(F)) {
        return Found;
      }
    }
  return Found;
}

std::string placeOf(const Frame &F) {
  if (!F.File.empty())
    return F.File + ":" + std::to_string(F.Line);
  char Offset[32];
  std::snprintf(Offset, sizeof Offset, "+0x%zx", static_cast<std::size_t>(F.Offset));
  return F.Module + Offset;
}

std::string objectAt(const void *Address) {
  Dl_info Where{};
  if (!dladdr(Address, &Where) || !Where.dli_fname)
    return {}; // on the heap or a stack
  if (!Reader)
    Reader = backtrace_create_state(nullptr, 1, ignoreError, nullptr);
  struct Object {
    std::string Name;
    std::uintptr_t At;
  } O{{}, reinterpret_cast<std::uintptr_t>(Address)};
  backtrace_syminfo(
      Reader, O.At,
      [](void *Data, std::uintptr_t Pc, const char *Name, std::uintptr_t Value, std::uintptr_t Size) {
        auto &O = *static_cast<Object *>(Data);
        if (!Name || Pc < Value || (Size && Pc >= Value + Size))
          return;
        O.Name = demangled(Name);
        if (const std::size_t Tag = O.Name.find("[abi:"); Tag != std::string::npos)
          O.Name.erase(Tag);
        if (Pc != Value)
          O.Name += "+" + std::to_string(Pc - Value);
      },
      ignoreError, &O);
  return O.Name;
}

} // namespace maprace::runtime
