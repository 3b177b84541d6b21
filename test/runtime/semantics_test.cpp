// What the containers have to do, stated once and run on the standard's first: a line that the
// standard's container does not pass is wrong itself.
#include <maprace/lifecycle.h>
#include <maprace/map.h>
#include <maprace/set.h>
#include <maprace/unordered_map.h>
#include <maprace/unordered_set.h>

#include <gtest/gtest.h>

#include <map>
#include <memory_resource>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace {

struct Standard {
  template <class... A> using unordered_map = std::unordered_map<A...>;
  template <class... A> using unordered_multimap = std::unordered_multimap<A...>;
  template <class... A> using unordered_set = std::unordered_set<A...>;
  template <class... A> using unordered_multiset = std::unordered_multiset<A...>;
  template <class... A> using map = std::map<A...>;
  template <class... A> using multimap = std::multimap<A...>;
  template <class... A> using set = std::set<A...>;
  template <class... A> using multiset = std::multiset<A...>;
  template <class K, class T> using pmr_map = std::pmr::map<K, T>;
  template <class K, class T> using pmr_unordered_map = std::pmr::unordered_map<K, T>;
};
struct Checked {
  template <class... A> using unordered_map = maprace::unordered_map<A...>;
  template <class... A> using unordered_multimap = maprace::unordered_multimap<A...>;
  template <class... A> using unordered_set = maprace::unordered_set<A...>;
  template <class... A> using unordered_multiset = maprace::unordered_multiset<A...>;
  template <class... A> using map = maprace::map<A...>;
  template <class... A> using multimap = maprace::multimap<A...>;
  template <class... A> using set = maprace::set<A...>;
  template <class... A> using multiset = maprace::multiset<A...>;
  template <class K, class T> using pmr_map = maprace::pmr::map<K, T>;
  template <class K, class T> using pmr_unordered_map = maprace::pmr::unordered_map<K, T>;
};

struct Transparent {
  using is_transparent = void;
  std::size_t operator()(std::string_view S) const { return std::hash<std::string_view>()(S); }
};

// --- maps with unique keys -----------------------------------------------------------------------

template <class T> class UniqueMaps : public testing::Test {};
using UniqueMapTypes =
    testing::Types<Standard::unordered_map<int, std::string>, Standard::map<int, std::string>,
                   Checked::unordered_map<int, std::string>, Checked::map<int, std::string>,
                   Checked::pmr_map<int, std::string>, Checked::pmr_unordered_map<int, std::string>>;
TYPED_TEST_SUITE(UniqueMaps, UniqueMapTypes);

