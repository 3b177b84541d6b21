//===- rules.cpp - the table ------------------------------------------------===//
#include "maprace/checker/finding.h"

namespace maprace {

const std::vector<RuleInfo> &ruleTable() {
  static const std::vector<RuleInfo> Table = {
#define MAPRACE_RULE(ID, NAME, SLUG, LEVEL, SUMMARY) {RuleId::ID, #ID, SLUG, Level::LEVEL, SUMMARY},
#include "checker/rules/rules.def"
  };
  return Table;
}

const RuleInfo &ruleInfo(RuleId Id) { return ruleTable()[static_cast<std::size_t>(Id)]; }

std::string checkName(RuleId Id) { return std::string("maprace-") + ruleInfo(Id).Slug; }

} // namespace maprace
