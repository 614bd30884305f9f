#!/usr/bin/env python3
"""lint.shell: shellcheck has nothing to say about our bash scripts, and they have their run bit.

usage: shell.py --root DIR
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

from common import Finding, project_files, report, tool_missing

TOOL = "shellcheck"
COMPLAINT = re.compile(r"^(?P<path>[^:]+):(?P<line>\d+):\d+: (?P<text>.*)$")


def scripts(root):
    """Files with a bash first line (to run) or a shellcheck directive (to source)."""
    found = []
    for name in project_files(root):
        with (root / name).open("rb") as stream:
            first = stream.readline(200)
        if re.match(rb"#!.*\b(bash|sh)\b|# shellcheck shell=", first):
            found.append((name, first.startswith(b"#!")))
    return found


def check_tree(root):
    found = scripts(root)
    findings = [Finding(name, 0, "no run bit: chmod +x") for name, runs in found
                if runs and not os.access(root / name, os.X_OK)]
    if found:
        run = subprocess.run([TOOL, "--external-sources", "--format=gcc", *(name for name, _ in found)],
                             cwd=root, capture_output=True, text=True, check=False)
        for line in run.stdout.splitlines():
            match = COMPLAINT.match(line)
            if match:
                findings.append(Finding(match["path"], int(match["line"]), match["text"]))
    return findings, len(found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    options = parser.parse_args()
    if shutil.which(TOOL) is None:
        return tool_missing("lint.shell", TOOL)
    return report("lint.shell", *check_tree(options.root))


if __name__ == "__main__":
    sys.exit(main())
