"""What the lints share: the list of files, #include lines, the module table, findings and the cache."""

import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

SKIPPED = 77  # ctest shows "Skipped" (SKIP_RETURN_CODE)
CODE_FOLDERS = ("core", "drivers", "firmware-app", "assets", "tools", "tests")
SKIPPED_FOLDERS = {".git", "build", ".cache", "__pycache__"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclasses.dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    text: str

    def __str__(self):
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.text}"


@dataclasses.dataclass(frozen=True)
class Include:
    line: int
    name: str
    quoted: bool


@dataclasses.dataclass(frozen=True)
class Module:
    kind: str  # "core" or "driver"
    name: str
    rank: str
    folder: str
    deps: tuple
    external: tuple


def project_files(root):
    """Every file of the project, relative to root: what git tracks or would track; without git, all."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (root / ".git").exists():
        listing = subprocess.run(command, capture_output=True, check=False)
        if listing.returncode == 0:
            names = {name for name in listing.stdout.decode().split("\0") if name}
            return sorted(name for name in names if (root / name).is_file())
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
        found += [str((pathlib.Path(folder) / name).relative_to(root)) for name in files]
    return sorted(found)


def cpp_files(root, endings=(".cpp", ".h")):
    return [name for name in project_files(root)
            if name.endswith(endings) and name.split("/")[0] in CODE_FOLDERS]


def read_text(path):
    return path.read_text(encoding="utf-8", errors="replace")


def includes_of(path):
    found = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        match = INCLUDE.match(line)
        if match:
            found.append(Include(number, match.group(2), match.group(1) == '"'))
    return found


def load_modules(path):
    """The table that CMake writes: kind|name|rank|folder|deps|external, one module a line."""
    modules = []
    for line in read_text(path).splitlines():
        kind, name, rank, folder, deps, external = line.split("|")
        modules.append(Module(
            kind, name, rank, folder,
            tuple(dep.removeprefix("outpost::") for dep in deps.split(",") if dep),
            tuple(header for header in external.split(",") if header)))
    return modules


def report(name, findings, checked):
    """Prints the findings; the exit code of the lint."""
    for finding in sorted(findings):
        print(finding)
    print(f"{name}: {len(findings)} findings in {checked} files")
    if checked == 0:
        print(f"{name}: looked at nothing, which is no success")
        return 1
    return 1 if findings else 0


def tool_missing(name, tool):
    """Exit code when an outside program is not installed: a loud skip, a failure in a strict run."""
    strict = os.environ.get("OUTPOST_LINT_STRICT") == "1"
    print(f"{name}: {'FAILED' if strict else 'SKIPPED'}: {tool} is not installed "
          "(tools/setup lint installs it)", file=sys.stderr)
    return 1 if strict else SKIPPED


# --- compile commands and the cache of files already checked ---------------------------------------

class CompileDatabase:
    """compile_commands.json: the flags that the build uses for a file, or for its folder."""

    def __init__(self, build):
        entries = json.loads(read_text(build / "compile_commands.json"))
        self._flags = {}
        self._compiler = {}
        for entry in entries:
            words = shlex.split(entry["command"])
            if words[0].endswith("ccache"):
                words = words[1:]
            path = os.path.realpath(os.path.join(entry["directory"], entry["file"]))
            self._flags[path] = self._keep(words[1:])
            self._compiler[path] = words[0]

    @staticmethod
    def _keep(words):
        kept, skip = [], False
        for word in words:
            if skip:
                skip = False
            elif word in ("-o", "-c", "-MF", "-MT", "-MQ"):
                skip = True
            elif word not in ("-MD", "-MMD"):
                kept.append(word)
        return kept

    def files(self):
        return sorted(self._flags)

    def command_for(self, path):
        """Compiler and flags of a file of the same folder, or of the nearest folder above it."""
        folder = os.path.dirname(os.path.realpath(path))
        while True:
            for known in self.files():
                if known.startswith(folder + os.sep):
                    return [self._compiler[known], *self._flags[known]]
            parent = os.path.dirname(folder)
            if parent == folder:
                return ["c++", "-std=c++20"]
            folder = parent


class CheckedFiles:
    """Remembers by content which files were found clean, so that a second run takes moments.

    The key covers the file, every header of ours that it reaches, and the command."""

    def __init__(self, path, root):
        self._path = path
        self._root = root
        self._digests = {}
        try:
            self._clean = set(json.loads(read_text(path)))
        except (OSError, ValueError):
            self._clean = set()
        self._seen = set()

    def key(self, name, command):
        reached, waiting = set(), [name]
        while waiting:
            current = waiting.pop()
            if current in reached or not (self._root / current).is_file():
                continue
            reached.add(current)
            waiting += [include.name for include in includes_of(self._root / current)
                        if include.quoted]
        digest = hashlib.sha256(" ".join(command).encode())
        for item in sorted(reached):
            digest.update(item.encode() + self._digest(item))
        return digest.hexdigest()

    def _digest(self, name):
        if name not in self._digests:
            self._digests[name] = hashlib.sha256((self._root / name).read_bytes()).digest()
        return self._digests[name]

    def is_clean(self, key):
        self._seen.add(key)
        return key in self._clean

    def add_clean(self, key):
        self._clean.add(key)

    def save(self):
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(sorted(self._clean & self._seen)), encoding="utf-8")


def in_parallel(function, items):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(function, items))
