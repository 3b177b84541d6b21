//===- confirmation_report.h - what `confirm` writes ---------------*- C++ -*-===//
#ifndef MAPRACE_DRIVER_CONFIRMATION_REPORT_H
#define MAPRACE_DRIVER_CONFIRMATION_REPORT_H

#include "checker/driver/confirmation.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/raw_ostream.h"

namespace maprace {

struct ConfirmationReport {
  SarifFile File;
  Confirmation Result;
  std::vector<std::string> Command;
  unsigned Runs = 0;
};

struct ConfirmationFormat {
  const char *Name;
  void (*Write)(llvm::raw_ostream &OS, const ConfirmationReport &R);
};
llvm::ArrayRef<ConfirmationFormat> confirmationFormats();

/// "1 confirmed, 2 exercised but not observed, 0 never exercised, 0 not predicted, in 3 runs".
std::string summaryLine(const ConfirmationReport &R);

} // namespace maprace
#endif
