#!/usr/bin/env python3
"""Proves that a lint can fail: runs it over small trees and compares the findings word for word.

usage: selftest.py --lint NAME --data tests/data/lint --compiler CXX

A case file is tests/data/lint/NAME.cases:
  === name of the case
  expect PATH[:LINE]: beginning of the finding's text      (none: the tree is clean)
  --- path of a file
  its content; the mark %% is taken out, so that no lint and no search finds the bad words here;
  '%repeat N TEXT' stands for N lines; the compile database names every .cpp but those in left_out.txt
"""

import argparse
import importlib
import json
import pathlib
import shutil
import sys
import tempfile

from common import read_text, tool_missing

# Lints that need an outside program say so in TOOL.
MODULES_FILE = "modules.txt"


def load_cases(path):
    cases = []
    for line in read_text(path).splitlines():
        if line.startswith("=== "):
            cases.append({"name": line[4:], "expect": [], "files": {}})
            current = None
        elif not cases:
            continue
        elif line.startswith("expect "):
            cases[-1]["expect"].append(line[7:])
        elif line.startswith("--- "):
            current = cases[-1]["files"].setdefault(line[4:], [])
        elif current is not None:
            current.append(line.replace("%%", ""))
    return cases


def expand(lines):
    for line in lines:
        words = line.split(" ", 2)
        if words[0] == "%repeat":
            yield from [words[2]] * int(words[1])
        else:
            yield line


def write_tree(root, case, compiler):
    for name, lines in case["files"].items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(expand(lines)) + "\n", encoding="utf-8")
        if name.startswith("bin/"):
            path.chmod(0o755)
    left_out = case["files"].get("left_out.txt", [])
    sources = [name for name in case["files"] if name.endswith(".cpp") and name not in left_out]
    (root / "build").mkdir(exist_ok=True)
    (root / "build" / "compile_commands.json").write_text(json.dumps([
        {"directory": str(root), "file": name, "command": f"{compiler} -std=c++20 -I{root} -c {name}"}
        for name in sources]), encoding="utf-8")


def run_lint(name, root):
    lint = importlib.import_module(name)
    if name in ("layers", "module_table"):
        return lint.check_tree(root, root / MODULES_FILE)
    if name in ("headers", "sources"):
        return lint.check_tree(root, root / "build")
    if name == "tidy":
        return lint.check_tree(root, root / "build", ["core"])
    return lint.check_tree(root)


def faults_of(name, case, compiler):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        write_tree(root, case, compiler)
        findings, checked = run_lint(name, root)
        found = [str(finding) for finding in sorted(findings)]
    faults = [] if checked else ["looked at no file"]
    waiting = list(case["expect"])
    for finding in found:
        match = next((wanted for wanted in waiting if finding.startswith(wanted)), None)
        if match is None:
            faults.append(f"unexpected: {finding}")
        else:
            waiting.remove(match)
    return faults + [f"not found: {wanted}" for wanted in waiting]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lint", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--compiler", default="c++")
    options = parser.parse_args()
    tool = getattr(importlib.import_module(options.lint), "TOOL", None)
    label = f"lint.{options.lint}.selftest"
    if tool and shutil.which(tool) is None:
        return tool_missing(label, tool)
    cases = load_cases(options.data / f"{options.lint}.cases")
    bad = sum(bool(case["expect"]) for case in cases)
    failed = 0
    for case in cases:
        for fault in faults_of(options.lint, case, options.compiler):
            failed += 1
            print(f"{case['name']}: {fault}")
    print(f"{label}: {len(cases)} cases, {bad} of them bad trees, {failed} faults")
    return 1 if failed or bad == 0 or bad == len(cases) else 0


if __name__ == "__main__":
    sys.exit(main())
