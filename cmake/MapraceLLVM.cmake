# Finds LLVM and Clang (22 by default, 19 with -DLLVM_DIR=/usr/lib/llvm-19/lib/cmake/llvm)
# and wraps them in three targets, so that only this file knows how they are linked:
#   maprace-llvm-headers  include path and definitions; links nothing
#   maprace-llvm          LLVM Support
#   maprace-clang         the front end, and LLVM
# Our own static libraries use maprace-llvm-headers only. Executables add one of the
# others; the clang-tidy plugin adds none, as its host brings LLVM along.

option(MAPRACE_LINK_STATIC_LLVM "link LLVM's archives instead of libLLVM and libclang-cpp" OFF)

set(MAPRACE_LLVM_VERSIONS 22 21 20 19)
if(NOT LLVM_DIR)
  # A plain search would take any LLVM, such as Debian's default 14.
  foreach(_version IN LISTS MAPRACE_LLVM_VERSIONS)
    find_package(LLVM CONFIG QUIET NO_DEFAULT_PATH PATHS /usr/lib/llvm-${_version} /usr/local/llvm-${_version})
    if(LLVM_FOUND)
      break()
    endif()
  endforeach()
endif()
if(NOT LLVM_FOUND)
  find_package(LLVM CONFIG REQUIRED)
endif()
if(NOT LLVM_VERSION_MAJOR IN_LIST MAPRACE_LLVM_VERSIONS)
  message(FATAL_ERROR "maprace: LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_DIR} is not supported; "
                      "set LLVM_DIR to one of ${MAPRACE_LLVM_VERSIONS}")
endif()
find_package(Clang CONFIG REQUIRED HINTS "${LLVM_DIR}/../clang")
message(STATUS "maprace: LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_DIR}")
message(STATUS "maprace: Clang in ${Clang_DIR}")

# The builtin headers (stddef.h and so on) that belong to this Clang.
set(MAPRACE_RESOURCE_DIR "")
foreach(_candidate
        "${LLVM_LIBRARY_DIR}/clang/${LLVM_VERSION_MAJOR}"
        "${LLVM_LIBRARY_DIR}/clang/${LLVM_VERSION_MAJOR}.${LLVM_VERSION_MINOR}.${LLVM_VERSION_PATCH}"
        "/usr/lib/clang/${LLVM_VERSION_MAJOR}")
  if(EXISTS "${_candidate}/include/stddef.h")
    set(MAPRACE_RESOURCE_DIR "${_candidate}")
    break()
  endif()
endforeach()
if(NOT MAPRACE_RESOURCE_DIR)
  message(WARNING "maprace: no builtin headers of Clang ${LLVM_VERSION_MAJOR} found; install libclang-common-${LLVM_VERSION_MAJOR}-dev")
endif()
message(STATUS "maprace: Clang's builtin headers in ${MAPRACE_RESOURCE_DIR}")

# Debian puts headers of libc++abi beside those of LLVM, where they would hide the ones of
# the compiler in use: only the folders meant for us are seen.
set(_llvm_include "${PROJECT_BINARY_DIR}/llvm-include")
file(MAKE_DIRECTORY "${_llvm_include}")
foreach(_dir IN LISTS LLVM_INCLUDE_DIRS CLANG_INCLUDE_DIRS)
  foreach(_part llvm llvm-c clang clang-c clang-tidy)
    if(EXISTS "${_dir}/${_part}" AND NOT EXISTS "${_llvm_include}/${_part}")
      file(CREATE_LINK "${_dir}/${_part}" "${_llvm_include}/${_part}" SYMBOLIC)
    endif()
  endforeach()
endforeach()
add_library(maprace-llvm-headers INTERFACE)
target_include_directories(maprace-llvm-headers SYSTEM INTERFACE "${_llvm_include}")
separate_arguments(_llvm_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_options(maprace-llvm-headers INTERFACE ${_llvm_definitions})
# Deriving from Clang's classes needs typeinfo exactly when LLVM was built with it.
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(maprace-llvm-headers INTERFACE -fno-rtti)
endif()

add_library(maprace-llvm INTERFACE)
add_library(maprace-clang INTERFACE)
target_link_libraries(maprace-llvm INTERFACE maprace-llvm-headers)
target_link_libraries(maprace-clang INTERFACE maprace-llvm-headers)

if(MAPRACE_LINK_STATIC_LLVM OR NOT TARGET clang-cpp OR NOT TARGET LLVM)
  set(MAPRACE_LLVM_LINKAGE "static")
  # Debian's exported archives of Clang name the shared libLLVM as their dependency,
  # so the archives are gathered by hand and given to the linker as one group.
  set(_todo clangTooling clangFrontend clangDriver clangSerialization clangIndex clangAnalysis clangSema clangParse)
  set(_clang_libs "")
  while(_todo)
    list(POP_FRONT _todo _lib)
    if(_lib IN_LIST _clang_libs OR NOT TARGET ${_lib})
      continue()
    endif()
    list(APPEND _clang_libs ${_lib})
    get_target_property(_deps ${_lib} INTERFACE_LINK_LIBRARIES)
    foreach(_dep IN LISTS _deps)
      if(_dep MATCHES "^clang" AND NOT _dep STREQUAL "clang-cpp")
        list(APPEND _todo ${_dep})
      endif()
    endforeach()
  endwhile()
  set(_clang_files "")
  foreach(_lib IN LISTS _clang_libs)
    list(APPEND _clang_files "$<TARGET_FILE:${_lib}>")
  endforeach()
  llvm_map_components_to_libnames(_llvm_libs
      support option targetparser bitreader bitstreamreader mc mcparser profiledata
      frontendopenmp frontendoffloading windowsdriver)
  foreach(_optional LLVMPlugins LLVMFrontendHLSL LLVMFrontendDriver LLVMFrontendAtomic LLVMFrontendDirective)
    if(TARGET ${_optional})
      list(APPEND _llvm_libs ${_optional})
    endif()
  endforeach()
  target_link_libraries(maprace-clang INTERFACE -Wl,--start-group ${_clang_files} -Wl,--end-group ${_llvm_libs})
  target_link_libraries(maprace-llvm INTERFACE LLVMSupport)
  # Drops what no one calls: a quarter of the size, and with it the need for libz3,
  # which LLVM's archives name and each start would load for nothing.
  target_link_options(maprace-clang INTERFACE -Wl,--gc-sections -Wl,--as-needed)
else()
  set(MAPRACE_LLVM_LINKAGE "shared")
  target_link_libraries(maprace-clang INTERFACE clang-cpp LLVM)
  target_link_libraries(maprace-llvm INTERFACE LLVM)
endif()
message(STATUS "maprace: LLVM is linked ${MAPRACE_LLVM_LINKAGE}")
