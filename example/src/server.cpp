#include "server.h"
#include <cstdio>

void Server::route(const std::string &Path, Handler H) { Routes[Path] = std::move(H); }

void Server::start(unsigned NumWorkers) {
  Running = true;
  for (unsigned I = 0; I < NumWorkers; ++I)
    Workers.emplace_back([this, I] { work(I); });
  Janitor = std::thread(&Server::tidy, this);
}

void Server::stop() {
  Running = false;
  for (std::thread &W : Workers)
    W.join();
  Janitor.join();
}

void Server::work(unsigned Worker) {
  static const char *const Paths[] = {"/hello", "/status", "/missing"};
  for (unsigned Request = 0; Running; ++Request) {
    int Client = int(Worker * 10 + Request % 10);
    Sessions.touch(Client);
    auto Found = Routes.find(Paths[Request % 3]);
    if (Found == Routes.end()) {
      Counters.count("404");
    } else {
      Found->second(Client);
      Counters.count("200");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void Server::tidy() {
  while (Running) {
    for (int Client : Sessions.idleLongerThan(std::chrono::milliseconds(500)))
      Sessions.close(Client);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void Server::report() const {
  for (const auto &Counter : Counters.snapshot())
    std::printf("%s: %llu\n", Counter.first.c_str(), static_cast<unsigned long long>(Counter.second));
  std::printf("sessions: %zu\n", Sessions.size());
}
