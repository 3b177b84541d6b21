#include "run.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

Result run(const std::vector<std::string> &Command, const std::string &Options) {
  int Pipe[2];
  if (pipe(Pipe) != 0)
    return {};
  std::vector<char *> Arguments;
  for (const std::string &A : Command)
    Arguments.push_back(const_cast<char *>(A.c_str()));
  Arguments.push_back(nullptr);
  const pid_t Child = fork();
  if (Child == 0) {
    setenv("MAPRACE_OPTIONS", Options.c_str(), 1);
    dup2(Pipe[1], 1);
    dup2(Pipe[1], 2);
    close(Pipe[0]);
    close(Pipe[1]);
    alarm(60);
    execv(Arguments[0], Arguments.data());
    _exit(127);
  }
  close(Pipe[1]);
  Result R;
  char Buffer[4096];
  for (;;) {
    const ssize_t N = read(Pipe[0], Buffer, sizeof Buffer);
    if (N < 0 && errno == EINTR)
      continue;
    if (N <= 0)
      break;
    R.Output.append(Buffer, static_cast<std::size_t>(N));
  }
  close(Pipe[0]);
  int Status = 0;
  waitpid(Child, &Status, 0);
  if (WIFEXITED(Status))
    R.Status = WEXITSTATUS(Status);
  else
    R.Signal = WTERMSIG(Status);
  return R;
}
