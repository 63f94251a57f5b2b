"""Exported symbols equal the public prototypes:
symbols.py ROOT SO [ARCHIVE [KIT]]

The shared library exports each function of include/ and nothing else; the
archives, where they are given, define no global outside complaint_*. What
KIT_HEADER declares is defined in the conformance kit's archive instead."""

import subprocess
import sys
from pathlib import Path

import sources

KIT_HEADER = "conformance.h"


def defined(*arguments):
    """(type, name) of the symbols that nm lists as defined."""
    out = subprocess.run(["nm", "--defined-only", *arguments], check=True,
                         capture_output=True, text=True).stdout
    for line in out.splitlines():
        words = line.split()
        if len(words) == 3:
            yield words[1], words[2].split("@")[0]


def check(root, library, *archives):
    declared = {p.name: p for path in sources.public_headers(root)
                if path.name != KIT_HEADER for p in sources.prototypes(path)}
    exported = {name for kind, name in defined("-D", library) if kind != "A"}
    problems = [f"{p.path}:{p.line}: {p.name} is declared, not exported"
                for name, p in sorted(declared.items())
                if name not in exported]
    problems += [f"{library}: {name} is exported, not declared"
                 for name in sorted(exported - set(declared))]
    for archive in archives:
        names = {name for _, name in defined("-g", archive)}
        problems += [f"{archive}: {name} is outside of complaint_*"
                     for name in sorted(names)
                     if not name.startswith("complaint_")]
    if len(archives) > 1:
        kit = {p.name for path in sources.public_headers(root)
               if path.name == KIT_HEADER for p in sources.prototypes(path)}
        own = {name for name in names if not name.startswith("complaint__")}
        problems += [f"{archives[1]}: {name} is declared or defined alone"
                     for name in sorted(kit ^ own)]
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("symbols", check(
        Path(sys.argv[1]), *sys.argv[2:])))
