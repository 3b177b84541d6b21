//===- selection.cpp --------------------------------------------------------===//
#include "checker/rules/selection.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/GlobPattern.h"

namespace maprace {

bool isEnabled(RuleId Rule, const Settings &S) {
  const RuleInfo &Info = ruleInfo(Rule);
  bool On = Info.Default == Level::Error;
  bool First = true;
  for (llvm::StringRef Glob : S.Rules) {
    bool Remove = Glob.consume_front("-");
    // A list that begins by adding says all there is.
    if (First && !Remove)
      On = false;
    First = false;
    llvm::Expected<llvm::GlobPattern> Pattern = llvm::GlobPattern::create(Glob);
    if (!Pattern) {
      llvm::consumeError(Pattern.takeError());
      continue;
    }
    if (Pattern->match(Info.Slug) || Pattern->match(checkName(Rule)) || Pattern->match(Info.Number))
      On = !Remove;
  }
  return On;
}

} // namespace maprace
