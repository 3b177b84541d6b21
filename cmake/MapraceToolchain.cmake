# Chooses the compiler, linker and compiler cache from what is installed. Nothing
# here is required: with none of it, CMake's own default (GCC 12 on Debian 12) builds.
# Included before project(), because project() fixes the compiler.

# An explicit choice (-DCMAKE_CXX_COMPILER, a toolchain file, CXX) always wins.
if(NOT DEFINED CMAKE_CXX_COMPILER AND NOT DEFINED CMAKE_TOOLCHAIN_FILE AND NOT DEFINED ENV{CXX})
  find_program(MAPRACE_CLANGXX NAMES clang++-22 clang++-21 clang++-20 clang++-19)
  mark_as_advanced(MAPRACE_CLANGXX)
  if(MAPRACE_CLANGXX)
    set(CMAKE_CXX_COMPILER "${MAPRACE_CLANGXX}")
  endif()
endif()

if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(MAPRACE_CCACHE NAMES ccache)
  mark_as_advanced(MAPRACE_CCACHE)
  if(MAPRACE_CCACHE)
    # Without this sloppiness ccache refuses every unit that uses a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${MAPRACE_CCACHE}"
        CACHE STRING "command in front of every compilation")
  endif()
endif()

# Called after project(): these need to know the compiler.
macro(maprace_toolchain_after_project)
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    # The header's time stamp would make each rebuilt precompiled header a cache miss.
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
    string(REGEX MATCH "^[0-9]+" _maprace_clang_major "${CMAKE_CXX_COMPILER_VERSION}")
    find_program(MAPRACE_LLD NAMES ld.lld-${_maprace_clang_major} ld.lld)
    mark_as_advanced(MAPRACE_LLD)
    if(MAPRACE_LLD)
      add_link_options("--ld-path=${MAPRACE_LLD}")
    endif()
  else()
    find_program(MAPRACE_LLD_FOR_GCC NAMES ld.lld) # the only name GCC looks for
    mark_as_advanced(MAPRACE_LLD_FOR_GCC)
    if(MAPRACE_LLD_FOR_GCC)
      add_link_options(-fuse-ld=lld)
    endif()
  endif()
  message(STATUS "maprace: compiler ${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} (${CMAKE_CXX_COMPILER})")
  message(STATUS "maprace: linker ${MAPRACE_LLD}${MAPRACE_LLD_FOR_GCC}, launcher ${CMAKE_CXX_COMPILER_LAUNCHER}")
endmacro()
