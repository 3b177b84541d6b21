//===- message.cpp ----------------------------------------------------------------------===//
#include "checker/driver/message.h"
#include "checker/driver/settings_table.h"
#include <cstring>

namespace maprace {

namespace {

class Writer {
public:
  Writer &number(std::uint32_t N) {
    Out.append(reinterpret_cast<const char *>(&N), sizeof(N));
    return *this;
  }
  Writer &text(llvm::StringRef S) {
    number(static_cast<std::uint32_t>(S.size()));
    Out.append(S.data(), S.size());
    return *this;
  }
  Writer &texts(const std::vector<std::string> &List) {
    number(static_cast<std::uint32_t>(List.size()));
    for (const std::string &S : List)
      text(S);
    return *this;
  }
  std::string take() { return std::move(Out); }

private:
  std::string Out;
};

/// Reads zeros and nothing behind a mistake; ok() tells.
class Reader {
public:
  explicit Reader(llvm::StringRef Bytes) : Rest(Bytes) {}

  std::uint32_t number() {
    std::uint32_t N = 0;
    if (Rest.size() < sizeof(N)) {
      Ok = false;
      return 0;
    }
    std::memcpy(&N, Rest.data(), sizeof(N));
    Rest = Rest.drop_front(sizeof(N));
    return N;
  }
  std::string text() {
    std::uint32_t Size = number();
    if (Rest.size() < Size) {
      Ok = false;
      return "";
    }
    std::string Out = Rest.take_front(Size).str();
    Rest = Rest.drop_front(Size);
    return Out;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> Out;
    for (std::uint32_t N = number(); N && Ok; --N)
      Out.push_back(text());
    return Out;
  }
  bool ok() const { return Ok && Rest.empty(); }

private:
  llvm::StringRef Rest;
  bool Ok = true;
};

} // namespace

std::string encode(const WorkerSetup &Setup) {
  Writer W;
  W.text(Setup.ResourceDir).text(Setup.DisplayDir).texts(Setup.S.Rules);
  for (const SettingInfo &I : settingTable())
    W.text(getSetting(Setup.S, I));
  return W.take();
}

std::optional<WorkerSetup> decodeSetup(llvm::StringRef Bytes) {
  Reader R(Bytes);
  WorkerSetup Out;
  Out.ResourceDir = R.text();
  Out.DisplayDir = R.text();
  Out.S.Rules = R.texts();
  for (const SettingInfo &I : settingTable())
    if (llvm::Error E = setSetting(Out.S, I, R.text())) {
      llvm::consumeError(std::move(E));
      return std::nullopt;
    }
  if (!R.ok())
    return std::nullopt;
  return Out;
}

std::string encode(const CompileJob &Job) { return Writer().text(Job.Directory).text(Job.File).texts(Job.Args).take(); }

std::optional<CompileJob> decodeJob(llvm::StringRef Bytes) {
  Reader R(Bytes);
  CompileJob Out;
  Out.Directory = R.text();
  Out.File = R.text();
  Out.Args = R.texts();
  if (!R.ok() || Out.Args.empty())
    return std::nullopt;
  return Out;
}

std::string encode(const UnitAnswer &Answer) {
  return Writer().number(Answer.Ok).text(Answer.Reason).texts(Answer.Dropped).text(Answer.Facts).take();
}

std::optional<UnitAnswer> decodeAnswer(llvm::StringRef Bytes) {
  Reader R(Bytes);
  UnitAnswer Out;
  Out.Ok = R.number();
  Out.Reason = R.text();
  Out.Dropped = R.texts();
  Out.Facts = R.text();
  if (!R.ok())
    return std::nullopt;
  return Out;
}

std::string framed(llvm::StringRef Bytes) { return Writer().text(Bytes).take(); }

std::optional<std::string> unframe(std::string &Buffer) {
  std::uint32_t Size = 0;
  if (Buffer.size() < sizeof(Size))
    return std::nullopt;
  std::memcpy(&Size, Buffer.data(), sizeof(Size));
  if (Buffer.size() - sizeof(Size) < Size)
    return std::nullopt;
  std::string Out = Buffer.substr(sizeof(Size), Size);
  Buffer.erase(0, sizeof(Size) + Size);
  return Out;
}

} // namespace maprace
