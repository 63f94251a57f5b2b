"""Files up to 1000 lines, functions up to 70: sizes.py [ROOT]

A function counts from the line where its signature begins to its closing
brace; clang-format puts both braces in the first column."""

import sys

import sources

FILE_MOST = 1000
FUNCTION_MOST = 70
FOLDERS = ("include", "libcomplaint", "bindings", "examples", "tests")


def functions(lines):
    """(first line, length) of every function."""
    start, opened = 0, None
    for number, line in enumerate(lines, 1):
        if opened:
            if line.startswith("}"):
                yield opened, number - opened + 1
                opened, start = None, 0
        elif line == "{" and start:
            opened = start
        elif not line.strip() or line[0] in "#/}" or line.endswith(";"):
            start = 0
        elif not start and not line[0].isspace():
            start = number


def check(root):
    problems = []
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix not in (".c", ".h", ".py", ".lua", ".sh"):
                continue
            lines = path.read_text(encoding="utf-8").splitlines()
            if len(lines) > FILE_MOST:
                problems.append(f"{path}: {len(lines)} lines,"
                                f" more than {FILE_MOST}")
            if path.suffix != ".c":
                continue
            problems += [f"{path}:{line}: a function of {length} lines,"
                         f" more than {FUNCTION_MOST}"
                         for line, length in functions(lines)
                         if length > FUNCTION_MOST]
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("sizes", check(sources.root_from(sys.argv))))
