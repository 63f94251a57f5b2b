"""The pages of errors tell what the sources do: errors.py [ROOT]

Every detail code of the sources stands in docs/reference/errors.md with the
statuses and fields that it is made with, as far as these are written out where
the error is made; no other code stands there; and each translation of the page
lists the same codes with the same statuses and literal fields."""

import re
import sys

import sources

PAGE = "docs/reference/errors.md"
CODE = re.compile(r'"([a-z]+(?:_[a-z]+)*\.[a-z0-9]+(?:_[a-z0-9]+)*)"')
STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", re.M)
# Texts of the same shape that are something else.
OTHERS = {"params.month_len", "receipt.pdf"}


def arguments(text, at):
    """The arguments of the call whose bracket was opened just before `at`."""
    found, depth, start = [], 0, at
    while at < len(text):
        string = STRING.match(text, at)
        if string:
            at = string.end()
            continue
        if text[at] in ")]}" and depth == 0:
            break
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if text[at] == "," and depth == 0:
            found.append(text[start:at].strip())
            start = at + 1
        at += 1
    return found + [text[start:at].strip()]


def codes_of_catalogs(root):
    """Codes of complaints are spelled like those of errors."""
    return {code for path in (root / "libcomplaint/data").glob("catalog/*.yaml")
            for code in re.findall(r"code: ([a-z.-]+)",
                                   path.read_text(encoding="utf-8"))}


def read_sources(root):
    """({code: path}, [(path, code, status, field)]) of the sources; status
    and field None where an expression stands for them."""
    codes, made = {}, []
    others = OTHERS | codes_of_catalogs(root)
    for path in sorted((root / "libcomplaint").rglob("*.c")):
        text = sources.without_comments(path.read_text(encoding="utf-8"),
                                        strings=False)
        for code in CODE.findall(text):
            if code not in others:
                codes.setdefault(code, path)
        for match in re.finditer(r"\bcomplaint__fail\s*\(", text):
            given = arguments(text, match.end())
            if len(given) < 6:
                continue
            status = re.fullmatch(r"COMPLAINT_(\w+)", given[2])
            field = re.fullmatch(r'"([^"]*)"', given[4])
            for code in re.findall(r'"([^"]*)"', given[3]):
                made.append((path, code, status and status.group(1),
                             field and field.group(1)))
        for match in re.finditer(r"\bcomplaint__reade?r?_refuse\s*\(", text):
            for code in re.findall(r'^"([^"]*)"$',
                                   arguments(text, match.end())[1]):
                made.append((path, code, "INVALID", None))
    return codes, made


def read_page(path):
    """{code: (statuses, literal fields, meaning, whether the fields have other
    words as well)} of the page's table."""
    rows = {}
    if path.exists():
        for code, statuses, fields, meaning in ROW.findall(
                path.read_text(encoding="utf-8")):
            rows[code] = (set(re.findall(r"[A-Z_]+", statuses)),
                          set(re.findall(r"`([^`]+)`", fields)), meaning,
                          re.sub(r"`[^`]+`|[,、\s]", "", fields) != "")
    return rows


def check_page(root, rows):
    codes, made = read_sources(root)
    for code in sorted(codes.keys() - rows.keys()):
        yield f"{codes[code]}: \"{code}\" is not in {PAGE}"
    for code in sorted(rows.keys() - codes.keys()):
        yield f"{PAGE}: \"{code}\" is in no source"
    for path, code, status, field in made:
        if not CODE.fullmatch(f'"{code}"'):
            yield f"{path}: \"{code}\" is not of the form noun.reason"
        if code not in rows:
            continue
        statuses, fields, _, others = rows[code]
        if statuses and status and status not in statuses:
            yield f"{path}: {PAGE} has no {status} for \"{code}\""
        if field and field not in fields and not others:
            yield f"{path}: {PAGE} has no field {field} for \"{code}\""


def check(root):
    rows = read_page(root / PAGE)
    problems = list(check_page(root, rows))
    translations = sorted((root / PAGE).parent.glob("errors.*.md"))
    if not translations:
        problems.append(f"{PAGE}: no translation of it")
    for path in translations:
        other = read_page(path)
        for code in sorted(rows.keys() ^ other.keys()):
            problems.append(f"{path}: \"{code}\" is in one page only")
        for code in sorted(rows.keys() & other.keys()):
            if rows[code][:2] != other[code][:2]:
                problems.append(f"{path}: \"{code}\" has another status or "
                                f"field than in {PAGE}")
            if not other[code][2].strip() or other[code][2] == rows[code][2]:
                problems.append(f"{path}: \"{code}\" is not translated")
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("errors", check(sources.root_from(sys.argv))))
