#include "server.h"

int main() {
  Server S;
  std::atomic<int> Greeted{0};
  S.route("/hello", [&Greeted](int) { ++Greeted; });
  S.route("/status", [](int) {});
  S.start(4);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  S.stop();
  S.report();
  return Greeted > 0 ? 0 : 1;
}
