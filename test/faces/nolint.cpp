// clang-tidy's suppression comments mean the same in every face.
//
// RUN: not %maprace scan %s -- -std=c++17 > %t.scan
// RUN: FileCheck %s --implicit-check-not=warning: < %t.scan
// RUN: %if clang-tidy-plugin && !sanitizer %{ %clang_tidy --checks='-*,maprace-*' %s -- -std=c++17 | FileCheck %s --implicit-check-not=warning: %}
// RUN: %if maprace-clangd %{ %python %S/lsp_client.py %clangd %s --flag=-std=c++17 | FileCheck %s --implicit-check-not=warning: %}
#include <thread>
#include <unordered_map>

using Map = std::unordered_map<int, int>;
static Map Plain, Bare, Named, Globbed, OtherCheck, SomeOtherLine, Next, NextNamed, NextOther, Block, BlockNamed, After;

static void work() {
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'Plain'{{.*}} [maprace-unguarded-access]
  Plain[1] = 1;
  Bare[1] = 1;    // NOLINT
  Named[1] = 1;   // NOLINT(maprace-unguarded-access)
  Globbed[1] = 1; // NOLINT(maprace-*): the reason goes here
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'OtherCheck'{{.*}} [maprace-unguarded-access]
  OtherCheck[1] = 1; // NOLINT(bugprone-use-after-move)
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'SomeOtherLine'{{.*}} [maprace-unguarded-access]
  SomeOtherLine[1] =
      1; // NOLINT
  // NOLINTNEXTLINE
  Next[1] = 1;
  // NOLINTNEXTLINE(maprace-unguarded-access, bugprone-use-after-move)
  NextNamed[1] = 1;
  // NOLINTNEXTLINE(maprace-inconsistent-guard)
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'NextOther'{{.*}} [maprace-unguarded-access]
  NextOther[1] = 1;
  // NOLINTBEGIN
  Block[1] = 1;
  // NOLINTEND
  // NOLINTBEGIN(maprace-*)
  BlockNamed[1] = 1;
  // NOLINTEND(maprace-*)
  // CHECK: [[@LINE+1]]:{{[0-9]+}}: warning: {{.*}}'After'{{.*}} [maprace-unguarded-access]
  After[1] = 1;
}

int main() {
  std::thread A(work), B(work);
  A.join();
  B.join();
}
