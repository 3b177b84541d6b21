//===- command_line.cpp ---------------------------------------------------------------===//
#include "checker/driver/command_line.h"
#include "checker/extract/llvm_compat.h"
#include "checker/report/paths.h"
#include "clang/Driver/ToolChain.h"
#include "clang/Driver/Types.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/TargetParser/Triple.h"

namespace maprace {

namespace {

namespace options = compat::options;
namespace types = clang::driver::types;
using llvm::opt::Arg;

/// The compiler's full name: the driver looks for headers near it.
std::string resolveCompiler(llvm::StringRef Name, llvm::StringRef Directory) {
  if (Name.contains('/'))
    return absolutePath(Name, Directory);
  static llvm::StringMap<std::string> Cache; // a database names one or two compilers
  auto [It, New] = Cache.try_emplace(Name);
  if (New) {
    auto Found = llvm::sys::findProgramByName(Name);
    It->second = Found ? *Found : Name.str();
  }
  return It->second;
}

/// Whether the flag has no part in how the source is parsed.
bool isIrrelevant(const Arg &A) {
  const llvm::opt::Option &O = A.getOption();
  for (unsigned Group : {options::OPT_Action_Group, options::OPT_M_Group, options::OPT_Diag_Group,
                         options::OPT_pedantic_Group, options::OPT_g_Group, options::OPT_Link_Group})
    if (O.matches(Group))
      return true;
  if (O.hasFlag(options::LinkerInput))
    return true;
  switch (O.getUnaliasedOption().getID()) {
  case options::OPT_o:
  case options::OPT_v:
  case options::OPT__HASH_HASH_HASH:
  case options::OPT_w:
  case options::OPT_include_pch: // of another compiler; the header beside it is included as well
  case options::OPT_Wa_COMMA:
  case options::OPT_save_temps_EQ:
  case options::OPT_fmodule_output: return true;
  default: break;
  }
  // Files that these name need not exist where the scan runs, or are for another compiler.
  llvm::StringRef Name = O.getName();
  for (llvm::StringRef Prefix :
       {"serialize-diagnostics", "-serialize-diagnostics", "fprofile", "fno-profile", "fcs-profile", "fauto-profile",
        "fmemory-profile", "fcoverage", "ftest-coverage", "fplugin", "fpass-plugin", "fdiagnostics", "fmessage-length",
        "ferror-limit", "fmax-errors", "fcrash-"})
    if (Name.starts_with(Prefix))
      return true;
  return false;
}

class Cleaner {
public:
  Cleaner(CompileJob &Job, llvm::ArrayRef<std::string> Given) : Job(Job), Given(Given) {}

  void run() {
    llvm::SmallVector<const char *, 64> Raw;
    for (const std::string &S : Given.drop_front())
      Raw.push_back(S.c_str());
    unsigned MissingIndex = 0, MissingCount = 0;
    llvm::opt::InputArgList Parsed = compat::getDriverOptTable().ParseArgs(Raw, MissingIndex, MissingCount,
                                                                           llvm::opt::Visibility(options::ClangOption));
    compiler(Parsed.hasArg(options::OPT_driver_mode), Parsed.hasArg(options::OPT_target));
    llvm::SmallVector<const Arg *, 64> All(Parsed.begin(), Parsed.end());
    for (std::size_t I = 0; I < All.size(); ++I) {
      // The words of one flag reach to where the next begins; kept as they were spelled.
      unsigned Begin = All[I]->getIndex();
      unsigned End = I + 1 < All.size() ? All[I + 1]->getIndex() : static_cast<unsigned>(Raw.size());
      argument(*All[I], llvm::ArrayRef(Raw).slice(Begin, std::max(End, Begin + 1) - Begin));
    }
    finish();
  }

private:
  CompileJob &Job;
  llvm::ArrayRef<std::string> Given;
  std::vector<std::string> ForClang; ///< values of -Xclang
  llvm::StringRef Language;          ///< last -x so far
  llvm::StringRef FileLanguage;      ///< the one in effect at the file
  bool SeenFile = false;

  void compiler(bool HasMode, bool HasTarget) {
    std::string Compiler = resolveCompiler(Given.front(), Job.Directory);
    Job.Args.push_back(Compiler);
    auto Named = clang::driver::ToolChain::getTargetAndModeFromProgramName(Compiler);
    if (Named.DriverMode && !HasMode)
      Job.Args.push_back(Named.DriverMode);
    // A cross compiler's name says what it builds for.
    if (!HasTarget && llvm::Triple(Named.TargetPrefix).getArch() != llvm::Triple::UnknownArch)
      Job.Args.push_back("--target=" + Named.TargetPrefix);
  }

