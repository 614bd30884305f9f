#!/usr/bin/env python3
"""lint.codes: docs/findings.md has one row for each finding, proof fault and error code, and no other.

usage: codes.py --root DIR
"""

import argparse
import pathlib
import re
import sys

from common import Finding, read_text, report

PAGE = "docs/findings.md"
ROW = re.compile(r"^\| `([a-z0-9_]+)` \|")
# Heading of the page -> header, enumeration, names that are no codes.
SECTIONS = {
    "Findings": ("core/verify/findings.h", "FindingCode", ()),
    "Proof faults": ("core/proof/proof.h", "ProofFault", ("none",)),
    "Errors": ("core/base/error.h", "Errc", ()),
}


def snake_case(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def codes_of(text, enumeration):
    body = re.search(rf"enum class {enumeration}\b[^{{]*{{(.*?)}};", text, re.S)
    if body is None:
        return None
    plain = re.sub(r"//[^\n]*", "", body.group(1))
    return [snake_case(name) for name in re.findall(r"\b([A-Z]\w*)\b(?=\s*(?:,|=|$))", plain)]


def rows_of(page):
    """{heading: {code: line number}}"""
    rows, heading = {}, None
    for number, line in enumerate(page.splitlines(), start=1):
        if line.startswith("## "):
            heading = line[3:].strip()
        match = ROW.match(line)
        if match and heading in SECTIONS:
            rows.setdefault(heading, {})[match.group(1)] = number
    return rows


def check_tree(root):
    rows, findings, checked = rows_of(read_text(root / PAGE)), [], 0
    for heading, (header, enumeration, not_codes) in SECTIONS.items():
        if not (root / header).is_file():
            findings.append(Finding(header, 0, "is not there; tools/lint/codes.py names it"))
            continue
        checked += 1
        codes = codes_of(read_text(root / header), enumeration)
        if not codes:
            findings.append(Finding(header, 0, f"has no enumeration {enumeration}"))
            continue
        listed = rows.get(heading, {})
        findings += [Finding(PAGE, 0, f"no row for `{code}` under '{heading}'")
                     for code in codes if code not in listed and code not in not_codes]
        findings += [Finding(PAGE, line, f"`{code}` is not in {enumeration} ({header})")
                     for code, line in listed.items() if code not in codes]
    return findings, checked


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    return report("lint.codes", *check_tree(parser.parse_args().root))


if __name__ == "__main__":
    sys.exit(main())
