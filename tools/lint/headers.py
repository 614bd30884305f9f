#!/usr/bin/env python3
"""lint.headers: every header compiles alone, and twice in a row, with the flags of its folder.

usage: headers.py --root DIR --build DIR [--jobs N]
"""

import argparse
import pathlib
import subprocess
import sys

from common import CheckedFiles, CompileDatabase, Finding, cpp_files, in_parallel, report


def compile_alone(root, command, name):
    """The compiler's first complaint about a file that includes nothing but this header, or None."""
    unit = f'#include "{name}"\n#include "{name}"\n'
    run = subprocess.run([*command, f"-I{root}", "-O0", "-fsyntax-only", "-x", "c++", "-"], cwd=root,
                         input=unit, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return None
    lines = [line for line in run.stderr.splitlines() if "error:" in line]
    return (lines or run.stderr.splitlines() or ["the compiler failed"])[0]


def check_tree(root, build):
    database = CompileDatabase(build)
    checked = CheckedFiles(build / "lint" / "headers.json", root)
    headers = cpp_files(root, (".h",))

    def check(name):
        command = database.command_for(root / name)
        key = checked.key(name, command)
        if checked.is_clean(key):
            return None
        complaint = compile_alone(root, command, name)
        if complaint is None:
            checked.add_clean(key)
            return None
        return Finding(name, 0, complaint)

    findings = [finding for finding in in_parallel(check, headers) if finding]
    checked.save()
    return findings, len(headers)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    options = parser.parse_args()
    return report("lint.headers", *check_tree(options.root.resolve(), options.build.resolve()))


if __name__ == "__main__":
    sys.exit(main())
