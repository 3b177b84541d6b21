// What the checked containers cost beside the standard's, in one run: compiled once with the
// containers checked (the mode comes from MAPRACE_OPTIONS) and once with MAPRACE_OFF.
// run.py runs it in each mode and prints the table of docs/runtime.md.
#include <maprace/unordered_map.h>

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

template <class Key> Key keyOf(std::uint64_t N);
template <> std::uint64_t keyOf(std::uint64_t N) { return N * 0x9E3779B97F4A7C15u; }
template <> std::string keyOf(std::uint64_t N) { return "a/path/of/some/length/" + std::to_string(N); }

// One of each kind and size for all threads. The two maps are filled in turns, so that their
// elements lie alike in memory, and searched in an order that nothing can guess.
template <class Key> struct Filled {
  std::unordered_map<Key, std::uint64_t> Std;
  maprace::unordered_map<Key, std::uint64_t> Ours;
  std::vector<Key> Keys;
  explicit Filled(std::size_t Size) {
    for (std::size_t I = 0; I < Size; ++I)
      Keys.push_back(keyOf<Key>(I));
    for (const Key &K : Keys) {
      Std.emplace(K, 1);
      Ours.emplace(K, 1);
    }
    std::shuffle(Keys.begin(), Keys.end(), std::mt19937_64(1));
  }
  template <bool Checked> auto &map() {
    if constexpr (Checked)
      return Ours;
    else
      return Std;
  }
};
template <class Key> Filled<Key> &filled(std::size_t Size) {
  if (Size == 1024) {
    static Filled<Key> Small(1024);
    return Small;
  }
  static Filled<Key> Large(1000000);
  return Large;
}

template <class Key, bool Checked> void find(benchmark::State &S) {
  Filled<Key> &F = filled<Key>(static_cast<std::size_t>(S.range(0)));
  auto &M = F.template map<Checked>();
  const auto End = M.end();
  std::size_t I = static_cast<std::size_t>(S.thread_index()) * 77;
  for (auto _ : S) {
    // Asked, as programs do. Where the element is used unasked, the compiler may take it for
    // there, and drops the search's check for the end of the bucket, but not from ours.
    const auto At = M.find(F.Keys[I]);
    if (At == End)
      std::abort();
    benchmark::DoNotOptimize(At->second);
    if (++I >= F.Keys.size())
      I = 0;
  }
}
template <class Key, bool Checked> void assign(benchmark::State &S) {
  Filled<Key> F(static_cast<std::size_t>(S.range(0)));
  auto &M = F.template map<Checked>();
  std::size_t I = 0;
  for (auto _ : S) {
    M[F.Keys[I]] = I;
    if (++I >= F.Keys.size())
      I = 0;
  }
  benchmark::DoNotOptimize(M);
}
template <class Key, bool Checked> void emplaceErase(benchmark::State &S) {
  Filled<Key> F(static_cast<std::size_t>(S.range(0)));
  auto &M = F.template map<Checked>();
  const auto New = keyOf<Key>(12345678901);
  for (auto _ : S) {
    M.emplace(New, 1);
    M.erase(New);
  }
}
template <class Key, bool Checked> void iterate(benchmark::State &S) {
  // Filled by itself: how close a map's own elements lie is what iteration is about.
  Filled<Key> F(0);
  auto &M = F.template map<Checked>();
  for (std::int64_t I = 0; I < S.range(0); ++I)
    M.emplace(keyOf<Key>(static_cast<std::uint64_t>(I)), 1);
  for (auto _ : S) {
    std::uint64_t Sum = 0;
    for (const auto &[K, V] : M)
      Sum += V;
    benchmark::DoNotOptimize(Sum);
  }
  S.SetItemsProcessed(S.iterations() * S.range(0));
}
template <class Key, bool Checked> void size(benchmark::State &S) {
  auto &M = filled<Key>(1024).template map<Checked>();
  for (auto _ : S)
    benchmark::DoNotOptimize(M.size());
}

BENCHMARK(find<std::uint64_t, false>)->Name("find/int/hot/std")->Arg(1024)->ThreadRange(1, 4);
BENCHMARK(find<std::uint64_t, true>)->Name("find/int/hot/maprace")->Arg(1024)->ThreadRange(1, 4);
BENCHMARK(find<std::uint64_t, false>)->Name("find/int/1M/std")->Arg(1000000);
BENCHMARK(find<std::uint64_t, true>)->Name("find/int/1M/maprace")->Arg(1000000);
BENCHMARK(find<std::string, false>)->Name("find/string/hot/std")->Arg(1024);
BENCHMARK(find<std::string, true>)->Name("find/string/hot/maprace")->Arg(1024);
BENCHMARK(find<std::string, false>)->Name("find/string/1M/std")->Arg(1000000);
BENCHMARK(find<std::string, true>)->Name("find/string/1M/maprace")->Arg(1000000);
BENCHMARK(assign<std::uint64_t, false>)->Name("m[k]=/int/hot/std")->Arg(1024);
BENCHMARK(assign<std::uint64_t, true>)->Name("m[k]=/int/hot/maprace")->Arg(1024);
BENCHMARK(assign<std::string, false>)->Name("m[k]=/string/hot/std")->Arg(1024);
BENCHMARK(assign<std::string, true>)->Name("m[k]=/string/hot/maprace")->Arg(1024);
BENCHMARK(emplaceErase<std::uint64_t, false>)->Name("emplace+erase/int/hot/std")->Arg(1024);
BENCHMARK(emplaceErase<std::uint64_t, true>)->Name("emplace+erase/int/hot/maprace")->Arg(1024);
BENCHMARK(emplaceErase<std::string, false>)->Name("emplace+erase/string/hot/std")->Arg(1024);
BENCHMARK(emplaceErase<std::string, true>)->Name("emplace+erase/string/hot/maprace")->Arg(1024);
BENCHMARK(iterate<std::uint64_t, false>)->Name("iterate/int/hot/std")->Arg(1024);
BENCHMARK(iterate<std::uint64_t, true>)->Name("iterate/int/hot/maprace")->Arg(1024);
BENCHMARK(iterate<std::uint64_t, false>)->Name("iterate/int/1M/std")->Arg(1000000);
BENCHMARK(iterate<std::uint64_t, true>)->Name("iterate/int/1M/maprace")->Arg(1000000);
BENCHMARK(size<std::uint64_t, false>)->Name("size/std");
BENCHMARK(size<std::uint64_t, true>)->Name("size/maprace");

} // namespace

BENCHMARK_MAIN();