TYPED_TEST(UniqueMaps, SubscriptInsertsOnceAndAtThrows) {
  TypeParam M;
  M[1] = "one";
  M[1] += "!";
  EXPECT_EQ(M.at(1), "one!");
  EXPECT_EQ(M.size(), 1u);
  EXPECT_THROW(M.at(2), std::out_of_range);
  EXPECT_THROW(std::as_const(M).at(2), std::out_of_range);
}
TYPED_TEST(UniqueMaps, InsertionSaysWhatItDid) {
  TypeParam M;
  EXPECT_TRUE(M.insert({1, "a"}).second);
  EXPECT_FALSE(M.insert({1, "b"}).second);
  EXPECT_TRUE(M.emplace(2, "b").second);
  EXPECT_FALSE(M.try_emplace(2, "c").second);
  EXPECT_FALSE(M.insert_or_assign(2, "c").second);
  EXPECT_EQ(M.at(2), "c");
  EXPECT_EQ(M.try_emplace(M.cend(), 3, "d")->second, "d");
  EXPECT_EQ(M.insert_or_assign(M.cend(), 3, "e")->second, "e");
  EXPECT_EQ(M.emplace_hint(M.cend(), 4, "f")->first, 4);
  M.insert({{5, "g"}, {6, "h"}});
  const std::vector<std::pair<const int, std::string>> More{{7, "i"}, {8, "j"}};
  M.insert(More.begin(), More.end());
  EXPECT_EQ(M.size(), 8u);
}
TYPED_TEST(UniqueMaps, TryEmplaceLeavesItsArgumentAlone) {
  TypeParam M{{1, "a"}};
  std::string S = "long enough to be on the heap";
  M.try_emplace(1, std::move(S));
  EXPECT_EQ(S.size(), 29u);
}
TYPED_TEST(UniqueMaps, ErasesByIteratorKeyAndRange) {
  TypeParam M{{1, "a"}, {2, "b"}, {3, "c"}, {4, "d"}};
  EXPECT_EQ(M.erase(9), 0u);
  EXPECT_EQ(M.erase(1), 1u);
  const auto Next = M.erase(M.find(2));
  EXPECT_TRUE(Next == M.end() || Next->first > 2);
  M.erase(M.cbegin(), M.cend());
  EXPECT_TRUE(M.empty());
}
TYPED_TEST(UniqueMaps, NodesMoveBetweenMaps) {
  TypeParam M{{1, "a"}, {2, "b"}}, N{{2, "x"}};
  const std::string *Address = &M.at(1);
  auto Node = M.extract(1);
  ASSERT_TRUE(Node);
  Node.key() = 10;
  auto Done = N.insert(std::move(Node));
  EXPECT_TRUE(Done.inserted);
  EXPECT_EQ(&Done.position->second, Address);
  auto Taken = N.insert(M.extract(2));
  EXPECT_FALSE(Taken.inserted);
  EXPECT_EQ(Taken.node.mapped(), "b");
  EXPECT_TRUE(M.extract(5).empty());
  M.insert(std::move(Taken.node));
  N.merge(M);
  EXPECT_EQ(M.size(), 1u);
  EXPECT_EQ(N.size(), 2u);
}
TYPED_TEST(UniqueMaps, CopiesAreEqualAndMovesTakeTheElements) {
  TypeParam M{{1, "a"}, {2, "b"}};
  TypeParam N = M;
  EXPECT_EQ(M, N);
  const std::string *Address = &N.at(1);
  TypeParam O = std::move(N);
  EXPECT_EQ(&O.at(1), Address);
  N = M;
  N[3] = "c";
  EXPECT_NE(M, N);
  O = std::move(N);
  EXPECT_EQ(O.size(), 3u);
  M = {{9, "z"}};
  EXPECT_EQ(M.size(), 1u);
  TypeParam P(O, O.get_allocator()), Q(std::move(O), P.get_allocator());
  EXPECT_EQ(P, Q);
  const TypeParam &Self = P;
  P = Self;
  EXPECT_EQ(P, Q);
}
TYPED_TEST(UniqueMaps, IteratorsStayValidThroughSwapAndMove) {
  auto M = std::make_unique<TypeParam>(TypeParam{{1, "a"}, {2, "b"}});
  TypeParam N;
  auto It = M->find(1);
  swap(*M, N);
  M.reset();
  EXPECT_EQ(It->second, "a");
  TypeParam O = std::move(N);
  std::size_t Left = 0;
  for (auto I = O.begin(); I != O.end(); ++I)
    ++Left;
  EXPECT_EQ(Left, 2u);
  O.erase(It);
  EXPECT_EQ(O.size(), 1u);
}
TYPED_TEST(UniqueMaps, IteratorsOutliveTheMapTheyWereMadeOf) {
  auto M = std::make_unique<TypeParam>();
  M->emplace(1, "a");
  M->emplace(2, "b");
  auto I = M->begin();
  TypeParam N = std::move(*M);
  M.reset();
  EXPECT_EQ(std::distance(I, N.end()), 2);
  auto P = std::make_unique<TypeParam>();
  swap(N, *P);
  N = std::move(*P);
  P.reset();
  EXPECT_EQ(std::distance(I, N.end()), 2);
}
TYPED_TEST(UniqueMaps, GcDropsWhatIsNotLive) {
  TypeParam M{{1, "a"}, {2, "b"}, {3, "c"}};
  EXPECT_EQ(maprace::gc(M, std::set<int>{2, 7}), 2u);
  EXPECT_EQ(M.size(), 1u);
  EXPECT_EQ(M.count(2), 1u);
}
TYPED_TEST(UniqueMaps, HasTheStandardsMemberTypes) {
  using M = TypeParam;
  static_assert(std::is_same_v<typename M::key_type, int>);
  static_assert(std::is_same_v<typename M::mapped_type, std::string>);
  static_assert(std::is_same_v<typename M::value_type, std::pair<const int, std::string>>);
  static_assert(std::is_convertible_v<typename M::iterator, typename M::const_iterator>);
  static_assert(!std::is_convertible_v<typename M::const_iterator, typename M::iterator>);
  static_assert(std::is_same_v<typename std::iterator_traits<typename M::iterator>::reference, typename M::reference>);
  static_assert(std::forward_iterator<typename M::iterator>);
  typename M::insert_return_type R{};
  EXPECT_FALSE(R.inserted);
  M Empty;
  EXPECT_TRUE(Empty.begin() == Empty.cend());
}

// --- all containers ------------------------------------------------------------------------------

template <class T> class Sets : public testing::Test {};
using SetTypes = testing::Types<Standard::unordered_set<int>, Standard::set<int>, Standard::unordered_multiset<int>,
                                Standard::multiset<int>, Checked::unordered_set<int>, Checked::set<int>,
                                Checked::unordered_multiset<int>, Checked::multiset<int>>;
TYPED_TEST_SUITE(Sets, SetTypes);