  void argument(const Arg &A, llvm::ArrayRef<const char *> Words) {
    const llvm::opt::Option &O = A.getOption();
    if (O.matches(options::OPT_INPUT) || O.matches(options::OPT__DASH_DASH)) {
      for (const char *Value : A.getValues())
        input(Value);
    } else if (O.matches(options::OPT_UNKNOWN)) {
      Job.Dropped.push_back(Words.front());
    } else if (O.matches(options::OPT_x)) {
      Language = A.getValue();
    } else if (O.matches(options::OPT_Xclang)) {
      ForClang.push_back(A.getValue());
    } else if (O.matches(options::OPT_Wp_COMMA)) {
      preprocessor(A.getValues());
    } else if (!isIrrelevant(A)) {
      Job.Args.insert(Job.Args.end(), Words.begin(), Words.end());
    }
  }

  /// Other inputs are objects, or sources with entries of their own.
  void input(llvm::StringRef Name) {
    if (SeenFile || absolutePath(Name, Job.Directory) != Job.File)
      return;
    SeenFile = true;
    FileLanguage = Language;
  }

  /// -Wp,-MD,FILE,-DX: the dependency file goes, the definition stays.
  void preprocessor(llvm::ArrayRef<const char *> Values) {
    for (std::size_t I = 0; I < Values.size(); ++I) {
      llvm::StringRef V = Values[I];
      if (llvm::is_contained({"-MD", "-MMD", "-MF", "-MT", "-MQ"}, V))
        ++I;
      else if (!V.starts_with("-M"))
        Job.Args.push_back(V.str());
    }
  }

  void finish() {
    for (std::size_t I = 0; I < ForClang.size(); ++I) {
      llvm::StringRef V = ForClang[I];
      if (llvm::is_contained({"-include-pch", "-load", "-plugin", "-add-plugin"}, V) || V.starts_with("-plugin-arg-"))
        ++I;
      else if (!V.starts_with("-emit-") && V != "-fno-pch-timestamp")
        Job.Args.insert(Job.Args.end(), {"-Xclang", V.str()});
    }
    if (llvm::StringRef L = SeenFile ? FileLanguage : Language; !L.empty() && L != "none")
      Job.Args.insert(Job.Args.end(), {"-x", L.str()});
    Job.Args.insert(Job.Args.end(), {"--", Job.File});
  }
};

} // namespace

bool isSourceFile(llvm::StringRef File) {
  llvm::StringRef Extension = llvm::sys::path::extension(File);
  Extension.consume_front(".");
  // Unknown extensions are compiled by projects that use them; -x says as what.
  types::ID Type = types::lookupTypeForExtension(Extension);
  return Type == types::TY_INVALID || types::isDerivedFromC(Type);
}

void setCommandLine(CompileJob &Job, llvm::ArrayRef<std::string> Args) {
  if (Args.empty())
    Job.Problem = "its compile command is empty";
  else
    Cleaner(Job, Args).run();
}

std::optional<std::size_t> findCulprit(llvm::ArrayRef<std::string> Args, llvm::StringRef Message) {
  llvm::SmallVector<llvm::StringRef, 4> Quoted;
  for (llvm::StringRef Rest = Message; Rest.contains('\'');) {
    Rest = Rest.split('\'').second;
    auto [Token, Tail] = Rest.split('\'');
    if (!Token.empty())
      Quoted.push_back(Token);
    Rest = Tail;
  }
  auto IsOption = [](llvm::StringRef S) { return S.starts_with("-"); };
  auto Mentions = [&](llvm::StringRef Arg) {
    return llvm::any_of(Quoted, [&](llvm::StringRef T) {
      if (IsOption(T)) // the option itself, or "-mabi=" for "-mabi=x"
        return Arg == T || (T.ends_with("=") && Arg.starts_with(T));
      // "unknown target CPU 'x'" does not say which option named it. Macros and
      // include paths are never the cause.
      return Arg.ends_with("=" + T.str()) &&
             (Arg.starts_with("-m") || Arg.starts_with("-f") || Arg.starts_with("-std") || Arg.starts_with("--target"));
    });
  };
  // Without the compiler and the file behind "--".
  for (std::size_t I = 1; I + 2 < Args.size(); ++I)
    if (IsOption(Args[I]) && Mentions(Args[I]))
      return I;
  return std::nullopt;
}

} // namespace maprace
