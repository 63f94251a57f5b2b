"""Every detail code of the sources is in docs/reference/errors.md, and every
one listed there occurs: details.py ROOT"""

import pathlib
import re
import sys

CODE = re.compile(r'"([a-z]+(?:_[a-z]+)*\.[a-z0-9]+(?:_[a-z0-9]+)*)"')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
# Texts of the same shape that are something else.
OTHERS = {"params.month_len", "receipt.pdf"}


def in_sources(root):
    found = {}
    catalog = root / "libcomplaint/data/catalog/general.yaml"
    others = OTHERS | set(re.findall(r"code: ([a-z.-]+)",
                                     catalog.read_text(encoding="utf-8")))
    for path in sorted((root / "libcomplaint").rglob("*.c")):
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        for code in CODE.findall(text):
            if code not in others:
                found.setdefault(code, path.relative_to(root))
    return found


def main(root):
    page = (root / "docs/reference/errors.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([^`]+)` \|", page, re.M))
    found = in_sources(root)
    for code in sorted(found.keys() - listed):
        print(f"{found[code]}: \"{code}\" is not in docs/reference/errors.md")
    for code in sorted(listed - found.keys()):
        print(f"docs/reference/errors.md: \"{code}\" is in no source")
    return 1 if found.keys() ^ listed else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
