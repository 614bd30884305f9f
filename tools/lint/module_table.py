#!/usr/bin/env python3
"""core/README.md's table of modules, made from what CMake declares and docs/architecture.md describes.

usage: module_table.py --root DIR --modules FILE [--write]
Without --write the page is only compared (lint.module_table).
"""

import argparse
import pathlib
import re
import sys

from common import Finding, load_modules, read_text, report

PAGE = "core/README.md"
DESCRIPTIONS = "docs/architecture.md"
BEGIN = "<!-- modules: written by tools/lint/module_table.py -->"
END = "<!-- end of modules -->"
ROW = re.compile(r"^\| ([a-z]+) \| (.*) \|$")


def descriptions(root):
    return dict(match.groups() for match in map(ROW.match, read_text(root / DESCRIPTIONS).splitlines())
                if match)


def table(root, modules_file):
    """The lines of the table, and findings for modules that the architecture page does not know."""
    holds = descriptions(root)
    lines = ["| rank | module | may include | outside headers | holds |", "|---|---|---|---|---|"]
    findings = []
    for module in load_modules(modules_file):
        if module.kind != "core":
            continue
        if module.name not in holds:
            findings.append(Finding(DESCRIPTIONS, 0, f"no row for core/{module.name}"))
        external = ", ".join(f"`{header}`" for header in module.external)
        lines.append(f"| {module.rank} | [{module.name}]({module.name}) | {', '.join(module.deps) or '-'} "
                     f"| {external or '-'} | {holds.get(module.name, '')} |")
    return lines, findings


def check_tree(root, modules_file, write=False):
    lines, findings = table(root, modules_file)
    page = read_text(root / PAGE)
    if BEGIN not in page or END not in page:
        return [Finding(PAGE, 0, f"lacks the lines {BEGIN} and {END}")], 1
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    wanted = "\n".join([before + BEGIN, *lines, END + after])
    if write:
        (root / PAGE).write_text(wanted, encoding="utf-8")
    elif page != wanted:
        findings.append(Finding(PAGE, 0, "differs from the declarations: run "
                                "tools/lint/module_table.py --root . --modules <build>/modules.txt --write"))
    return findings, 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--modules", type=pathlib.Path, required=True)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    return report("lint.module_table", *check_tree(options.root, options.modules, options.write))


if __name__ == "__main__":
    sys.exit(main())
