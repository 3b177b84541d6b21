//===- main.cpp - the maprace command ----------------------------------------===//
#include "checker/driver/commands.h"

int main(int Argc, char **Argv) {
  return maprace::runCommandLine(std::vector<std::string>(Argv + (Argc ? 1 : 0), Argv + Argc));
}
