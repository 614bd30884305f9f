#!/usr/bin/env python3
"""Reads what `outpost scan --json` or `outpost verify --json` prints and shows it as a table.

usage: outpost scan --json ... | verdict_table.py
Each line is shown as it arrives. Exit 1 when not one certificate came.
"""

import collections
import json
import os
import sys
import unicodedata

COLUMNS = (("input", 44), ("verdict", 12), ("proof", 11), ("why", 0))


def clipped(text, width):
    """Text for one cell: control characters are shown as '?', too long a text loses its beginning."""
    text = "".join("?" if unicodedata.category(character) in ("Cc", "Cf") else character
                   for character in str(text))
    if width and len(text) > width:
        text = "..." + text[3 - width:]
    return text.ljust(width)


def why(result):
    """The codes that decided, then the others; for an accepted certificate, who signed it."""
    findings = result.get("findings", [])
    reasons = [finding["code"] for finding in findings if finding["severity"] == "reason"]
    others = [finding["code"] for finding in findings if finding["severity"] != "reason"]
    words = ", ".join(dict.fromkeys(reasons))
    if not words and result.get("key"):
        words = f"signed by {result['key']}"
    if others:
        words += f"  (also: {', '.join(dict.fromkeys(others))})"
    return words


def main():
    counts = collections.Counter()
    texts = {}
    print("  ".join(clipped(name, width) for name, width in COLUMNS))
    for line in sys.stdin:
        if not line.strip():
            continue
        result = json.loads(line)
        counts[result["verdict"]] += 1
        for finding in result.get("findings", []):
            if finding["severity"] == "reason":
                texts.setdefault(finding["code"], finding.get("text", ""))
        cells = (os.path.basename(result.get("input") or "-"), result["verdict"], result["proof"],
                 why(result))
        print("  ".join(clipped(cell, width) for cell, (_, width) in zip(cells, COLUMNS)).rstrip(),
              flush=True)
    for code, text in texts.items():
        print(f"    {code}: {clipped(text, 0)}")
    print("  " + (", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
                  or "no certificate was read"))
    return 0 if counts else 1


if __name__ == "__main__":
    sys.exit(main())
