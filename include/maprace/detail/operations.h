// The operations of the containers, once: what each of them is to another thread, and whether
// the standard allows it to throw.
#ifndef MAPRACE_DETAIL_OPERATIONS_H
#define MAPRACE_DETAIL_OPERATIONS_H

#include <cstdint>

// [container.requirements.dataraces]: find, begin, at and their kind are reads, also on a map
// that is not const. operator[] is a write, also for a key that is there.
//      name            printed as      effect   may throw
#define MAPRACE_OPERATIONS(X)                                                                                          \
  X(begin, "begin", read, false)                                                                                       \
  X(end, "end", read, false)                                                                                           \
  X(empty, "empty", read, false)                                                                                       \
  X(size, "size", read, false)                                                                                         \
  X(find, "find", read, true)                                                                                          \
  X(count, "count", read, true)                                                                                        \
  X(contains, "contains", read, true)                                                                                  \
  X(equal_range, "equal_range", read, true)                                                                            \
  X(lower_bound, "lower_bound", read, true)                                                                            \
  X(upper_bound, "upper_bound", read, true)                                                                            \
  X(at, "at", read, true)                                                                                              \
  X(bucket, "bucket", read, true)                                                                                      \
  X(bucket_count, "bucket_count", read, false)                                                                         \
  X(bucket_size, "bucket_size", read, false)                                                                           \
  X(load_factor, "load_factor", read, false)                                                                           \
  X(compare, "operator==", read, true)                                                                                 \
  X(copy_from, "copy from", read, true)                                                                                \
  X(step, "iteration", read, true)                                                                                     \
  X(subscript, "operator[]", write, true)                                                                              \
  X(insert, "insert", write, true)                                                                                     \
  X(emplace, "emplace", write, true)                                                                                   \
  X(emplace_hint, "emplace_hint", write, true)                                                                         \
  X(try_emplace, "try_emplace", write, true)                                                                           \
  X(insert_or_assign, "insert_or_assign", write, true)                                                                 \
  X(erase, "erase", write, true)                                                                                       \
  X(extract, "extract", write, true)                                                                                   \
  X(merge, "merge", write, true)                                                                                       \
  X(clear, "clear", write, false)                                                                                      \
  X(swap, "swap", write, false)                                                                                        \
  X(assign, "operator=", write, true)                                                                                  \
  X(move_assign, "move assignment", write, false)                                                                      \
  X(move_from, "move from", write, false)                                                                              \
  X(rehash, "rehash", write, true)                                                                                     \
  X(reserve, "reserve", write, true)                                                                                   \
  X(max_load_factor, "max_load_factor", write, true)                                                                   \
  X(destroy, "destruction", write, false)

namespace maprace {
namespace detail {

enum class operation : std::uint8_t {
#define MAPRACE_OPERATION_NAME(name, text, effect, throws) name,
  MAPRACE_OPERATIONS(MAPRACE_OPERATION_NAME)
#undef MAPRACE_OPERATION_NAME
};

} // namespace detail
} // namespace maprace

#endif
