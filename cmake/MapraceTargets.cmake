# What all targets of this project share.

# Our own code: warnings, include paths. LLVM's headers come in as SYSTEM.
function(maprace_configure_target target)
  target_include_directories(${target} PUBLIC
      "${PROJECT_SOURCE_DIR}" "${PROJECT_SOURCE_DIR}/include" "${PROJECT_BINARY_DIR}")
  target_compile_options(${target} PRIVATE -Wall -Wextra)
  if(MAPRACE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Wrong alarms of GCC 12 inside inlined LLVM and libstdc++ code; and llvm::Expected
    # is returned with a move on purpose, as older compilers need it.
    target_compile_options(${target} PRIVATE -Wno-dangling-pointer -Wno-maybe-uninitialized -Wno-restrict -Wno-redundant-move)
  else()
    # libstdc++ 12 itself uses what it declares deprecated (std::get_temporary_buffer in
    # std::stable_sort), and Clang blames whoever instantiates it.
    target_compile_options(${target} PRIVATE -Wno-deprecated-declarations)
  endif()
  # Designated initialisers leave out what keeps its default on purpose.
  target_compile_options(${target} PRIVATE -Wno-missing-field-initializers)
  if(MAPRACE_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=${MAPRACE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC -fsanitize=${MAPRACE_SANITIZE})
  endif()
  if(MAPRACE_COVERAGE)
    target_compile_options(${target} PUBLIC -fprofile-instr-generate -fcoverage-mapping)
    target_link_options(${target} PUBLIC -fprofile-instr-generate)
  endif()
endfunction()

# For position-independent libraries that include Clang's headers: they share one
# precompiled header, which halves their compile time. Their flags must stay the
# same as maprace-extract's; use source properties for further definitions.
function(maprace_use_clang_headers target)
  target_link_libraries(${target} PUBLIC maprace-llvm-headers)
  if(MAPRACE_PCH)
    target_precompile_headers(${target} REUSE_FROM maprace-extract)
  endif()
endfunction()
