"""Whatever hands out cases asks who looks: getters.py [ROOT]

Every public function that takes a register, a case or a cursor is in
tests/casework/getters.txt with what it does about the viewer: "masks" (tried
by tests/casework/test_view.c, which must name it), "denies" (likewise), or
"nothing" with the reason. A new function that is not there fails."""

import re
import sys

import sources

TAKES = re.compile(
    r"COMPLAINT_API[^;]*?\b(complaint_[a-z_]+)\s*\(([^;]*?)\)\s*;", re.S)
ABOUT = re.compile(r"\bcomplaint_(register|case|cursor) \*\w")
ANSWERS = ("masks", "denies", "nothing")


def functions(root):
    found = {}
    for path in sources.public_headers(root):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"),
                      flags=re.S)
        for name, inputs in TAKES.findall(text):
            if ABOUT.search(inputs):
                found[name] = path
    return found


def answers(path):
    listed = {}
    for number, line in enumerate(
            path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            name, _, rest = line.partition(" ")
            listed[name] = (number, *rest.partition(" ")[::2])
    return listed


def check(root):
    problems = []
    path = root / "tests" / "casework" / "getters.txt"
    listed = answers(path)
    test = (path.parent / "test_view.c").read_text(encoding="utf-8")
    found = functions(root)
    for name, header in sorted(found.items()):
        if name not in listed:
            problems.append(f"{header}: {name} is not in {path.name}: does it "
                            "ask who looks?")
    for name, (number, answer, reason) in listed.items():
        where = f"{path}:{number}"
        if name not in found:
            problems.append(f"{where}: there is no {name}")
        if answer not in ANSWERS or (answer == "nothing" and not reason):
            problems.append(f"{where}: masks, denies, or nothing and why")
        if answer in ("masks", "denies") and not re.search(
                rf"\b{name}\(", test):
            problems.append(f"{where}: test_view.c does not try {name}")
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("getters", check(sources.root_from(sys.argv))))
