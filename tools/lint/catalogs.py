#!/usr/bin/env python3
"""lint.catalogs: the words of the kiosk are whole in every language (docs/translating.md).

usage: catalogs.py --root DIR [--notes]

--notes also lists what is worth a look and no fault: translations that outgrow the room that
docs/translating.md names, and keys that no source names.
"""

import argparse
import ast
import collections
import dataclasses
import itertools
import pathlib
import re
import sys
import unicodedata

from common import Finding, project_files, read_text, report

FOLDER = "assets/strings/"
SOURCE = FOLDER + "en.po"
# English alone is enough for these: what the verifier and the request reader say to operators.
ENGLISH_IS_ENOUGH = ("finding.", "item.")
NOT_PUBLIC = ("op.", "finding.", "item.", "lang.direction")
OPERATOR_STEP = re.compile(r"oos\.\w+(\.\d+)?$")  # causes and steps; the public ones are named here:
PUBLIC_OOS = {"oos.title", "oos.other", "oos.no_print", "oos.start"}
BANNED = re.compile(r"\b(valid|invalid|expired|false|fake|forged|sick|positive|error|failed|denied)\b",
                    re.I)
HEADLINES = ("verdict.accepted", "verdict.not_accepted", "verdict.rejected", "verdict.unknown")
# The design's own English has "Accepted" and "Not accepted"; no translation may follow it there.
ALLOWED_PAIRS = {("en", "verdict.accepted", "verdict.not_accepted")}
STEM_LETTERS = 4
# What begins a word and is not its stem: agreement of the Swahili noun class of "cheti".
PREFIXES = {"sw": ("kime", "haki", "hai")}
PLACE = re.compile(r"\{(\w+)\}")
# Longest English text in letters: allowed growth in percent (IBM guideline A3).
ROOM = ((10, 200), (20, 100), (30, 80), (50, 60), (10_000, 40))
ISOLATES = {"\u2066": 1, "\u2067": 1, "\u2068": 1, "\u2069": -1}
BANNED_CHARACTERS = {"\u200e", "\u200f", "\u061c", *map(chr, range(0x202a, 0x202f))}
KEY_SOURCES = ("firmware-app/screens/", "firmware-app/session/", "firmware-app/runtime/",
               "firmware-app/kiosk/", "firmware-app/speaker/", "drivers/catalog/")
LITERAL = re.compile(r'"([a-z]+(?:\.[a-z0-9_]+)+\.?|[a-z]+\.)"')


@dataclasses.dataclass
class Entry:
    line: int
    key: str = ""
    plural: str = ""
    forms: list = dataclasses.field(default_factory=list)
    fuzzy: bool = False


def parse_po(text):
    """Entries of a .po file in order; the first is the header (key "")."""
    entries, entry, target = [], None, None
    fuzzy = False
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        match = re.match(r'(?:(msgid_plural|msgid|msgstr)(?:\[\d+\])?\s+)?(".*")\s*$', line)
        if not match:
            continue
        word, value = match.group(1), ast.literal_eval(match.group(2))
        if word == "msgid":
            entry = Entry(number, fuzzy=fuzzy)
            entries.append(entry)
            fuzzy = False
        if entry is None:
            continue
        if word == "msgstr":
            entry.forms.append("")
        target = word or target
        if target == "msgid":
            entry.key += value
        elif target == "msgid_plural":
            entry.plural += value
        elif entry.forms:
            entry.forms[-1] += value
    return entries


def is_public(key):
    if key.startswith(NOT_PUBLIC):
        return False
    return key in PUBLIC_OOS or not OPERATOR_STEP.match(key)


def text_faults(text):
    depth = 0
    for character in text:
        depth += ISOLATES.get(character, 0)
        if depth < 0 or character in BANNED_CHARACTERS:
            return "a mark of writing direction that is no isolate, or an isolate that is not open"
        if unicodedata.category(character) == "Cc":
            return "a control character"
    return "an isolate that is not closed" if depth else None


def stem(word, tag):
    for prefix in PREFIXES.get(tag, ()):
        if word.startswith(prefix) and len(word) - len(prefix) >= STEM_LETTERS:
            return word[len(prefix):]
    return word


def share_stem(one, other, tag):
    for left, right in itertools.product(one.lower().split(), other.lower().split()):
        left, right = stem(left, tag), stem(right, tag)
        short, long = sorted((left, right), key=len)
        if len(short) >= STEM_LETTERS and (left[:STEM_LETTERS] == right[:STEM_LETTERS] or short in long):
            return True
    return False


def check_headlines(path, tag, entries):
    found = []
    for one, other in itertools.combinations(HEADLINES, 2):
        if one not in entries or other not in entries or (tag, one, other) in ALLOWED_PAIRS:
            continue
        if share_stem(entries[one].forms[0], entries[other].forms[0], tag):
            found.append(Finding(path, entries[other].line, f"{other} has a stem of {one}"))
    return found


