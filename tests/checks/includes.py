"""Includes point down only: includes.py [ROOT]

A room includes its own and lower rooms; public headers include public ones;
bindings, examples and tests/api know the public headers alone."""

import re
import sys

import sources

INCLUDE = re.compile(r'^[ \t]*[#%][ \t]*(?:include|import)[ \t]*([<"])([^>"]+)',
                     re.M)
STANDARD = {"stdarg.h", "stdbool.h", "stddef.h", "stdint.h", "inttypes.h"}
SOURCE = {".c", ".h", ".i", ".swg", ".pyx"}


def includes(path):
    raw = path.read_text(encoding="utf-8")
    text = sources.without_comments(raw, strings=False)
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, *match.groups()


def check_public(root, path):
    for line, mark, name in includes(path):
        if mark == "<" and (name in STANDARD or
                            (root / "include" / name).is_file()):
            continue
        yield f"{path}:{line}: a public header must not include {name}"


def check_room(root, path):
    room = path.relative_to(root / "libcomplaint").parts[0]
    for line, mark, name in includes(path):
        target = name.split("/")[0]
        if name.startswith("complaint/") or name == "complaint.h":
            if mark != "<" or not (root / "include" / name).is_file():
                yield f"{path}:{line}: no public header <{name}>"
        elif mark == "<":
            continue
        elif target not in sources.ROOMS or "/" not in name:
            yield f'{path}:{line}: write "room/file.h", not "{name}"'
        elif sources.ROOMS.index(target) > sources.ROOMS.index(room):
            yield f"{path}:{line}: {room} includes {name}, which is above it"


def check_outside(root, path):
    for line, mark, name in includes(path):
        room = name.split("/")[0] if "/" in name else ""
        inside = (mark == '"' and room in sources.ROOMS) or \
            "libcomplaint/" in name
        public = name.startswith("complaint/") and path.suffix in (".c", ".h")
        if inside or (public and not (root / "include" / name).is_file()):
            yield f"{path}:{line}: {name} is not a public header"
    text = sources.without_comments(path.read_text(encoding="utf-8"))
    for match in re.finditer(r"\bcomplaint__\w+", text):
        line = text.count("\n", 0, match.start()) + 1
        yield f"{path}:{line}: {match.group()} is internal"


def check_umbrella(root):
    """<complaint.h> brings every header of include/complaint."""
    umbrella = root / "include" / "complaint.h"
    if not umbrella.is_file():
        return
    reached, left = set(), [umbrella]
    while left:
        path = left.pop()
        if path not in reached and path.is_file():
            reached.add(path)
            left += [root / "include" / name for _, _, name in includes(path)]
    for path in sorted((root / "include" / "complaint").glob("*.h")):
        if path not in reached:
            yield f"{path}:1: <complaint.h> does not bring it"


def check(root):
    problems = list(check_umbrella(root))
    for path in sources.public_headers(root):
        problems += check_public(root, path)
    for room in sources.ROOMS:
        for path in sorted((root / "libcomplaint" / room).rglob("*.[ch]")):
            problems += check_room(root, path)
    for folder in ("bindings", "examples", "tests/api", "tests/support"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SOURCE and path.is_file():
                problems += check_outside(root, path)
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("includes", check(sources.root_from(sys.argv))))
