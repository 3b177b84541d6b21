// A library that is loaded while the program runs, with a map in it.
#include "gate.h"

#include <maprace/unordered_map.h>

static maprace::unordered_map<Key, int, Hash> Table;

extern "C" void pluginInsert() { Table.insert({100, 1}); }
extern "C" void pluginFind() { (void)Table.find(3); }
extern "C" void pluginStop(void (*Body)()) {
  TheGate.patient();
  TheGate.closeForMe();
  Body();
}
extern "C" void pluginAwait() { TheGate.awaitEntered(); }
extern "C" void pluginPass() { TheGate.pass(); }
