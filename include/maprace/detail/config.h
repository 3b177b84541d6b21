// What every header of the companion containers needs first: the compile-time mode, the
// namespace the wrapped containers live in, and the check that a program has one mode.
#ifndef MAPRACE_DETAIL_CONFIG_H
#define MAPRACE_DETAIL_CONFIG_H

#if __cplusplus < 201703L
#error "maprace: the companion containers need C++17 or later"
#endif

// MAPRACE_OFF turns the checks off at compile time: maprace::map is then std::map itself.

// MAPRACE_INTERPOSE, of `maprace flags --cxx`, puts the checked containers under the names
// std::...; include/maprace/interpose has the headers that do.
#if defined(MAPRACE_OFF) && defined(MAPRACE_INTERPOSE)
#error "maprace: MAPRACE_OFF with the flags of `maprace flags --cxx`, which need the checks"
#endif

// Where the containers that do the work live.
#ifdef MAPRACE_INTERPOSE
#define MAPRACE_STD ::std::maprace_plain
#else
#define MAPRACE_STD ::std
#endif

// What headers and runtime have agreed upon: the layout of what lies in the maps and of what they
// share, and what the functions between them take. To be raised by one with each change of it
// (cell.h knows when). It is part of the names of those functions, so that an object compiled with
// other headers does not link with this runtime, and a program does not start with another one.
#define MAPRACE_ABI 2
#define MAPRACE_TEXT_OF(x) #x
#define MAPRACE_TEXT(x) MAPRACE_TEXT_OF(x)
#define MAPRACE_VERSIONED(name) __asm__(#name "_abi" MAPRACE_TEXT(MAPRACE_ABI))

// Always inlined, also without optimisation: the program counter inside an operation is then
// in the caller's code, which makes it the operation's site.
#define MAPRACE_INLINE __attribute__((always_inline)) inline
// The same for a lambda: the real operation is called from where the program called ours.
#define MAPRACE_BODY __attribute__((always_inline))
#define MAPRACE_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
// For what is so short that a jump to and fro would be most of it: both ways stay in line.
#define MAPRACE_EITHER(condition) __builtin_expect_with_probability(!!(condition), 1, 0.5)

// Objects of different modes must not meet in one program: a class with a map in it would
// have two layouts under one name. Each object file defines `maprace_mode` in a section group
// named after its mode. The linker keeps one copy of each group, so a second mode is a
// duplicate symbol, also where no map is part of any mangled name.
#if defined(__ELF__) && !defined(MAPRACE_NO_MODE_SYMBOL)
#define MAPRACE_MODE_SYMBOL(mode)                                                                                      \
  __asm__(".ifndef maprace_mode_is_" mode "_here\n"                                                                    \
          ".set maprace_mode_is_" mode "_here, 1\n"                                                                    \
          ".pushsection .rodata.maprace_mode,\"aG\",%progbits,maprace_mode_is_" mode ",comdat\n"                       \
          ".globl maprace_mode\n"                                                                                      \
          ".type maprace_mode,%object\n"                                                                               \
          "maprace_mode:\n"                                                                                            \
          ".asciz \"" mode "\"\n"                                                                                      \
          ".size maprace_mode, . - maprace_mode\n"                                                                     \
          ".popsection\n"                                                                                              \
          ".endif\n");
#else
#define MAPRACE_MODE_SYMBOL(mode)
#endif

#ifdef MAPRACE_OFF
MAPRACE_MODE_SYMBOL("off")
#elif defined(MAPRACE_INTERPOSE)
MAPRACE_MODE_SYMBOL("interposed")
#else
MAPRACE_MODE_SYMBOL("checked")
#endif
#undef MAPRACE_MODE_SYMBOL

#endif
