// Units of the program that were compiled without the flags of `maprace flags --cxx`, beside
// others that were compiled with them.
#pragma once

namespace maprace::runtime {

/// Says so, once at start: to stderr and to the log.
void reportMixedUnits();

} // namespace maprace::runtime
