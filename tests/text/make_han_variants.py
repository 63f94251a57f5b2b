#!/usr/bin/env python3
"""Writes libcomplaint/data/han/variants.yaml from Unicode's Unihan_Variants.txt
(plain or .bz2; Debian's package unicode-data has it in /usr/share/unicode):

    tests/text/make_han_variants.py Unihan_Variants.txt.bz2 > variants.yaml

Characters that kSimplifiedVariant or kTraditionalVariant join, in however many
steps, are one line. Only characters of the basic plane: rarer ones stand for
themselves."""
import bz2
import sys

HEAD = """\
# Simplified and traditional forms of the same Chinese character, one set a
# line. Derived from the properties kSimplifiedVariant and kTraditionalVariant
# of Unihan_Variants.txt (Unicode %s) by tests/text/make_han_variants.py.
# Copyright (c) Unicode, Inc. All rights reserved. Distributed under the Terms
# of Use in https://www.unicode.org/copyright.html; modified: two properties of
# many, joined into sets.
variants:
"""


def main():
    path = sys.argv[1]
    opener = bz2.open if path.endswith(".bz2") else open
    version = "?"
    parent = {}

    def root(code):
        while parent.setdefault(code, code) != code:
            code = parent[code]
        return code

    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# Unicode version: "):
                version = line.split(":")[1].strip()
            if line.startswith("#") or not line.strip():
                continue
            code, name, values = line.rstrip("\n").split("\t")
            if name not in ("kSimplifiedVariant", "kTraditionalVariant"):
                continue
            for value in values.split():
                pair = int(code[2:], 16), int(value.split("<")[0][2:], 16)
                if max(pair) < 0x10000:
                    parent[root(max(pair))] = root(min(pair))
    sets = {}
    for code in sorted(parent):
        sets.setdefault(root(code), []).append(chr(code))
    sys.stdout.write(HEAD % version)
    for members in sorted(sets.values()):
        if len(members) > 1:
            sys.stdout.write("- " + "".join(members) + "\n")


main()
