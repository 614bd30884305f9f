#!/usr/bin/env python3
"""Issued certificates, verified by the JavaScript library that DIVOC's signer and verifier use.

usage: interop.py --root DIR --outpost PROGRAM --build DIR

The library is installed by npm from the lock file, into the build folder. Code 77 (ctest: Skipped) where node, npm or
the registry is not there; with OUTPOST_INTEROP_STRICT=1 in the environment that is a failure.
"""

import argparse
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
NODE_MAJOR_MIN = 15
INSTALL_SECONDS_MAX = 300
UNREACHABLE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "EHOSTUNREACH",
               "ENOTCACHED", "network request to")
AT = "2090-01-01T10:00:00Z"
SHARED_DID = "did:outpost:demo"  # the profile's own
KIOSK_METHOD = "did:outpost:demo#kiosk-7"
NAMES = (
    'Dwayne "The Rock" O\'Neil \\ Sons', "two\nlines\tand a tab", "Zoë Ångström-Łukasiewicz", "Анна Каренина",
    "आशा कुमारी", "தமிழ்ச்செல்வி", "محمد عبد الله", "王小明", "ប៊ុន រ៉ានី", "👩\u200d⚕️ Nurse 🇱🇰 👍🏽",
    "נועם \u200f(א)", "</script>{{name}}{{{x}}}", "x" * 200)
IDENTITIES = ("did:Aadhaar Card:********1234", "P 12/34", "https://example.org/holder/17", "urn:x:Ä", "did:x:<y>",
              "NA")


class Skip(Exception):
    pass


def tool(name):
    path = shutil.which(name)
    if path is None:
        raise Skip(f"{name} is not installed")
    return path