TYPED_TEST(Sets, BehaveAsSets) {
  TypeParam S{3, 1, 2};
  S.insert(4);
  S.emplace(5);
  S.insert(S.cend(), 6);
  EXPECT_EQ(S.size(), 6u);
  EXPECT_EQ(S.count(4), 1u);
  EXPECT_TRUE(S.contains(4));
  EXPECT_EQ(*S.find(3), 3);
  S.erase(S.find(3));
  S.erase(4);
  const auto Range = S.equal_range(1);
  EXPECT_EQ(std::distance(Range.first, Range.second), 1);
  using std::erase_if;
  EXPECT_EQ(erase_if(S, [](int I) { return I % 2 == 0; }), 2u);
  EXPECT_EQ(S, (TypeParam{1, 5}));
  S.clear();
  EXPECT_TRUE(S.empty());
}

template <class T> class MultiMaps : public testing::Test {};
using MultiMapTypes = testing::Types<Standard::unordered_multimap<std::string, int>, Standard::multimap<std::string, int>,
                                     Checked::unordered_multimap<std::string, int>, Checked::multimap<std::string, int>>;
TYPED_TEST_SUITE(MultiMaps, MultiMapTypes);

TYPED_TEST(MultiMaps, KeepEqualKeys) {
  TypeParam M{{"a", 1}, {"a", 2}};
  M.insert({"b", 3});
  M.emplace("a", 4);
  EXPECT_EQ(M.count("a"), 3u);
  const auto [First, Last] = M.equal_range("a");
  EXPECT_EQ(std::distance(First, Last), 3);
  M.insert(M.extract("b"));
  EXPECT_EQ(M.erase("a"), 3u);
  EXPECT_EQ(M.size(), 1u);
}

// --- what only some have ---------------------------------------------------------------------------

template <class T> class Families : public testing::Test {};
using FamilyTypes = testing::Types<Standard, Checked>;
TYPED_TEST_SUITE(Families, FamilyTypes);

TYPED_TEST(Families, LookUpByWhatComparesWithAKey) {
  typename TypeParam::template map<std::string, int, std::less<>> M{{"a", 1}};
  EXPECT_EQ(M.find(std::string_view("a"))->second, 1);
  EXPECT_TRUE(M.contains(std::string_view("a")));
  EXPECT_EQ(M.count(std::string_view("b")), 0u);
  EXPECT_TRUE(M.lower_bound(std::string_view("b")) == M.end());
  typename TypeParam::template unordered_map<std::string, int, Transparent, std::equal_to<>> N{{"a", 1}};
  EXPECT_EQ(N.find(std::string_view("a"))->second, 1);
  EXPECT_TRUE(std::as_const(N).contains(std::string_view("a")));
  EXPECT_EQ(N.count(std::string_view("b")), 0u);
}
TYPED_TEST(Families, WalkBackwardsAndCompare) {
  typename TypeParam::template map<int, int> M{{1, 1}, {2, 2}, {3, 3}}, N{{1, 1}, {2, 3}};
  std::vector<int> Keys;
  for (auto I = M.rbegin(); I != M.rend(); ++I)
    Keys.push_back(I->first);
  EXPECT_EQ(Keys, (std::vector<int>{3, 2, 1}));
  EXPECT_TRUE(M < N);
  EXPECT_TRUE((M <=> N) < 0);
  EXPECT_TRUE(N >= M);
  EXPECT_EQ((--M.end())->first, 3);
  EXPECT_EQ(M.upper_bound(2)->first, 3);
}
TYPED_TEST(Families, HaveBuckets) {
  typename TypeParam::template unordered_set<int> S{1, 2, 3};
  S.max_load_factor(0.5f);
  S.reserve(100);
  EXPECT_GE(S.bucket_count(), 200u);
  const auto B = S.bucket(2);
  EXPECT_EQ(S.bucket_size(B), static_cast<std::size_t>(std::distance(S.begin(B), S.end(B))));
  EXPECT_LE(S.load_factor(), S.max_load_factor());
  S.rehash(0);
  EXPECT_EQ(S.hash_function()(1), std::hash<int>()(1));
}
TYPED_TEST(Families, MergeUniqueAndMulti) {
  typename TypeParam::template map<int, int> M{{1, 1}};
  typename TypeParam::template multimap<int, int, std::greater<>> N{{1, 2}, {2, 3}, {2, 4}};
  M.merge(N);
  EXPECT_EQ(M.size(), 2u);
  EXPECT_EQ(N.size(), 2u);
  N.merge(std::move(M));
  EXPECT_EQ(N.size(), 4u);
  typename TypeParam::template unordered_set<int> S{1};
  typename TypeParam::template unordered_multiset<int> T{1, 2, 2};
  S.merge(T);
  EXPECT_EQ(S.size(), 2u);
  EXPECT_EQ(T.size(), 2u);
}
TYPED_TEST(Families, HoldTheirOwnKind) {
  struct Node {
    typename TypeParam::template map<int, Node> Children;
  };
  Node N;
  N.Children[1].Children[2];
  EXPECT_EQ(N.Children.at(1).Children.size(), 1u);
}
TYPED_TEST(Families, PassTheResourceOn) {
  std::pmr::monotonic_buffer_resource Memory;
  typename TypeParam::template pmr_map<int, std::pmr::string> M(&Memory);
  M.emplace(1, "text that is too long to be kept in the string itself");
  EXPECT_EQ(M.get_allocator().resource(), &Memory);
  EXPECT_EQ(M.at(1).get_allocator().resource(), &Memory);
}

