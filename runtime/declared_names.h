// What the program calls a map that is no global: the member or the local variable that was being
// made where the map was constructed, by the debug information of that place.
#pragma once
#include <cstdint>
#include <string>

namespace maprace::runtime {

/// "Registry::sessions_", or "main::sessions" of a variable; empty where it is not certain. Only for
/// reports: it reads a unit's debug information.
std::string declaredName(std::uintptr_t Construction);

} // namespace maprace::runtime
