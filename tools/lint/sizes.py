#!/usr/bin/env python3
"""lint.sizes: a source has at most 500 lines, a header 200. Pure tables are exempt, by name and reason.

usage: sizes.py --root DIR        exemptions: tools/lint/sizes_exempt.txt, lines "PATH  REASON"
"""

import argparse
import pathlib
import sys

from common import Finding, cpp_files, read_text, report

LINES_MAX = {".cpp": 500, ".h": 200}
EXEMPTIONS = "tools/lint/sizes_exempt.txt"


def load_exemptions(root):
    """{path: line number}, and findings for lines without a reason."""
    exempt, findings = {}, []
    path = root / EXEMPTIONS
    lines = read_text(path).splitlines() if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        exempt[words[0]] = number
        if len(words) < 3:
            findings.append(Finding(EXEMPTIONS, number, f"{words[0]} is exempt without a reason"))
    return exempt, findings


def check_tree(root):
    exempt, findings = load_exemptions(root)
    files = cpp_files(root)
    for path in files:
        lines = len(read_text(root / path).splitlines())
        most = LINES_MAX[pathlib.PurePath(path).suffix]
        is_exempt = exempt.pop(path, None) is not None
        if lines > most and not is_exempt:
            findings.append(Finding(path, 0, f"{lines} lines, at most {most}: split it"))
        if lines <= most and is_exempt:
            findings.append(Finding(path, 0, f"{lines} lines need no exemption: remove it"))
    for path, number in exempt.items():
        findings.append(Finding(EXEMPTIONS, number, f"{path} is not there"))
    return findings, len(files)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    return report("lint.sizes", *check_tree(parser.parse_args().root))


if __name__ == "__main__":
    sys.exit(main())
