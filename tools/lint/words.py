#!/usr/bin/env python3
"""lint.words: nothing in the tree speaks of unfinished work or of the place where it was written.

usage: words.py --root DIR
"""

import argparse
import pathlib
import re
import sys

from common import Finding, project_files, read_text, report

# The brackets keep this file from finding itself.
RULES = [
    (re.compile(r"\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b"), "a mark of unfinished work: do it, or write an issue"),
    (re.compile(r"(?<![\w.$}])/(wor[k]|far[m])(/|\b)"), "a path of one particular machine"),
    (re.compile(r"/tm[p]/(build|bash|brief)"), "a path of one particular machine"),
    (re.compile(r"\b(this|the|a|my|each) [s]ession\b(?! state| screen| timer| machine)", re.I),
     "speaks of how it was written; for a holder at the kiosk say 'visit'"),
    (re.compile(r"\b(hel[p]er [A-Z]\b|sub-?agen[t]|coordinato[r])"), "speaks of who wrote it"),
    (re.compile(r"\b(language mode[l]|AI assistan[t]|Claud[e]|ChatGP[T])\b", re.I), "speaks of who wrote it"),
]
TEXT_BYTES_MAX = 2_000_000
# The tests' material: other people's documents, and the lints' own bad examples.
NOT_OURS = ("tests/data/lint/", "LICENSE")


def is_text(path):
    with path.open("rb") as stream:
        return path.stat().st_size <= TEXT_BYTES_MAX and b"\0" not in stream.read(8192)


def check_tree(root):
    findings, checked = [], 0
    for path in project_files(root):
        if path.startswith(NOT_OURS) or not is_text(root / path):
            continue
        checked += 1
        for number, line in enumerate(read_text(root / path).splitlines(), start=1):
            findings += [Finding(path, number, f"'{match.group(0).strip()}': {reason}")
                         for pattern, reason in RULES for match in pattern.finditer(line)]
    return findings, checked


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    return report("lint.words", *check_tree(parser.parse_args().root))


if __name__ == "__main__":
    sys.exit(main())
