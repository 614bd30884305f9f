#!/usr/bin/env python3
"""lint.format: clang-format-14, the pinned version, would change nothing.

usage: format.py --root DIR [--fix]
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys

from common import Finding, cpp_files, in_parallel, report, tool_missing

TOOL = "clang-format-14"
FILES_A_CALL = 20
COMPLAINT = re.compile(r"^(?P<path>[^:]+):(?P<line>\d+):\d+: error: ")


def check_tree(root, files=None):
    files = cpp_files(root) if files is None else files
    batches = [files[at:at + FILES_A_CALL] for at in range(0, len(files), FILES_A_CALL)]

    def check(batch):
        run = subprocess.run([TOOL, "--dry-run", "-Werror", *batch], cwd=root, capture_output=True,
                             text=True, check=False)
        first_lines = {}
        for line in run.stderr.splitlines():
            match = COMPLAINT.match(line)
            if match:
                first_lines.setdefault(match["path"], int(match["line"]))
        if run.returncode != 0 and not first_lines:
            first_lines[batch[0]] = 0
        return [Finding(path, line, f"not formatted; run {TOOL} -i {path}")
                for path, line in first_lines.items()]

    return [finding for found in in_parallel(check, batches) for finding in found], len(files)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--fix", action="store_true")
    options = parser.parse_args()
    if shutil.which(TOOL) is None:
        return tool_missing("lint.format", TOOL)
    if options.fix:
        return subprocess.run([TOOL, "-i", *cpp_files(options.root)], cwd=options.root,
                              check=False).returncode
    return report("lint.format", *check_tree(options.root))


if __name__ == "__main__":
    sys.exit(main())
