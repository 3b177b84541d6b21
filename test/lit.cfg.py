# -*- Python -*-
"""The FileCheck tests: facts, rules, programs of several units, faces."""
import os

import lit.formats

config.name = "maprace"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".c", ".test"]
config.excludes = ["Inputs", "unit", "CMakeLists.txt", "corpus", "mocks"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.maprace_build, "test")

bin_dir = os.path.join(config.maprace_build, "bin")
lib_dir = os.path.join(config.maprace_build, "lib")

# FileCheck, not, split-file and the stock clang tools of the LLVM built against.
config.environment["PATH"] = os.pathsep.join([bin_dir, config.llvm_tools, config.test_tools, os.environ.get("PATH", "")])
# A user's own settings must not change what the tests see.
for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
    config.environment[name] = config.test_exec_root
for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LLVM_PROFILE_FILE"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

plugin = os.path.join(lib_dir, "libmaprace-tidy.so")
maprace = os.path.join(bin_dir, "maprace")
clangd = os.path.join(bin_dir, "maprace-clangd")

# Longer names first: lit replaces by text.
config.substitutions += [
    ("%maprace-source", config.maprace_source),
    ("%maprace", maprace),
    ("%clang_tidy", "%s --load=%s" % (config.clang_tidy, plugin)),
    ("%tidy_plugin", plugin),
    ("%clangd", clangd),
    ("%clangxx", config.clangxx),
    ("%python", config.python),
    ("%root", config.maprace_source),
    ("%build_dir", config.maprace_build),
]

# REQUIRES: lines.
# A stock clang-tidy cannot load a sanitized plugin.
if config.clang_tidy and os.path.exists(plugin) and not config.sanitize:
    config.available_features.add("clang-tidy-plugin")
if os.path.exists(clangd):
    config.available_features.add("maprace-clangd")
config.available_features.add("llvm-%d" % config.llvm_major)
if os.path.exists(os.path.join(config.llvm_tools, "../include/c++/v1/mutex")):
    config.available_features.add("libcxx")
if not config.sanitize:
    config.available_features.add("companion-install")
for feature, header in (("tbb", "tbb/concurrent_hash_map.h"), ("libcuckoo", "libcuckoo/cuckoohash_map.hh")):
    if os.path.exists(os.path.join("/usr/include", header)):
        config.available_features.add(feature)
if config.sanitize:
    config.available_features.add("sanitizer")


def missing_for_probes():
    """Why `maprace audit` cannot be tested here; nothing if it can."""
    import shutil
    import subprocess

    if not shutil.which("bpftrace"):
        return "bpftrace is not installed"
    if os.geteuid() != 0:
        return "not root, and bpftrace needs that"
    found = subprocess.run([config.clangxx, "-fsyntax-only", "-x", "c++", "-include", "sys/sdt.h", "/dev/null"], capture_output=True)
    if found.returncode != 0:
        return "no <sys/sdt.h> (package systemtap-sdt-dev)"
    try:
        tried = subprocess.run(["bpftrace", "-e", "BEGIN { exit(); }"], capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "bpftrace does not come to an end"
    if tried.returncode != 0:
        return "the kernel does not let bpftrace run"
    return None


reason = missing_for_probes()
if reason:
    lit_config.note("test of maprace audit left out: " + reason)
elif not config.sanitize:
    config.available_features.add("bpftrace")
