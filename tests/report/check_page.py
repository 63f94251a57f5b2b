"""A page of the monthly report is sound: check_page.py PAGE FIGURES LANGUAGE

Every element closed in order, no attribute twice; no script, nothing loaded
from elsewhere, no event handler; every SVG an image with title and
description; ids unique and references kept; every number of the figures in
its cell."""

import json
import sys
from html.parser import HTMLParser

VOID = {"meta", "img", "br", "hr", "input", "link"}
SVG = {"svg", "title", "desc", "text", "tspan", "line", "rect", "polyline",
       "circle"}
HTML = {"html", "head", "meta", "title", "style", "body", "main", "header",
        "h1", "h2", "p", "dl", "div", "dt", "dd", "small", "section",
        "figure", "figcaption", "ul", "ol", "li", "span", "table", "thead",
        "tbody", "tr", "th", "td", "bdi", "b"}
COUNTS = ["received", "closed", "open_at_month_end", "within_limit",
          "overdue", "open_overdue"]


class Page(HTMLParser):
    """Collects what is wrong, the tables' rows and the numbers on top."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.problems, self.stack, self.ids, self.wanted = [], [], [], []
        self.tables, self.tiles, self.images = [], [], []
        self.text, self.language, self.titles = "", None, []

    def handle_starttag(self, tag, attrs):
        line = self.getpos()[0]
        names = [name for name, _ in attrs]
        values = dict(attrs)
        if len(names) != len(set(names)):
            self.problems.append(f"{line}: an attribute twice in {tag}")
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "href", "xlink:href"):
                self.problems.append(f"{line}: {tag} {name}={value}")
        inside = "svg" in self.stack
        if tag not in (SVG if inside or tag == "svg" else HTML):
            self.problems.append(f"{line}: a stray element {tag}")
        if "id" in values:
            self.ids.append(values["id"])
        self.wanted += values.get("aria-labelledby", "").split()
        if tag == "html":
            self.language = values.get("lang")
        if tag == "svg":
            self.images.append({"role": values.get("role"), "parts": set()})
        if inside and self.stack[-1] == "svg" and tag in ("title", "desc"):
            self.images[-1]["parts"].add(tag)
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("th", "td", "dd", "dt"):
            self.text = ""
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.stack or self.stack[-1] != tag:
            self.problems.append(
                f"{self.getpos()[0]}: </{tag}> closes {self.stack[-1:]}")
            return
        if tag in ("th", "td"):
            self.tables[-1][-1].append(self.text)
        if tag == "dd" and "section" not in self.stack:
            self.tiles.append(self.text)
        self.stack.pop()

    def handle_data(self, data):
        self.text += data
        for character in data:
            code = ord(character)
            if (code < 32 and character != "\n") or 127 <= code < 160 or \
                    0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
                self.problems.append(
                    f"{self.getpos()[0]}: a hidden character {code:#x}")


def tenths(value, factor=10, unit=""):
    """As the documents write a number from 0: one decimal where it has one."""
    if value is None:
        return "-"
    number = int(value * factor + 0.5)
    return str(number // 10) + (f".{number % 10}" if number % 10 else "") + unit


def numbers(figures, open_key="open_at_month_end"):
    """The cells of a row after its name."""
    return [str(figures[open_key if key == "open_at_month_end" else key])
            for key in COUNTS] + [
        tenths(figures["share_within"], 1000, " %"),
        tenths(figures["median_working_days"]),
        tenths(figures["p90_working_days"])]


def check_tables(page, figures):
    rows = [[row[1:] for row in table[1:]] for table in page.tables]
    history = figures["history"]
    first = next((i for i, m in enumerate(history[:-1])
                  if m["received"] or m["closed"] or m["open_at_month_end"]),
                 len(history) - 1)
    wanted = [[numbers(month) for month in history[first:]]]
    wanted += [[numbers(group) for group in figures[key]]
               for key in ("by_category", "by_unit", "by_channel")
               if figures[key]]
    wanted.append([numbers(figures["cohort"], "open")])
    if rows != wanted:
        for number, (is_, should) in enumerate(zip(rows, wanted)):
            if is_ != should:
                yield f"table {number}: {is_[:3]} is not {should[:3]}"
        yield f"{len(rows)} tables, {len(wanted)} wanted"
    tops = [tile.split("%")[0].strip() for tile in page.tiles]
    tops = [top if top[:1].isdigit() else "-" for top in tops]
    wanted = [number.replace(" %", "") for number in numbers(figures)]
    if tops != wanted:
        yield f"on top: {tops} is not {wanted}"


def check(text, figures, language):
    page = Page()
    page.feed(text)
    page.close()
    yield from page.problems
    if page.stack:
        yield f"not closed: {page.stack}"
    if not text.startswith("<!DOCTYPE html>\n") or page.language != language:
        yield f"language {page.language}, not {language}"
    for word in ("<script", "<iframe", "<link", "<img", "@import", "url("):
        if word in text.lower():
            yield f"{word} in the page"
    for image in page.images:
        if image["role"] != "img" or image["parts"] != {"title", "desc"}:
            yield f"an SVG without role, title or description: {image}"
    if len(set(page.ids)) != len(page.ids):
        yield "an id twice"
    if set(page.wanted) - set(page.ids):
        yield f"no such id: {set(page.wanted) - set(page.ids)}"
    if figures["received"] and len(page.images) != 5:
        yield f"{len(page.images)} charts, not 5"
    yield from check_tables(page, figures)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        text = file.read()
    with open(sys.argv[2], encoding="utf-8") as file:
        figures = json.load(file)
    problems = list(check(text, figures, sys.argv[3]))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
