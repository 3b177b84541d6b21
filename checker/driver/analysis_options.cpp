//===- analysis_options.cpp -----------------------------------------------------------------===//
#include "checker/driver/analysis_options.h"
#include "checker/driver/config.h"
#include "checker/report/paths.h"

namespace maprace {

void AnalysisOptions::addTo(std::vector<Option> &Options) {
  Options.push_back({"rules", 0, "GLOBS", "rules to run, comma-separated; -GLOB removes (see maprace rules)",
                     [this](llvm::StringRef V) -> llvm::Error {
                       Settings Scratch;
                       if (llvm::Error E = addRules(Scratch, V))
                         return E;
                       if (!Rules)
                         Rules.emplace();
                       Rules->insert(Rules->end(), Scratch.Rules.begin(), Scratch.Rules.end());
                       return llvm::Error::success();
                     }});
  Options.push_back({"config", 0, "FILE", "configuration (default: maprace.yaml here or above)", store(ConfigFile)});
  for (const SettingInfo &I : settingTable()) {
    bool IsBool = std::holds_alternative<bool Settings::*>(I.Field);
    std::string Default = getSetting(Settings(), I);
    std::string Help = std::string(I.Help) + (Default.empty() ? "" : " (default: " + Default + ")");
    const char *ValueName = IsBool                                                  ? "true|false"
                            : std::holds_alternative<unsigned Settings::*>(I.Field) ? "N"
                                                                                    : "TEXT";
    Options.push_back({I.Flag, 0, ValueName, Help,
                       [this, &I](llvm::StringRef V) -> llvm::Error {
                         Settings Scratch; // a bad value is told with the flag it was given to
                         if (llvm::Error E = setSetting(Scratch, I, V))
                           return E;
                         Given.push_back({&I, V.str()});
                         return llvm::Error::success();
                       },
                       IsBool});
  }
}

llvm::Expected<Settings> AnalysisOptions::settings() const {
  Settings S;
  std::string File = ConfigFile.empty() ? findConfig(absolutePath(".")) : ConfigFile;
  if (!File.empty())
    if (llvm::Error E = readConfig(File, S))
      return E;
  for (const auto &[Info, Value] : Given)
    if (llvm::Error E = setSetting(S, *Info, Value))
      return E;
  if (Rules)
    S.Rules = *Rules;
  return S;
}

} // namespace maprace
