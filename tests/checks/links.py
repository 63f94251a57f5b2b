"""Links between the project's own pages lead somewhere: links.py [ROOT]

In README*.md, *.md at the top and docs/: every relative link names a file or
folder that is there, and its #fragment a heading of that page. Each page for
users has its Chinese sibling, and they stand in the same folder."""

import re
import sys

import sources

LINK = re.compile(r"(?<!\\)\[[^\]\n]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")


def pages(root):
    return sorted(root.glob("*.md")) + sorted((root / "docs").rglob("*.md"))


def plain(text):
    """The text with fenced and inline code blanked."""
    text = re.sub(r"^(```|~~~)[^\n]*\n.*?^\1", lambda m: sources.blank(
        m.group()), text, flags=re.M | re.S)
    return re.sub(r"`[^`\n]+`", lambda m: sources.blank(m.group()), text)


def anchors(path):
    """Fragments of a page's headings, made as the usual viewers do."""
    found = set()
    text = re.sub(r"^(```|~~~)[^\n]*\n.*?^\1", "",
                  path.read_text(encoding="utf-8"), flags=re.M | re.S)
    for heading in re.findall(r"^#{1,6} +(.*?) *#*$", text, re.M):
        heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", heading.strip().lower())
        slug = slug.replace(" ", "-")
        number, name = 0, slug
        while name in found:
            number += 1
            name = f"{slug}-{number}"
        found.add(name)
    return found


def check_links(root, page):
    text = plain(page.read_text(encoding="utf-8"))
    for match in LINK.finditer(text):
        where = f"{page}:{text.count(chr(10), 0, match.start()) + 1}"
        target = match.group(1)
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        name, _, fragment = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if name.startswith("/") or not path.is_relative_to(root):
            yield f"{where}: {target} leads out of the project"
        elif not path.exists():
            yield f"{where}: {target} is not there"
        elif fragment and path.suffix == ".md" and \
                fragment not in anchors(path):
            yield f"{where}: {target}: no such heading"


def check_siblings(root):
    """README and docs/reference are for users: in English and in Chinese."""
    for page in [root / "README.md"] + \
            sorted((root / "docs/reference").glob("*.md")):
        chinese = page.name.endswith(".zh-CN.md")
        name = page.name.replace(".zh-CN.md", ".md") if chinese else \
            page.name.replace(".md", ".zh-CN.md")
        if page.exists() and not (page.parent / name).exists():
            yield f"{page}: no {name} beside it"


def check(root):
    root = root.resolve()
    problems = list(check_siblings(root))
    for page in pages(root):
        problems += check_links(root, page)
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("links", check(sources.root_from(sys.argv))))