// --- promises ---------------------------------------------------------------------------------------

template <class A, class B> constexpr bool SameExceptions =
    std::is_nothrow_default_constructible_v<A> == std::is_nothrow_default_constructible_v<B> &&
    std::is_nothrow_move_constructible_v<A> == std::is_nothrow_move_constructible_v<B> &&
    std::is_nothrow_move_assignable_v<A> == std::is_nothrow_move_assignable_v<B> &&
    std::is_nothrow_copy_constructible_v<A> == std::is_nothrow_copy_constructible_v<B> &&
    std::is_nothrow_swappable_v<A> == std::is_nothrow_swappable_v<B> &&
    std::is_nothrow_destructible_v<A> == std::is_nothrow_destructible_v<B> &&
    noexcept(std::declval<A &>().begin()) == noexcept(std::declval<B &>().begin()) &&
    noexcept(std::declval<A &>().size()) == noexcept(std::declval<B &>().size()) &&
    noexcept(std::declval<A &>().clear()) == noexcept(std::declval<B &>().clear()) &&
    std::is_nothrow_constructible_v<A, A &&, const typename A::allocator_type &> ==
        std::is_nothrow_constructible_v<B, B &&, const typename B::allocator_type &>;
struct ThrowingCopy {
  ThrowingCopy() noexcept(false) {}
  ThrowingCopy(const ThrowingCopy &) noexcept(false) {}
  ThrowingCopy &operator=(const ThrowingCopy &) noexcept(false) { return *this; }
  bool operator()(int A, int B) const { return A < B; }
  std::size_t operator()(int A) const { return static_cast<std::size_t>(A); }
};
static_assert(SameExceptions<std::unordered_map<int, int>, maprace::unordered_map<int, int>>);
static_assert(SameExceptions<std::unordered_multiset<int>, maprace::unordered_multiset<int>>);
static_assert(SameExceptions<std::map<int, int>, maprace::map<int, int>>);
static_assert(SameExceptions<std::multiset<int>, maprace::multiset<int>>);
static_assert(SameExceptions<std::map<int, int, ThrowingCopy>, maprace::map<int, int, ThrowingCopy>>);
static_assert(SameExceptions<std::unordered_set<int, ThrowingCopy>, maprace::unordered_set<int, ThrowingCopy>>);
static_assert(sizeof(maprace::unordered_map<int, int>) <= sizeof(std::unordered_map<int, int>) + 24,
              "24 bytes in the map, 8 beside its contents");
static_assert(sizeof(maprace::map<int, int>) <= sizeof(std::map<int, int>) + 24);

TEST(Deduction, FindsTheArguments) {
  const std::vector<std::pair<int, std::string>> Pairs{{1, "a"}};
  const maprace::unordered_map M(Pairs.begin(), Pairs.end());
  static_assert(std::is_same_v<decltype(M), const maprace::unordered_map<int, std::string>>);
  maprace::map N{std::pair{1, 2.0}, {3, 4.0}};
  static_assert(std::is_same_v<decltype(N), maprace::map<int, double>>);
  maprace::set S({3, 1}, std::greater<int>());
  static_assert(std::is_same_v<decltype(S), maprace::set<int, std::greater<int>>>);
  maprace::unordered_set T{1, 2};
  static_assert(std::is_same_v<decltype(T), maprace::unordered_set<int>>);
  maprace::map Copy(N);
  maprace::map CopyWith(N, N.get_allocator());
  static_assert(std::is_same_v<decltype(Copy), decltype(CopyWith)>);
  EXPECT_EQ(Copy, CopyWith);
}

TEST(Lifecycle, MadeMapsAreThere) {
  const auto M = maprace::make<maprace::unordered_map<int, int>>();
  (*M)[1] = 2;
  auto Other = M;
  EXPECT_EQ(Other->at(1), 2);
  static_assert(!std::is_default_constructible_v<maprace::owned<std::map<int, int>>>);
}

} // namespace