def check_entry(path, entry, english, plural_forms):
    found = []

    def fault(text):
        found.append(Finding(path, entry.line, f"{entry.key}: {text}"))

    if entry.fuzzy:
        fault("is marked fuzzy")
    if bool(entry.plural) != bool(english.plural):
        fault("has counted forms in one language and not in the other")
    elif entry.plural and len(entry.forms) != plural_forms:
        fault(f"{len(entry.forms)} forms, its Plural-Forms asks for {plural_forms}")
    if entry.plural and entry.plural != entry.key:
        fault("msgid_plural is another key")
    if not entry.forms or not all(entry.forms):
        fault("is empty")
    wanted = {name for form in english.forms for name in PLACE.findall(form)}
    got = {name for form in entry.forms for name in PLACE.findall(form)}
    if wanted != got:
        fault(f"has the places {sorted(got)}, English has {sorted(wanted)}")
    for form in entry.forms:
        words = text_faults(form)
        if words:
            fault(words)
    return found


def load(root, path):
    """Header's number of plural forms, entries by key, and faults of the file as such."""
    found, by_key = [], {}
    entries = parse_po(read_text(root / path))
    header = entries[0].forms[0] if entries and not entries[0].key and entries[0].forms else ""
    match = re.search(r"nplurals=(\d+)", header)
    if not match:
        found.append(Finding(path, 0, "no header with Plural-Forms"))
    for entry in entries:
        if entry.key in by_key:
            found.append(Finding(path, entry.line, f"{entry.key}: twice"))
        elif entry.key:
            by_key[entry.key] = entry
    return int(match.group(1)) if match else 0, by_key, found


def check_language(root, path, english):
    plural_forms, entries, found = load(root, path)
    tag = pathlib.PurePosixPath(path).stem
    for key, entry in entries.items():
        if key in english:
            found += check_entry(path, entry, english[key], plural_forms)
        else:
            found.append(Finding(path, entry.line, f"{key}: is not in en.po"))
    missing = [key for key in english if key not in entries and not key.startswith(ENGLISH_IS_ENOUGH)]
    found += [Finding(path, 0, f"{key}: is missing") for key in missing]
    return found + check_headlines(path, tag, entries)


def check_english(english):
    return [Finding(SOURCE, entry.line, f"{key}: '{match.group(0)}' is not said on public screens")
            for key, entry in english.items() if is_public(key)
            for form in entry.forms for match in BANNED.finditer(form)]


def keys_in_sources(root, english):
    """Literals of the kiosk's sources that look like keys, with where they stand."""
    first_words = {key.split(".")[0] for key in english}
    used = collections.defaultdict(list)
    for path in project_files(root):
        if not path.startswith(KEY_SOURCES) or not path.endswith((".cpp", ".h")):
            continue
        for number, line in enumerate(read_text(root / path).splitlines(), start=1):
            for literal in LITERAL.findall(line.split("//")[0]):
                if literal.split(".")[0] in first_words:
                    used[literal].append((path, number))
    return used


def check_sources(used, english):
    found = []
    for literal, places in used.items():
        known = literal in english or any(key.startswith(literal) for key in english
                                          if literal.endswith("."))
        if not known:
            found += [Finding(path, number, f"{literal}: is no key of {SOURCE}")
                      for path, number in places]
    return found


def catalogs_of(root):
    return [path for path in project_files(root)
            if path.startswith(FOLDER) and path.endswith(".po")]


def check_tree(root):
    paths = catalogs_of(root)
    if SOURCE not in paths:
        return [Finding(SOURCE, 0, "is not there")], len(paths)
    english = load(root, SOURCE)[1]
    found = check_english(english)
    for path in paths:
        found += check_language(root, path, english)
    return found + check_sources(keys_in_sources(root, english), english), len(paths)


def letters(text):
    return sum(1 for one in text if not unicodedata.category(one).startswith("M"))


def notes(root):
    english = load(root, SOURCE)[1]
    listed = []
    for path in catalogs_of(root):
        for key, entry in load(root, path)[1].items():
            if key not in english or not is_public(key):
                continue
            size = max(map(letters, english[key].forms))
            growth = next(percent for limit, percent in ROOM if size <= limit)
            widest = max(map(letters, entry.forms), default=0)
            if widest > size * (100 + growth) / 100:
                listed.append(f"note: {path}:{entry.line}: {key}: {widest} letters, English {size}")
    used = keys_in_sources(root, english)
    prefixes = tuple(literal for literal in used if literal.endswith("."))
    listed += [f"note: {SOURCE}:{entry.line}: {key}: no source names it"
               for key, entry in english.items()
               if key not in used and not (prefixes and key.startswith(prefixes))]
    return listed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--notes", action="store_true")
    arguments = parser.parse_args()
    code = report("lint.catalogs", *check_tree(arguments.root))
    if arguments.notes:
        print(*notes(arguments.root), sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
