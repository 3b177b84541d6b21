# -*- Python -*-
"""The GoogleTest programs, one lit test per TEST()."""
import os

import lit.formats

config.name = "maprace-unit"
config.suffixes = []
config.test_source_root = os.path.join(config.maprace_build, "test", "unit")
config.test_exec_root = config.test_source_root
config.test_format = lit.formats.GoogleTest(".", "UnitTests")
