#include "runtime/sites.h"

#include "runtime/spin_lock.h"
#include "runtime/symbolize.h"

#include <unordered_map>

namespace maprace::runtime {

namespace {

// The first frame at Pc that is the program's own, if there is one.
const Frame *programFrame(std::uintptr_t Pc) {
  for (const Frame &F : framesAt(Pc))
    if (!isOwnFrame(F) && !isLibraryFrame(F))
      return &F;
  return nullptr;
}

} // namespace

std::uintptr_t placeOfCall(const Call &C) {
  static SpinLock Lock;
  static auto *Direct = new std::unordered_map<std::uintptr_t, bool>;
  bool Known = false, IsDirect = false;
  {
    const Locked L(Lock);
    if (const auto At = Direct->find(C.Site); At != Direct->end())
      Known = true, IsDirect = At->second;
  }
  if (!Known) {
    IsDirect = programFrame(C.Site) != nullptr;
    const Locked L(Lock);
    Direct->emplace(C.Site, IsDirect);
  }
  if (IsDirect)
    return C.Site;
  const Stack S = captureStack(C.Site);
  for (unsigned I = 1; I < S.Size; ++I)
    if (programFrame(S.Pc[I]))
      return S.Pc[I];
  return C.Site;
}

std::string placeName(std::uintptr_t Place) {
  if (const Frame *F = programFrame(Place))
    return placeOf(*F);
  return placeOf(framesAt(Place).back()); // a library's, on behalf of the program
}

bool isPlace(const std::string &Given, const std::string &Place) {
  if (Given.size() > Place.size() || Place.compare(Place.size() - Given.size(), Given.size(), Given) != 0)
    return false;
  return Given.size() == Place.size() || Given.front() == '/' || Place[Place.size() - Given.size() - 1] == '/';
}

} // namespace maprace::runtime
