// The command, clang-tidy and the editor report the same findings in the same words.
//
// REQUIRES: clang-tidy-plugin, maprace-clangd
// UNSUPPORTED: sanitizer
// RUN: not %maprace scan %s -- -std=c++17 > %t.command
// RUN: %clang_tidy --checks='-*,maprace-*' %s -- -std=c++17 > %t.tidy
// RUN: %python %S/lsp_client.py %clangd %s --flag=-std=c++17 > %t.editor
// RUN: %python %S/same_message.py %t.command %t.tidy %t.editor | FileCheck %s
// CHECK: {{[2-9]}} findings, the same in 3 faces
#include <map>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_map>

class Cache {
public:
  bool has(int Key) const { return Entries.find(Key) != Entries.end(); }
  void put(int Key) {
    std::lock_guard<std::mutex> Lock(Mu);
    Entries[Key] = 1;
  }
  void touch(int Key) {
    std::shared_lock<std::shared_mutex> Lock(TimesMu);
    ++Times[Key];
  }
  void run() {
    std::thread Reader([this] { has(1); });
    std::thread Writer([this] { put(1); });
    std::thread First(&Cache::touch, this, 1), Second(&Cache::touch, this, 2);
    Reader.join();
    Writer.join();
    First.join();
    Second.join();
  }

private:
  std::mutex Mu;
  std::unordered_map<int, int> Entries;
  std::shared_mutex TimesMu;
  std::map<int, int> Times;
};

static std::unordered_map<int, int> Global;
static void count() { Global[1]++; }

int main() {
  Cache().run();
  std::thread A(count), B(count);
  A.join();
  B.join();
}
