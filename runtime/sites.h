// The places of the program that use maps, for the modes that keep something of each.
#pragma once
#include "runtime/runtime.h"

#include <string>

namespace maprace::runtime {

/// The program counter that stands for the place of a call: its site, unless that lies in a
/// library's template, such as std::inserter's; then the nearest caller outside.
std::uintptr_t placeOfCall(const Call &);
/// "file.cpp:12" of a program counter that placeOfCall() has given.
std::string placeName(std::uintptr_t Place);
/// Does a plan's "src/file.cpp:12" mean this place?
bool isPlace(const std::string &Given, const std::string &Place);

} // namespace maprace::runtime
