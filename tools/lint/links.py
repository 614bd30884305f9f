#!/usr/bin/env python3
"""lint.links: links of our pages, and pages that sources name, lead to files that are there.

usage: links.py --root DIR
"""

import argparse
import pathlib
import posixpath
import re
import sys

from common import CODE_FOLDERS, Finding, project_files, read_text, report

LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)")
PAGE = re.compile(r"(?<![\w/.-])(docs/[\w./-]+\.md)\b")
TEXTS = (".md", ".cpp", ".h", ".py", ".txt", ".cmake")
OUTSIDE = re.compile(r"^[a-z]+:")  # https:, mailto:


def targets(path, line):
    """Paths from the root that this line points at."""
    found = list(PAGE.findall(line))
    if path.endswith(".md"):
        folder = posixpath.dirname(path)
        found += [posixpath.normpath(posixpath.join(folder, link)) for link in LINK.findall(line)
                  if not OUTSIDE.match(link)]
    return dict.fromkeys(found)


def check_tree(root):
    findings, checked = [], 0
    for path in project_files(root):
        is_ours = path.startswith(CODE_FOLDERS + ("docs",)) or "/" not in path
        if not path.endswith(TEXTS) or not is_ours or path.startswith("tests/data/"):
            continue
        checked += 1
        for number, line in enumerate(read_text(root / path).splitlines(), start=1):
            findings += [Finding(path, number, f"{target} is not there")
                         for target in targets(path, line) if not (root / target).exists()]
    return findings, checked


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    return report("lint.links", *check_tree(parser.parse_args().root))


if __name__ == "__main__":
    sys.exit(main())
