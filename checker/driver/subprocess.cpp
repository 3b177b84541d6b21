//===- subprocess.cpp --------------------------------------------------------------------===//
#include "checker/driver/subprocess.h"
#include <cerrno>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char **environ;

namespace maprace {

std::optional<std::string> outputOf(llvm::ArrayRef<std::string> Args) {
  int Ends[2];
  if (::pipe2(Ends, O_CLOEXEC))
    return std::nullopt;
  std::vector<char *> Words;
  for (const std::string &A : Args)
    Words.push_back(const_cast<char *>(A.c_str())); // POSIX's signature; not written to
  Words.push_back(nullptr);
  posix_spawn_file_actions_t Actions;
  posix_spawn_file_actions_init(&Actions);
  posix_spawn_file_actions_addopen(&Actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&Actions, Ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&Actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t Pid = 0;
  bool Started = ::posix_spawnp(&Pid, Words.front(), &Actions, nullptr, Words.data(), environ) == 0;
  posix_spawn_file_actions_destroy(&Actions);
  ::close(Ends[1]);
  std::string Out;
  char Chunk[16384];
  for (ssize_t N; Started && ((N = ::read(Ends[0], Chunk, sizeof(Chunk))) > 0 || (N < 0 && errno == EINTR));)
    if (N > 0)
      Out.append(Chunk, static_cast<std::size_t>(N));
  ::close(Ends[0]);
  int Status = 1;
  while (Started && ::waitpid(Pid, &Status, 0) < 0 && errno == EINTR)
    ;
  if (!Started || Status != 0)
    return std::nullopt;
  return Out;
}

} // namespace maprace
