"""Every message is translated, every translation used: messages.py [ROOT]

A msgid that no source spells any more (or that was mistyped) would never be
shown. Formats of complaint__fail(), words given to a translator, and whatever
else reads like English prose would appear in English in every language. Each
is a problem in each catalogue."""

import re
import sys

import sources

STRING = re.compile(r'"((?:\\.|[^"\\\n])*)"')
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "r": "\r"}
# Two words: texts that a person reads.
PROSE = re.compile(r'(?:^|[\s"])[a-z]{2,},? (?:"?%|[a-z]{2,})')
# Files whose texts are never shown, or stand beside their Chinese.
OWN_WORDS = ["data/embed.c", "procedure/tell.c", "exchange/course.c",
             "exchange/course_ways.c", "exchange/phrases.c",
             "exchange/simulate.c", "exchange/world.c",
             "report/person_words.def"]
# Texts that are no messages, and the one said when nothing can be made.
NO_MESSAGES = {"memory is exhausted", "complaint register 1", "column %zu",
               "State Council, holidays of %d:",
               "undefined", "  in mapping field '", "  in sequence entry '"}
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


def calls(text, name):
    """Literals in each call of the functions whose names match."""
    text = sources.without_comments(text, strings=False)
    for match in re.finditer(rf"\b(?:{name})\s*\(", text):
        depth, at = 1, match.end()
        while depth and at < len(text):
            string = STRING.match(text, at)
            if string:
                at = string.end()
                continue
            depth += (text[at] == "(") - (text[at] == ")")
            at += 1
        yield [s for _, s in literals(text[match.end():at])]


def formats_of_failures(text):
    """Format literals of complaint__fail(): the third argument is the code,
    the fifth the format, so it is the literal that has a blank or %."""
    for found in calls(text, "complaint__fail"):
        if len(found) > 1:
            yield next((s for s in found[1:] if re.search(r"[ %]", s)),
                       found[-1])


def shown(text):
    """Literals that a person may read, in a source's text."""
    yield from formats_of_failures(text)
    for found in calls(text, "complaint__word|complaint__translate|"
                             "complaint__context_translate"):
        yield from found
    text = re.sub(r"_Static_assert[^;]*;", "", text)
    for _, found in literals(text):
        if PROSE.search(found) and "<" not in found and "\n" not in found:
            yield found


def check(root):
    spelled, wanted = set(), {}
    room = root / "libcomplaint"
    for path in sorted(room.rglob("*.[ch]")) + sorted(room.rglob("*.def")):
        text = path.read_text(encoding="utf-8")
        spelled.update(s for _, s in literals(text))
        if str(path.relative_to(room)) not in OWN_WORDS:
            for found in shown(text):
                wanted.setdefault(found, path)
    problems = []
    for path in sorted(room.glob("data/messages.*.po")):
        entries = catalogue(path)
        problems += [f"{path}:{line}: no source says {name!r}"
                     for name, line in entries.items() if name not in spelled]
        missing = set(wanted) - set(entries) - NO_MESSAGES
        problems += [f"{wanted[name]}: not in {path.name}: {name!r}"
                     for name in sorted(missing - {"", "%s"})]
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("messages", check(sources.root_from(sys.argv))))
