//===- arguments.cpp ------------------------------------------------------------===//
#include "checker/driver/arguments.h"
#include "checker/driver/diagnose.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Format.h"

namespace maprace {

static std::string suggestion(llvm::StringRef Name, llvm::ArrayRef<Option> Options) {
  std::vector<std::string> Known;
  for (const Option &O : Options)
    if (!O.Long.empty())
      Known.push_back("--" + O.Long);
  std::string Best = nearest(Name, Known);
  return Best.empty() ? "" : "; did you mean '" + Best + "'?";
}

std::string nearest(llvm::StringRef Name, llvm::ArrayRef<std::string> Known) {
  std::string Best;
  unsigned BestDistance = static_cast<unsigned>(Name.size() / 3 + 1);
  for (const std::string &K : Known)
    if (unsigned D = Name.edit_distance(K, true, BestDistance); D < BestDistance) {
      Best = K;
      BestDistance = D;
    }
  return Best;
}

namespace {

class Parser {
public:
  Parser(llvm::ArrayRef<std::string> Args, llvm::ArrayRef<Option> Options) : Args(Args), Options(Options) {}

  llvm::Expected<Arguments> run() {
    for (Next = 0; Next < Args.size();) {
      llvm::StringRef Arg = Args[Next++];
      if (Arg == "--") {
        Out.HasDashes = true;
        Out.AfterDashes.assign(Args.begin() + Next, Args.end());
        break;
      }
      if (!Arg.starts_with("-") || Arg == "-") {
        Out.Positional.push_back(Arg.str());
        continue;
      }
      if (llvm::Error E = Arg.starts_with("--") ? longOption(Arg) : shortOption(Arg))
        return E;
    }
    return std::move(Out);
  }

private:
  llvm::ArrayRef<std::string> Args;
  llvm::ArrayRef<Option> Options;
  std::size_t Next = 0;
  Arguments Out;

  llvm::Error unknown(llvm::StringRef Name) {
    return failure("unknown option '{0}'{1}", Name, suggestion(Name, Options));
  }

  llvm::Error longOption(llvm::StringRef Arg) {
    auto [Name, Value] = Arg.split('=');
    const auto *It = llvm::find_if(Options, [&](const Option &O) { return O.Long == Name.drop_front(2); });
    if (It == Options.end())
      return unknown(Name);
    bool HasValue = Name.size() != Arg.size();
    if (It->ValueOptional)
      return set(*It, Name, Value);
    if (It->Value.empty() && HasValue)
      return failure("option '{0}' takes no value", Name);
    return It->Value.empty() || HasValue ? set(*It, Name, Value) : separate(*It, Name);
  }

  llvm::Error shortOption(llvm::StringRef Arg) {
    const auto *It = llvm::find_if(Options, [&](const Option &O) { return O.Short == Arg[1]; });
    // Only options with values may be written together with what follows.
    if (It == Options.end() || (It->Value.empty() && Arg.size() > 2))
      return unknown(Arg);
    llvm::StringRef Name = Arg.take_front(2), Value = Arg.drop_front(2);
    if (It->Value.empty())
      return set(*It, Name, "");
    if (Value.empty())
      return separate(*It, Name);
    Value.consume_front("=");
    return set(*It, Name, Value);
  }

  llvm::Error separate(const Option &O, llvm::StringRef Name) {
    if (Next == Args.size() || Args[Next] == "--")
      return failure("option '{0}' needs a value: {0} {1}", Name, O.Value);
    return set(O, Name, Args[Next++]);
  }

  static llvm::Error set(const Option &O, llvm::StringRef Name, llvm::StringRef Value) {
    if (llvm::Error E = O.Set(Value))
      return failure("option '{0}': {1}", Name, llvm::toString(std::move(E)));
    return llvm::Error::success();
  }
};

} // namespace

llvm::Expected<Arguments> parseArguments(llvm::ArrayRef<std::string> Args, llvm::ArrayRef<Option> Options) {
  return Parser(Args, Options).run();
}

void printOptions(llvm::raw_ostream &OS, llvm::ArrayRef<Option> Options) {
  constexpr int HelpColumn = 32;
  for (const Option &O : Options) {
    std::string Left = O.Short ? std::string("  -") + O.Short : "    ";
    if (!O.Long.empty())
      Left += (O.Short ? ", --" : "  --") + O.Long;
    if (O.ValueOptional)
      Left += "[=" + O.Value + "]";
    else if (!O.Value.empty())
      Left += " " + O.Value;
    if (Left.size() >= HelpColumn) {
      OS << Left << '\n';
      Left.clear();
    }
    OS << llvm::format("%-*s", HelpColumn, Left.c_str()) << O.Help << '\n';
  }
}

std::function<llvm::Error(llvm::StringRef)> store(std::string &To) {
  return [&To](llvm::StringRef V) {
    To = V.str();
    return llvm::Error::success();
  };
}

std::function<llvm::Error(llvm::StringRef)> store(bool &To) {
  return [&To](llvm::StringRef) {
    To = true;
    return llvm::Error::success();
  };
}

std::function<llvm::Error(llvm::StringRef)> store(unsigned &To) {
  return [&To](llvm::StringRef V) {
    return V.getAsInteger(10, To) ? failure("'{0}' is not a number", V) : llvm::Error::success();
  };
}

std::function<llvm::Error(llvm::StringRef)> append(std::vector<std::string> &To) {
  return [&To](llvm::StringRef V) {
    To.push_back(V.str());
    return llvm::Error::success();
  };
}

} // namespace maprace
