"""Reads a profile that clang-tidy stored and checks that one of our checks bore the cost."""
import glob
import json
import sys

(path,) = glob.glob(sys.argv[1] + "/*.json")
with open(path, encoding="utf-8") as file:
    profile = json.load(file)["profile"]
times = sorted((value for key, value in profile.items() if "maprace-" in key and key.endswith(".wall")), reverse=True)
if len(times) < 2:
    sys.exit("fewer than two checks in %s" % profile)
if sum(times[1:]) > times[0] / 2:
    sys.exit("the checks do not share their work: %s" % times)
