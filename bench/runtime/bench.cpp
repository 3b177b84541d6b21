// What the checked containers cost beside the standard's, in one run: compiled once with the
// containers checked (the mode comes from MAPRACE_OPTIONS) and once with MAPRACE_OFF.
// run.py runs it in each mode and prints the table of docs/runtime.md.
#include <maprace/unordered_map.h>

#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <unordered_map>
#include <vector>

namespace {

using StdInt = std::unordered_map<std::uint64_t, std::uint64_t>;
using OurInt = maprace::unordered_map<std::uint64_t, std::uint64_t>;
using StdString = std::unordered_map<std::string, std::uint64_t>;
using OurString = maprace::unordered_map<std::string, std::uint64_t>;

template <class Key> Key keyOf(std::uint64_t N);
template <> std::uint64_t keyOf(std::uint64_t N) { return N * 0x9E3779B97F4A7C15u; }
template <> std::string keyOf(std::uint64_t N) { return "a/path/of/some/length/" + std::to_string(N); }

// Keys in an order that the prefetcher cannot guess.
template <class Map> struct Filled {
  Map M;
  std::vector<typename Map::key_type> Keys;
  explicit Filled(std::size_t Size) {
    for (std::size_t I = 0; I < Size; ++I)
      Keys.push_back(keyOf<typename Map::key_type>(I));
    for (const auto &K : Keys)
      M.emplace(K, 1);
    std::shuffle(Keys.begin(), Keys.end(), std::mt19937_64(1));
  }
};
// One map of each kind and size for all threads: they read the same one.
template <class Map> Filled<Map> &filled(std::size_t Size) {
  static Filled<Map> Small(1024), Large(1000000);
  return Size == 1024 ? Small : Large;
}

template <class Map> void find(benchmark::State &S) {
  Filled<Map> &F = filled<Map>(static_cast<std::size_t>(S.range(0)));
  std::size_t I = static_cast<std::size_t>(S.thread_index()) * 77;
  for (auto _ : S) {
    benchmark::DoNotOptimize(F.M.find(F.Keys[I])->second);
    if (++I >= F.Keys.size())
      I = 0;
  }
}
template <class Map> void assign(benchmark::State &S) {
  Filled<Map> F(static_cast<std::size_t>(S.range(0)));
  std::size_t I = 0;
  for (auto _ : S) {
    F.M[F.Keys[I]] = I;
    if (++I >= F.Keys.size())
      I = 0;
  }
  benchmark::DoNotOptimize(F.M);
}
template <class Map> void emplaceErase(benchmark::State &S) {
  Filled<Map> F(static_cast<std::size_t>(S.range(0)));
  const auto New = keyOf<typename Map::key_type>(12345678901);
  for (auto _ : S) {
    F.M.emplace(New, 1);
    F.M.erase(New);
  }
}
template <class Map> void iterate(benchmark::State &S) {
  Filled<Map> &F = filled<Map>(static_cast<std::size_t>(S.range(0)));
  for (auto _ : S) {
    std::uint64_t Sum = 0;
    for (const auto &[K, V] : F.M)
      Sum += V;
    benchmark::DoNotOptimize(Sum);
  }
  S.SetItemsProcessed(S.iterations() * S.range(0));
}
template <class Map> void size(benchmark::State &S) {
  Filled<Map> &F = filled<Map>(1024);
  for (auto _ : S)
    benchmark::DoNotOptimize(F.M.size());
}

BENCHMARK(find<StdInt>)->Name("find/int/hot/std")->Arg(1024)->ThreadRange(1, 4);
BENCHMARK(find<OurInt>)->Name("find/int/hot/maprace")->Arg(1024)->ThreadRange(1, 4);
BENCHMARK(find<StdInt>)->Name("find/int/1M/std")->Arg(1000000);
BENCHMARK(find<OurInt>)->Name("find/int/1M/maprace")->Arg(1000000);
BENCHMARK(find<StdString>)->Name("find/string/hot/std")->Arg(1024);
BENCHMARK(find<OurString>)->Name("find/string/hot/maprace")->Arg(1024);
BENCHMARK(find<StdString>)->Name("find/string/1M/std")->Arg(1000000);
BENCHMARK(find<OurString>)->Name("find/string/1M/maprace")->Arg(1000000);
BENCHMARK(assign<StdInt>)->Name("m[k]=/int/hot/std")->Arg(1024);
BENCHMARK(assign<OurInt>)->Name("m[k]=/int/hot/maprace")->Arg(1024);
BENCHMARK(assign<StdString>)->Name("m[k]=/string/hot/std")->Arg(1024);
BENCHMARK(assign<OurString>)->Name("m[k]=/string/hot/maprace")->Arg(1024);
BENCHMARK(emplaceErase<StdInt>)->Name("emplace+erase/int/hot/std")->Arg(1024);
BENCHMARK(emplaceErase<OurInt>)->Name("emplace+erase/int/hot/maprace")->Arg(1024);
BENCHMARK(emplaceErase<StdString>)->Name("emplace+erase/string/hot/std")->Arg(1024);
BENCHMARK(emplaceErase<OurString>)->Name("emplace+erase/string/hot/maprace")->Arg(1024);
BENCHMARK(iterate<StdInt>)->Name("iterate/int/hot/std")->Arg(1024);
BENCHMARK(iterate<OurInt>)->Name("iterate/int/hot/maprace")->Arg(1024);
BENCHMARK(iterate<StdInt>)->Name("iterate/int/1M/std")->Arg(1000000);
BENCHMARK(iterate<OurInt>)->Name("iterate/int/1M/maprace")->Arg(1000000);
BENCHMARK(size<StdInt>)->Name("size/std");
BENCHMARK(size<OurInt>)->Name("size/maprace");

} // namespace

BENCHMARK_MAIN();
