#!/usr/bin/env python3
"""lint.tidy: clang-tidy-14 with the rules of .clang-tidy (function size, nesting, plain mistakes).

usage: tidy.py --root DIR --build DIR [FOLDER]...     default: core
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

from common import CheckedFiles, CompileDatabase, Finding, in_parallel, read_text, report, tool_missing

TOOL = "clang-tidy-14"
COMPLAINT = re.compile(r"^(?P<path>[^:\s]+):(?P<line>\d+):\d+: (?:warning|error): (?P<text>.*)$")


def complaints(root, build, path):
    """clang's own warnings stay off: the build has g++'s, as errors."""
    run = subprocess.run([TOOL, "-p", str(build), "--quiet", "--extra-arg=-w", path], cwd=root,
                         capture_output=True, text=True, check=False)
    found = set()
    for line in run.stdout.splitlines():
        match = COMPLAINT.match(line)
        if match:
            place = os.path.relpath(os.path.realpath(os.path.join(root, match["path"])), root)
            found.add(Finding(place, int(match["line"]), match["text"]))
    if run.returncode != 0 and not found:
        words = (run.stderr.splitlines() or ["no message"])[0]
        found.add(Finding(os.path.relpath(path, root), 0, f"{TOOL} failed: {words}"))
    return found


def check_tree(root, build, folders):
    wanted = tuple(str(root / folder) + os.sep for folder in folders)
    sources = [path for path in CompileDatabase(build).files()
               if path.startswith(wanted) and path.endswith(".cpp") and os.path.exists(path)]
    rules = read_text(root / ".clang-tidy")
    checked = CheckedFiles(build / "lint" / "tidy.json", root)

    def check(path):
        key = checked.key(os.path.relpath(path, root), [TOOL, rules])
        if checked.is_clean(key):
            return set()
        found = complaints(root, build, path)
        if not found:
            checked.add_clean(key)
        return found

    findings = set().union(*in_parallel(check, sources))
    checked.save()
    return findings, len(sources)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("folders", nargs="*", default=["core"])
    options = parser.parse_args()
    if shutil.which(TOOL) is None:
        return tool_missing("lint.tidy", TOOL)
    return report("lint.tidy", *check_tree(options.root.resolve(), options.build.resolve(),
                                           options.folders or ["core"]))


if __name__ == "__main__":
    sys.exit(main())
