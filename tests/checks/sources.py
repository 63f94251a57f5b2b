"""Reading C well enough to check it: comments, prototypes, tracked files."""

import re
import subprocess
from collections import namedtuple
from pathlib import Path

# Lowest first: a room may include itself and what stands before it.
ROOMS = ["data", "base", "text", "calendar", "model", "storage", "procedure",
         "register", "casework", "analysis", "exchange", "report"]

Prototype = namedtuple(
    "Prototype", "name returns parameters comment exported checked path line")

TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
MACROS = re.compile(r"\b(?:COMPLAINT_PRINTF|__attribute__)\s*\(+[^;]*?\)+|"
                    r"\bCOMPLAINT_(?:API|CHECKED|BEGIN|END)\b")


def blank(text):
    """Spaces for every character but line breaks."""
    return re.sub(r"[^\n]", " ", text)


def without_comments(text, strings=True):
    """The text with comments (and strings) blanked, in the same places."""
    def replace(match):
        token = match.group()
        if token[0] == "/" or strings:
            return blank(token)
        return token
    return TOKEN.sub(replace, text)


def without_directives(text):
    """Preprocessor lines blanked, continued ones as well."""
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*",
                  lambda match: blank(match.group()), text, flags=re.M)


def statements(code):
    """(start, text) of every statement at top level, bodies left out."""
    start, depth, kept = None, 0, []
    for at, char in enumerate(code):
        if start is None:
            if char.isspace() or char in ";}":
                continue
            start, kept = at, []
        if char == "{":
            depth += 1
        if depth == 0 and char != ";":
            kept.append(char)
        if char == "}":
            depth -= 1
        body_ends = (char == "}" and depth == 0 and
                     "".join(kept).rstrip().endswith(")"))
        if depth == 0 and (char == ";" or body_ends):
            yield start, "".join(kept)
            start = None


def split_parameters(text):
    """Names of the parameters in the text between a function's brackets."""
    parts, depth, part = [], 0, ""
    for char in text:
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += char
    parts.append(part)
    names = []
    for part in (p.strip() for p in parts):
        if part in ("void", "", "..."):
            continue
        pointer = re.search(r"\(\s*\*\s*(\w+)", part)
        words = re.findall(r"\w+", re.sub(r"\[[^\]]*\]", "", part))
        names.append(pointer.group(1) if pointer else words[-1])
    return names


def prototypes(path):
    """Every function that a header declares, with its doc comment."""
    raw = path.read_text(encoding="utf-8")
    code = without_directives(without_comments(raw))
    code = re.sub(r"\bCOMPLAINT_(?:BEGIN|END)\b",
                  lambda match: blank(match.group()), code)
    comments = [m for m in TOKEN.finditer(raw) if m.group()[0] == "/"]
    for start, text in statements(code):
        plain = MACROS.sub(" ", text)
        if "(" not in plain or plain.split()[0] == "typedef":
            continue
        match = re.match(r"\s*(.*?)(\w+)\s*\((.*)\)\s*$", plain, re.S)
        if not match:
            continue
        before = [m for m in comments if m.end() <= start and
                  not code[m.end():start].strip()]
        yield Prototype(
            match.group(2), " ".join(match.group(1).split()),
            split_parameters(match.group(3)),
            before[-1].group() if before else "",
            "COMPLAINT_API" in text, "COMPLAINT_CHECKED" in text,
            path, raw.count("\n", 0, start) + 1)


def public_headers(root):
    return sorted((root / "include").rglob("*.h"))


def tracked_files(root):
    """Files under version control, or all but builds without git."""
    git = subprocess.run(["git", "-C", str(root), "ls-files", "-z"],
                         capture_output=True, check=False) \
        if (root / ".git").exists() else None
    if git and git.returncode == 0:
        names = [n for n in git.stdout.decode().split("\0") if n]
    else:
        names = [str(p.relative_to(root)) for p in root.rglob("*")
                 if not re.match(r"(build|out|\.git)(/|$)",
                                 str(p.relative_to(root)))]
    return [root / n for n in names if (root / n).is_file()]


def finish(what, problems):
    """Print the problems, or that there are none; the exit status."""
    for problem in problems:
        print(problem)
    print(f"{what}: {len(problems) or 'no'} problem"
          f"{'' if len(problems) == 1 else 's'}")
    return 1 if problems else 0


def root_from(arguments):
    """The root of the checkout: the first argument, or from this file."""
    return Path(arguments[1]).resolve() if len(arguments) > 1 else \
        Path(__file__).resolve().parents[2]