def install(source, folder):
    """The library in folder/node_modules as the lock file says; nothing is done twice."""
    node, npm = tool("node"), tool("npm")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < NODE_MAJOR_MIN:
        raise Skip(f"node {version} is older than {NODE_MAJOR_MIN}")
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    for name in ("package.json", "package-lock.json"):
        digest.update((source / name).read_bytes())
        shutil.copyfile(source / name, folder / name)
    shutil.copyfile(source / "verify.js", folder / "verify.js")
    stamp = folder / "installed.sha256"
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return node
    stamp.unlink(missing_ok=True)
    words = [npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--fetch-retries=1"]
    try:
        done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        raise Skip("npm took too long") from None
    if done.returncode != 0 and any(word in done.stderr for word in UNREACHABLE):
        raise Skip("npm does not reach its registry")
    if done.returncode != 0:
        sys.exit(f"npm ci failed:\n{done.stderr}")
    stamp.write_text(digest.hexdigest())
    return node


class Kiosk:
    """A key, a state folder, and the library that is to verify what comes out."""

    def __init__(self, arguments, node, folder, key_type, method):
        self.arguments, self.node, self.folder = arguments, node, folder
        self.method = method
        self.contexts = arguments.root / "assets/contexts"
        self.verifier = arguments.build / "interop/verify.js"
        folder.mkdir()
        (folder / "pass").write_text("interop\n")
        self.run(["keys", "generate", "--type", key_type, "--id", method, "--controller", "https://divoc.dev/",
                  "--passphrase-file", folder / "pass", "--out", folder / "key"])
        (folder / "public.json").write_text(self.run(["keys", "public", folder / "key"]))

    def run(self, words):
        done = subprocess.run([self.arguments.outpost, *words], capture_output=True, text=True, encoding="utf-8")
        if done.returncode != 0:
            sys.exit(f"outpost {words[0]}: code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def issue(self, requests, kind, layout):
        """[(credential's path, symbol's path)] of one request file."""
        profile = self.arguments.root / "assets/profiles/vaccination"
        lines = self.run(["issue", "--profile", profile, "--key", self.folder / "key", "--passphrase-file",
                          self.folder / "pass", "--state", self.folder / "state", "--kiosk", "7", "--at", AT, "--json",
                          "--kind", kind, "--layout", layout, requests])
        items = [json.loads(line) for line in lines.splitlines()]
        assert items and all(item["status"] == "issued" for item in items), lines
        return [(item["credential"], item["qr"]) for item in items]

    def javascript(self, files, *options):
        words = [self.node, self.verifier, "--key", self.folder / "public.json", "--contexts", self.contexts,
                 *options, *files]
        done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8")
        if done.returncode != 0:
            sys.exit(f"verify.js: code {done.returncode}\n{done.stdout}{done.stderr}")
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(lines) == len(files), done.stdout
        return lines


def sha256_of(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def check_verified(kiosk, pairs):
    credentials, symbols = zip(*pairs)
    for line in kiosk.javascript(credentials):
        assert line["verified"], line
    # The bytes in the symbol are the credential's, and they verify too.
    for line, credential in zip(kiosk.javascript(symbols), credentials):
        assert line["verified"], line
        assert line["sha256"] == sha256_of(credential), line


def check_refused(kiosk, credential):
    """Another method, and each value altered: no longer verified."""
    (line,) = kiosk.javascript([credential], "--did", "did:outpost:other")
    assert not line["verified"], line
    if kiosk.method == KIOSK_METHOD:  # a verifier that knows the shared DID alone does not read this mode
        (line,) = kiosk.javascript([credential], "--did", SHARED_DID)
        assert not line["verified"], line
    (line,) = kiosk.javascript([credential], "--alter")
    assert line["altered"] > 40 and line["still_verified"] == [], line
    return line["altered"]


def odd_requests(root):
    """v1 bodies (v3 takes them too) with names and identities that templates and IRIs stumble over."""
    with open(root / "assets/samples/queue/certify-v3.json", encoding="utf-8") as file:
        sample = json.load(file)[0]
    address = {"addressLine1": "1 \"Quay\" Rd\\", "addressLine2": "", "district": "Kilindini", "state": "Côte",
               "country": "KEN", "pincode": "80100"}
    items = []
    for number, name in enumerate(NAMES):
        item = json.loads(json.dumps(sample))
        item["preEnrollmentCode"] = f"ODD-{number}"
        item["recipient"] |= {"name": name, "gender": "Female", "address": address,
                              "identity": IDENTITIES[number % len(IDENTITIES)]}
        item["vaccinator"] = {"name": name}
        item["facility"] = {"name": name, "address": address}
        items.append(item)
    return items


def check_all(arguments, node, folder):
    verified = altered = 0
    queue = arguments.root / "assets/samples/queue"
    odd = folder / "odd.json"
    odd.write_text(json.dumps(odd_requests(arguments.root), ensure_ascii=False), encoding="utf-8")
    for key_type in ("ed25519", "rsa"):
        for method in (SHARED_DID, KIOSK_METHOD):
            name = f"{key_type}-{'shared' if method == SHARED_DID else 'own'}"
            kiosk = Kiosk(arguments, node, folder / name, key_type, method)
            issued = kiosk.issue(queue / "certify-v3.json", "certify-v3", "a4")
            check_verified(kiosk, issued)
            altered += check_refused(kiosk, issued[0][0])
            verified += len(issued)
            # The symbol as raw bytes, corrections, and the older form: one method is enough.
            if method == KIOSK_METHOD:
                continue
            for requests, kind, layout in ((queue / "update-v3.json", "update-v3", "card"),
                                           (odd, "certify-v1", "a4")):
                issued = kiosk.issue(requests, kind, layout)
                check_verified(kiosk, issued)
                verified += len(issued)
            altered += check_refused(kiosk, issued[0][0])
    return verified, altered


def main():
    parser = argparse.ArgumentParser()
    for name in ("--root", "--outpost", "--build"):
        parser.add_argument(name, type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    try:
        node = install(arguments.root / "tests/interop", arguments.build / "interop")
    except Skip as reason:
        if os.environ.get("OUTPOST_INTEROP_STRICT") == "1":
            sys.exit(f"FAILED: {reason}, and OUTPOST_INTEROP_STRICT asks for it")
        print(f"SKIPPED: the cross-check with DIVOC's library: {reason}", file=sys.stderr)
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        verified, altered = check_all(arguments, node, pathlib.Path(folder))
    print(f"{verified} certificates and their symbols verified by DIVOC's library, {altered} alterations refused")
    return 0


if __name__ == "__main__":
    sys.exit(main())
