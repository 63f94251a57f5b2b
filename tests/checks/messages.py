"""Translations belong to messages that exist: messages.py [ROOT] [--list]

A msgid that no source spells any more (or that was mistyped) would never be
shown, so it is a problem. Formats of complaint__fail() without translation
appear in English; they are counted, and listed with --list."""

import re
import sys
from pathlib import Path

import sources

STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "r": "\r"}
FORMATS = {"PRId64": '"lld"', "PRIu64": '"llu"', "PRIx64": '"llx"'}


def unescape(text):
    def replace(match):
        code = match.group(1)
        if code[0] == "x":
            return chr(int(code[1:], 16))
        return chr(int(code, 8)) if code[0].isdigit() else \
            ESCAPES.get(code, code)
    return re.sub(r"\\(x[0-9a-fA-F]+|[0-7]{1,3}|.)", replace, text)


def literals(text):
    """(start, text) of every string in C, neighbours joined."""
    for macro, letters in FORMATS.items():
        text = text.replace(macro, letters)
    text = sources.without_comments(text, strings=False)
    joined = re.compile(STRING.pattern + r'(?:\s*' + STRING.pattern + ")*")
    for match in joined.finditer(text):
        yield match.start(), "".join(
            unescape(s) for s in STRING.findall(match.group()))


def catalogue(path):
    """{msgid: line} of a PO file; the header and obsolete entries left out."""
    entries, name, line_of = {}, None, 0
    for number, line in enumerate(
            path.read_text(encoding="utf-8").splitlines() + ["msgid \"\""], 1):
        match = re.match(r'\s*(msgid|msgstr)?\s*"(.*)"\s*$', line)
        if line.startswith("#") or not match:
            continue
        if match.group(1) == "msgid":
            if name:
                entries[name] = line_of
            name, line_of, reading = "", number, True
        elif match.group(1) == "msgstr":
            reading = False
        if reading:
            name += unescape(match.group(2))
    return entries


def formats_of_failures(text):
    """Format literals of complaint__fail(): the third argument is the code,
    the fifth the format, so it is the literal that has a blank or %."""
    text = sources.without_comments(text, strings=False)
    for match in re.finditer(r"\bcomplaint__fail\s*\(", text):
        depth, at = 1, match.end()
        while depth and at < len(text):
            string = STRING.match(text, at)
            if string:
                at = string.end()
                continue
            depth += (text[at] == "(") - (text[at] == ")")
            at += 1
        found = [s for _, s in literals(text[match.end():at])]
        if len(found) > 1:
            yield next((s for s in found[1:] if re.search(r"[ %]", s)),
                       found[-1])


def check(root, listing=False):
    spelled, failures = set(), {}
    for path in sorted((root / "libcomplaint").rglob("*.[ch]")) + \
            sorted((root / "libcomplaint").rglob("*.def")):
        text = path.read_text(encoding="utf-8")
        spelled.update(s for _, s in literals(text))
        for found in formats_of_failures(text):
            failures.setdefault(found, path)
    problems = []
    for path in sorted((root / "libcomplaint/data").glob("messages.*.po")):
        entries = catalogue(path)
        problems += [f"{path}:{line}: no source says {name!r}"
                     for name, line in entries.items() if name not in spelled]
        missing = sorted(set(failures) - set(entries))
        print(f"{path.name}: {len(missing)} of {len(failures)}"
              " error messages are not translated")
        if listing:
            for name in missing:
                print(f"{failures[name]}: {name!r}")
    return problems


if __name__ == "__main__":
    ARGUMENTS = [a for a in sys.argv if a != "--list"]
    sys.exit(sources.finish("messages", check(
        Path(sources.root_from(ARGUMENTS)), "--list" in sys.argv)))
