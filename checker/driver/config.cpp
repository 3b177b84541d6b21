//===- config.cpp -------------------------------------------------------------------===//
#include "checker/driver/config.h"
#include "checker/driver/arguments.h"
#include "checker/driver/diagnose.h"
#include "checker/driver/settings_table.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"

namespace maprace {

namespace {

namespace yaml = llvm::yaml;

class ConfigReader {
public:
  ConfigReader(llvm::StringRef File, llvm::StringRef Text, Settings &S)
      : File(File), S(S), Stream(Text, Sources, /*ShowColors=*/false) {
    Sources.setDiagHandler(
        [](const llvm::SMDiagnostic &D, void *Self) {
          auto &Problem = static_cast<ConfigReader *>(Self)->Problem;
          if (Problem.empty()) // the first one is the cause of the others
            Problem = llvm::formatv("{0}:{1}: {2}", D.getLineNo(), D.getColumnNo() + 1, D.getMessage());
        },
        this);
  }

  llvm::Error run() {
    yaml::document_iterator Document = Stream.begin();
    yaml::Node *Root = Document == Stream.end() ? nullptr : Document->getRoot();
    if (auto *Map = llvm::dyn_cast_or_null<yaml::MappingNode>(Root)) {
      for (yaml::KeyValueNode &Pair : *Map)
        if (llvm::Error E = entry(Pair))
          return E;
    } else if (Root && !llvm::isa<yaml::NullNode>(Root) && Problem.empty()) {
      return failure("{0}: not a mapping of option names to values", File);
    }
    return Problem.empty() ? llvm::Error::success() : failure("{0}:{1}", File, Problem);
  }

private:
  llvm::StringRef File;
  Settings &S;
  llvm::SourceMgr Sources;
  yaml::Stream Stream;
  std::string Problem;

  template <class... T> llvm::Error at(const yaml::Node &N, const char *Format, T &&...Args) {
    if (!Problem.empty())
      return failure("{0}:{1}", File, Problem);
    auto [Line, Col] = Sources.getLineAndColumn(N.getSourceRange().Start);
    return failure("{0}:{1}:{2}: {3}", File, Line, Col, llvm::formatv(Format, std::forward<T>(Args)...).str());
  }

  llvm::Error entry(yaml::KeyValueNode &Pair) {
    auto *KeyNode = llvm::dyn_cast_or_null<yaml::ScalarNode>(Pair.getKey());
    if (!KeyNode)
      return Problem.empty() && Pair.getKey() ? at(*Pair.getKey(), "not a key") : failure("{0}:{1}", File, Problem);
    llvm::SmallString<64> Storage;
    std::string Key = KeyNode->getValue(Storage).str();
    yaml::Node *Value = Pair.getValue();
    if (Key == "Rules" || Key == "rules")
      return rules(*KeyNode, Value);
    const auto *Info = llvm::find_if(settingTable(), [&](const SettingInfo &I) { return Key == I.Name; });
    if (Info == settingTable().end()) {
      std::vector<std::string> Known{"Rules"};
      for (const SettingInfo &I : settingTable())
        Known.push_back(I.Name);
      std::string Near = nearest(Key, Known);
      return at(*KeyNode, "unknown key '{0}'{1}", Key, Near.empty() ? "" : "; did you mean '" + Near + "'?");
    }
    return scalar(*KeyNode, Value, [&](llvm::StringRef V) { return setSetting(S, *Info, V); });
  }

  llvm::Error rules(yaml::ScalarNode &Key, yaml::Node *Value) {
    S.Rules.clear();
    auto *List = llvm::dyn_cast_or_null<yaml::SequenceNode>(Value);
    if (!List)
      return scalar(Key, Value, [&](llvm::StringRef V) { return addRules(S, V); });
    for (yaml::Node &Item : *List)
      if (llvm::Error E = scalar(Key, &Item, [&](llvm::StringRef V) { return addRules(S, V); }))
        return E;
    return llvm::Error::success();
  }

  llvm::Error scalar(yaml::ScalarNode &Key, yaml::Node *Value, llvm::function_ref<llvm::Error(llvm::StringRef)> Set) {
    std::string Name = Key.getRawValue().str();
    llvm::SmallString<64> Storage;
    std::string Text;
    if (auto *Scalar = llvm::dyn_cast_or_null<yaml::ScalarNode>(Value))
      Text = Scalar->getValue(Storage).str();
    else if (auto *Block = llvm::dyn_cast_or_null<yaml::BlockScalarNode>(Value))
      Text = Block->getValue().str();
    else
      return at(Key, "'{0}' needs a single value", Name);
    if (llvm::Error E = Set(Text))
      return at(*Value, "'{0}': {1}", Name, llvm::toString(std::move(E)));
    return llvm::Error::success();
  }
};

} // namespace

llvm::Error readConfig(llvm::StringRef File, Settings &S) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return failure("{0}: {1}", File, Buffer.getError().message());
  return ConfigReader(File, (*Buffer)->getBuffer(), S).run();
}

std::string findConfig(llvm::StringRef Dir) {
  for (; !Dir.empty(); Dir = llvm::sys::path::parent_path(Dir)) {
    llvm::SmallString<256> File = Dir;
    llvm::sys::path::append(File, "maprace.yaml");
    if (llvm::sys::fs::is_regular_file(File))
      return File.str().str();
  }
  return "";
}

} // namespace maprace
