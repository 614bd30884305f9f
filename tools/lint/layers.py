#!/usr/bin/env python3
"""lint.layers: every #include agrees with what the modules declare (docs/architecture.md, section 1).

usage: layers.py --root DIR --modules FILE     (FILE is <build>/modules.txt, written by CMake)

  core/x        its own folder and the DEPS of x; outside headers only those in EXTERNAL; no standard
                header for files, threads, clocks or chance
  drivers/x     its own folder, and of core only base, bytes and ports; outside headers in EXTERNAL
  firmware-app  core and itself; drivers only in main.cpp, equipment/, runtime/ and decoder/; session/ and
                screens/ stay pure: they see no other folder but session/
  tools/x       core, itself, the libraries tools/samples and tools/commandline, and of firmware-app what the
                programs share (station, equipment, runtime, decoder); drivers only in main.cpp; bench
                measures on the tests' data and stand-ins, so it may include drivers and tests
  assets        shipped data as functions: core and itself; tools, firmware-app and tests include it
  nobody else includes firmware-app, tools or tests; tests may include everything
"""

import argparse
import pathlib
import sys

from common import CODE_FOLDERS, Finding, cpp_files, includes_of, load_modules, report

STANDARD = set("""
algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono
cinttypes climits clocale cmath compare complex concepts condition_variable coroutine csetjmp csignal
cstdarg cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution
filesystem format forward_list fstream functional future initializer_list iomanip ios iosfwd iostream
istream iterator latch limits list locale map memory memory_resource mutex new numbers numeric optional
ostream queue random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span
sstream stack stdexcept stop_token streambuf string string_view strstream syncstream system_error thread
tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
""".split())

# Core is functions from bytes to values: what stands here comes in through core/ports.
NOT_IN_CORE = set("""
barrier condition_variable csignal ctime filesystem fstream future iostream latch mutex random semaphore
shared_mutex stop_token syncstream thread
""".split())

# The operating system's own headers, for whoever may touch it (not core).
SYSTEM = ("dirent.h", "dlfcn.h", "errno.h", "fcntl.h", "poll.h", "pthread.h", "signal.h", "spawn.h",
          "stdio.h", "stdlib.h", "string.h", "termios.h", "time.h", "unistd.h", "sys/", "linux/")

# Outside headers of the folders above core and drivers, which are no modules of their own.
ABOVE = {
    "firmware-app": ("CLI/",),
    "tools/outpost": ("CLI/",),
    "tools/commandline": ("CLI/",),
    "tools/bench": ("benchmark/", "malloc.h"),
    "tools/samples": ("opencv2/", "qrcodegen/", "zip.h"),  # makes pictures of symbols
    "tools/scancorpus": ("opencv2/", "qrcodegen/", "CLI/", "ZXing/", "zbar.h"),  # and compares readers
}

# The folders of firmware-app that put drivers together.
WIRING = ("runtime", "decoder", "equipment")
# What every program has of it, not the kiosk alone.
SHARED = WIRING + ("station",)
# Functions of values: what they may see of firmware-app.
PURE = {"session": ("session",), "screens": ("session", "screens")}


def is_listed(name, listed):
    return any(name == item or (item.endswith("/") and name.startswith(item)) for item in listed)


class Layers:
    def __init__(self, root, modules):
        self._root = root
        self._core = {module.name: module for module in modules if module.kind == "core"}
        self._drivers = {module.name: module for module in modules if module.kind == "driver"}

    def check(self, path):
        parts = path.split("/")
        rule = {"core": self._in_module, "drivers": self._in_module,
                "firmware-app": self._in_firmware_app, "assets": self._in_assets,
                "tools": self._in_tools}.get(parts[0])
        if rule is None:  # tests
            return []
        findings = []
        for include in includes_of(self._root / path):
            fault = self._spelling(include) or rule(parts, include.name)
            if fault:
                findings.append(Finding(path, include.line, f"{include.name}: {fault}"))
        return findings

    def _spelling(self, include):
        top = include.name.split("/")[0]
        if include.quoted and top not in CODE_FOLDERS:
            return "in quotes stand only our own headers, spelled from the root of the repository"
        if not include.quoted and top in CODE_FOLDERS and (self._root / include.name).is_file():
            return "our own headers are included in quotes"
        return None

    def _in_module(self, parts, name):
        in_core = parts[0] == "core"
        if len(parts) < 3:
            return "this file lies outside any module"
        module = (self._core if in_core else self._drivers).get(parts[1])
        if module is None:
            return f"{parts[0]}/{parts[1]} is not declared in CMake"
        target = name.split("/")
        if target[0] == "core":
            return self._core_dependency(module, target[1])
        if target[0] == parts[0] and target[1] == parts[1]:
            return None
        if target[0] in CODE_FOLDERS:
            return f"{parts[0]} may not include {target[0]}"
        if in_core and name in NOT_IN_CORE:
            return "core has no file, thread, clock or chance of its own: take it as an argument"
        if name in STANDARD or is_listed(name, module.external):
            return None
        if not in_core and is_listed(name, SYSTEM):
            return None
        return f"outside header, not in EXTERNAL of {module.folder}"

    def _core_dependency(self, module, other):
        if module.kind == "core" and other == module.name:
            return None
        if module.kind == "driver" and other not in ("base", "bytes", "ports"):
            return "a driver sees only core/base, core/bytes and core/ports"
        if other not in module.deps:
            return f"core/{other} is not in DEPS of {module.folder}"
        if other in self._core and module.kind == "core":
            if int(self._core[other].rank) >= int(module.rank):
                return f"core/{other} is not of a lower rank"
        return None

    def _in_firmware_app(self, parts, name):
        may_wire = parts[-1] == "main.cpp" or parts[1] in WIRING
        target = name.split("/")
        if target[0] == "firmware-app" and target[1] not in PURE.get(parts[1], (target[1],)):
            return f"firmware-app/{parts[1]} is pure and does not include {target[1]}"
        return self._above(parts, name, may_wire, ("core", "firmware-app", "assets"))

    def _in_assets(self, parts, name):
        return self._above(parts, name, False, ("core", "assets"))

    def _in_tools(self, parts, name):
        target = name.split("/")
        if target[0] == "firmware-app" and target[1] not in SHARED:
            return "of firmware-app, tools include only what the programs share"
        if target[0] == "tools" and target[1] not in (parts[1], "samples", "commandline"):
            return "one tool does not include another"
        if parts[1] == "bench" and (target[0] == "drivers" or target[0] == "tests"):
            return None
        may_wire = parts[-1] == "main.cpp"
        return self._above(parts, name, may_wire, ("core", "firmware-app", "tools", "assets"))

    @staticmethod
    def _above(parts, name, may_wire, allowed):
        top = name.split("/")[0]
        if top == "drivers":
            return None if may_wire else "drivers are included only in main.cpp, equipment, runtime and decoder"
        if top in CODE_FOLDERS:
            return None if top in allowed else f"{parts[0]} may not include {top}"
        if name in STANDARD or is_listed(name, SYSTEM):
            return None
        folder = parts[0] if parts[0] != "tools" else "/".join(parts[:2])
        if is_listed(name, ABOVE.get(folder, ())):
            return None
        return f"outside header, not listed for {folder} in tools/lint/layers.py"


def check_tree(root, modules_file):
    layers = Layers(root, load_modules(modules_file))
    files = cpp_files(root)
    return [finding for path in files for finding in layers.check(path)], len(files)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--modules", type=pathlib.Path, required=True)
    options = parser.parse_args()
    return report("lint.layers", *check_tree(options.root, options.modules))


if __name__ == "__main__":
    sys.exit(main())
