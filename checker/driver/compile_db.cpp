//===- compile_db.cpp -----------------------------------------------------------------===//
#include "checker/driver/compile_db.h"
#include "checker/driver/command_line.h"
#include "checker/driver/diagnose.h"
#include "checker/report/paths.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace maprace {

namespace {

namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
using clang::tooling::CompilationDatabase;
using clang::tooling::CompileCommand;

constexpr const char *DatabaseName = "compile_commands.json";

std::string upwards(llvm::StringRef Dir) {
  for (; !Dir.empty(); Dir = path::parent_path(Dir)) {
    llvm::SmallString<256> File = Dir;
    path::append(File, DatabaseName);
    if (fs::exists(File))
      return File.str().str();
  }
  return "";
}

llvm::Expected<std::string> findDatabase(const Selection &S) {
  if (!S.BuildDir.empty()) {
    llvm::SmallString<256> File(absolutePath(S.BuildDir));
    if (fs::is_directory(File))
      path::append(File, DatabaseName);
    if (!fs::exists(File))
      return failure("{0}: no such file; configure with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, or run the build under "
                     "bear",
                     File.str());
    return File.str().str();
  }
  std::string Start = S.Files.empty() ? absolutePath(".") : path::parent_path(absolutePath(S.Files.front())).str();
  std::string Found = upwards(Start);
  if (Found.empty())
    Found = upwards(absolutePath("."));
  if (Found.empty())
    return failure("no {0} in {1} or above it; name its folder with -p, or give compile arguments after --",
                   DatabaseName, Start);
  return Found;
}

/// The text of \p E as the end of an error line.
std::string asClause(llvm::StringRef E) {
  std::string Out = E.rtrim(". \n").str();
  if (Out.size() > 1 && !llvm::isUpper(Out[1]))
    Out[0] = llvm::toLower(Out[0]);
  return Out;
}

llvm::Expected<std::unique_ptr<CompilationDatabase>> load(llvm::StringRef File) {
  auto Buffer = llvm::MemoryBuffer::getFile(File);
  if (!Buffer)
    return failure("{0}: {1}", File, Buffer.getError().message());
  // The database reads YAML and complains about what is not JSON on stderr, several
  // lines long, or not at all.
  llvm::Expected<llvm::json::Value> Json = llvm::json::parse((*Buffer)->getBuffer());
  if (!Json)
    return failure("{0}: malformed JSON: {1}", File, asClause(llvm::toString(Json.takeError())));
  std::string Problem;
  std::unique_ptr<CompilationDatabase> Database = clang::tooling::JSONCompilationDatabase::loadFromBuffer(
      (*Buffer)->getBuffer(), Problem, clang::tooling::JSONCommandLineSyntax::AutoDetect);
  if (!Database)
    return failure("{0}: not a compilation database: {1}", File, asClause(Problem));
  return clang::tooling::expandResponseFiles(std::move(Database), llvm::vfs::getRealFileSystem());
}

CompileJob problem(llvm::StringRef File, std::string Why) {
  CompileJob Job;
  Job.File = File.str();
  Job.Problem = std::move(Why);
  return Job;
}

CompileJob makeJob(const CompileCommand &C) {
  CompileJob Job;
  Job.Directory = absolutePath(C.Directory);
  Job.File = absolutePath(C.Filename, Job.Directory);
  if (!fs::exists(Job.File))
    Job.Problem = "no such file";
  else if (!fs::is_directory(Job.Directory))
    Job.Problem = "no such directory: " + Job.Directory;
  else
    setCommandLine(Job, C.CommandLine);
  return Job;
}

/// The command that the words behind "--" describe for a file.
CompileJob fixedJob(llvm::StringRef File, const Selection &S) {
  CompileCommand C;
  C.Directory = absolutePath(".");
  C.Filename = File.str();
  C.CommandLine = {"clang"};
  C.CommandLine.insert(C.CommandLine.end(), S.CompileArgs.begin(), S.CompileArgs.end());
  // By its name alone Clang takes this for a C header to be precompiled.
  if (path::extension(File) == ".h" && !llvm::is_contained(S.CompileArgs, "-x"))
    C.CommandLine.insert(C.CommandLine.end(), {"-x", "c++"});
  C.CommandLine.push_back(File.str());
  return makeJob(C);
}

class Selector {
public:
  explicit Selector(const Selection &S) : S(S) {}

  llvm::Expected<std::vector<CompileJob>> run() {
    if (S.HasCompileArgs && S.Files.empty())
      return failure("no files given for the compile arguments after --");
    bool UseDatabase = !S.HasCompileArgs || !S.BuildDir.empty();
    if (UseDatabase)
      if (llvm::Error E = loadDatabase())
        return E;
    if (S.Files.empty())
      for (CompileJob &Job : Listed)
        add(std::move(Job));
    else
      for (const std::string &File : S.Files)
        select(File);
    if (Out.empty())
      return failure("{0}: no C or C++ file in it", DatabaseFile);
    return std::move(Out);
  }

private:
  const Selection &S;
  std::string DatabaseFile;
  std::vector<CompileJob> Listed;
  std::vector<CompileJob> Out;
  llvm::StringSet<> Seen;

  llvm::Error loadDatabase() {
    llvm::Expected<std::string> File = findDatabase(S);
    if (!File)
      return File.takeError();
    DatabaseFile = *File;
    auto Database = load(DatabaseFile);
    if (!Database)
      return Database.takeError();
    for (const CompileCommand &C : (*Database)->getAllCompileCommands())
      if (isSourceFile(C.Filename))
        Listed.push_back(makeJob(C));
    return llvm::Error::success();
  }

  /// Entries that differ only in what they write are one job.
  void add(CompileJob Job) {
    std::string Key = Job.Directory + '\0' + Job.File + '\0' + Job.Problem;
    for (const std::string &A : Job.Args)
      Key += '\0' + A;
    if (Seen.insert(Key).second)
      Out.push_back(std::move(Job));
  }

  static bool isFile(const CompileJob &Job, llvm::StringRef File) {
    // Links to folders give a file several names.
    return Job.File == File || (path::filename(Job.File) == path::filename(File) && fs::equivalent(Job.File, File));
  }

  void select(llvm::StringRef Name) {
    std::string File = absolutePath(Name);
    bool Folder = fs::is_directory(File), Found = false;
    for (const CompileJob &Job : Listed) {
      bool Same = Folder ? llvm::StringRef(Job.File).starts_with(File + "/") : isFile(Job, File);
      if (Same)
        add(Job);
      Found |= Same;
    }
    if (Found)
      return;
    if (!fs::exists(File))
      add(problem(File, "no such file"));
    else if (Folder)
      add(problem(File, "nothing in " + (DatabaseFile.empty() ? "it" : DatabaseFile) + " lies below it"));
    else if (S.HasCompileArgs)
      add(fixedJob(File, S));
    else
      add(problem(File, "not in " + DatabaseFile + "; give its compile arguments after --"));
  }
};

} // namespace

llvm::Expected<std::vector<CompileJob>> selectJobs(const Selection &S) { return Selector(S).run(); }

} // namespace maprace
