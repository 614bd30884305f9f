#!/usr/bin/env python3
"""lint.sources: every .cpp file belongs to a target of the build, so that no test is forgotten.

usage: sources.py --root DIR --build DIR       (a build with tests and benchmarks: preset release)
"""

import argparse
import os
import pathlib
import sys

from common import CompileDatabase, Finding, cpp_files, report


def check_tree(root, build):
    built = set(CompileDatabase(build).files())
    sources = [path for path in cpp_files(root, (".cpp",)) if not path.startswith("tests/data/")]
    findings = [Finding(path, 0, "is in no target: list it in its CMakeLists.txt")
                for path in sources if os.path.realpath(root / path) not in built]
    return findings, len(sources)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    options = parser.parse_args()
    return report("lint.sources", *check_tree(options.root.resolve(), options.build.resolve()))


if __name__ == "__main__":
    sys.exit(main())
