//===- settings_table.cpp ---------------------------------------------------------===//
#include "checker/driver/settings_table.h"
#include "checker/driver/arguments.h"
#include "checker/driver/diagnose.h"
#include "checker/report/suppression.h"
#include "maprace/checker/finding.h"
#include "llvm/ADT/STLExtras.h"

namespace maprace {

static const SettingInfo Table[] = {
#define MAPRACE_OPTION_BOOL(NAME, FLAG, DEFAULT, HELP) {#NAME, FLAG, HELP, &Settings::NAME},
#define MAPRACE_OPTION_STRING(NAME, FLAG, DEFAULT, HELP) {#NAME, FLAG, HELP, &Settings::NAME},
#define MAPRACE_OPTION_UNSIGNED(NAME, FLAG, DEFAULT, HELP) {#NAME, FLAG, HELP, &Settings::NAME},
#include "checker/options.def"
};

llvm::ArrayRef<SettingInfo> settingTable() { return Table; }

namespace {

struct Setter {
  Settings &S;
  llvm::StringRef Value;

  llvm::Error operator()(bool Settings::*Field) const {
    // "" is a bare --flag; the words are those of .clang-tidy and YAML.
    if (llvm::is_contained({"", "true", "yes", "on", "1"}, Value.lower()))
      S.*Field = true;
    else if (llvm::is_contained({"false", "no", "off", "0"}, Value.lower()))
      S.*Field = false;
    else
      return failure("'{0}' is neither true nor false", Value);
    return llvm::Error::success();
  }
  llvm::Error operator()(std::string Settings::*Field) const {
    S.*Field = Value.str();
    return llvm::Error::success();
  }
  llvm::Error operator()(unsigned Settings::*Field) const {
    return Value.getAsInteger(10, S.*Field) ? failure("'{0}' is not a number", Value) : llvm::Error::success();
  }
};

struct Getter {
  const Settings &S;
  std::string operator()(bool Settings::*Field) const { return S.*Field ? "true" : "false"; }
  std::string operator()(std::string Settings::*Field) const { return S.*Field; }
  std::string operator()(unsigned Settings::*Field) const { return std::to_string(S.*Field); }
};

} // namespace

llvm::Error setSetting(Settings &S, const SettingInfo &I, llvm::StringRef Value) {
  return std::visit(Setter{S, Value.trim()}, I.Field);
}

std::string getSetting(const Settings &S, const SettingInfo &I) { return std::visit(Getter{S}, I.Field); }

llvm::Error addRules(Settings &S, llvm::StringRef Globs) {
  for (llvm::StringRef Rest = Globs; !Rest.empty();) {
    llvm::StringRef Glob;
    std::tie(Glob, Rest) = Rest.split(',');
    Glob = Glob.trim();
    if (Glob.empty())
      continue;
    llvm::StringRef Name = Glob;
    llvm::StringRef Minus = Name.consume_front("-") ? "-" : "";
    std::vector<std::string> Known;
    bool Matched = false;
    std::string Resolved = Glob.str();
    for (const RuleInfo &R : ruleTable()) {
      Known.push_back(R.Slug);
      Known.push_back(checkName(R.Id));
      Matched |= matchesAnyGlob(Name, R.Slug) || matchesAnyGlob(Name, checkName(R.Id));
      if (Name.equals_insensitive(R.Number)) {
        Matched = true;
        Resolved = Minus.str() + R.Slug;
      }
    }
    if (!Matched) {
      std::string Near = nearest(Name, Known);
      return failure("unknown rule '{0}'{1}", Name, Near.empty() ? "" : "; did you mean '" + Near + "'?");
    }
    S.Rules.push_back(Resolved);
  }
  return llvm::Error::success();
}

} // namespace maprace
