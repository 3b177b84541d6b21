// A finding is a warning; WarningsAsErrors makes it an error, as for any other check.
//
// RUN: %clang_tidy --checks='-*,maprace-*' %s -- -std=c++17 | FileCheck %s --check-prefix=WARN
// WARN: [[@LINE+11]]:{{[0-9]+}}: warning: {{.*}}'Counts'{{.*}} [maprace-unguarded-access]
//
// RUN: not %clang_tidy --checks='-*,maprace-*' --warnings-as-errors='maprace-*' %s -- -std=c++17 > %t
// RUN: FileCheck %s --check-prefix=ERROR < %t
// ERROR: [[@LINE+7]]:{{[0-9]+}}: error: {{.*}}'Counts'{{.*}} [maprace-unguarded-access,-warnings-as-errors]
//
// RUN: %clang_tidy --checks='-*,maprace-*' --warnings-as-errors='bugprone-*' %s -- -std=c++17 | FileCheck %s --check-prefix=WARN
#include <thread>
#include <unordered_map>

static std::unordered_map<int, int> Counts;
static void count(int Key) { ++Counts[Key]; }

int main() {
  std::thread A(count, 1), B(count, 2);
  A.join();
  B.join();
}
