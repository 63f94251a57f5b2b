"""A person's data as a page: sound HTML, in three languages, with every fact
of the export on it, whatever the facts say."""
import re
import unittest
from html.parser import HTMLParser

import complaint

import support

ELEMENTS = {"html", "head", "meta", "title", "style", "body", "main", "header",
            "section", "h1", "h2", "h3", "p", "div", "table", "caption",
            "thead", "tbody", "tr", "th", "td", "ol", "li", "bdi", "time"}
HOSTILE = [
    "<script>alert(1)</script>", "</td></table><img src=x onerror=y>",
    "a \"quoted\" and 'quoted' & <b>", "\u202etxet desrever\u202c",
    "\u2066isolated\u2069\u200f", "line\nbreak\ttab", "bell\u2028end\ufeff",
    "]]>--><!--", "&lt;&amp;&#39;", "退货 貨 \U0001f4e6", "{{x}} %s %n ${y}",
    "javascript:alert(1)", "https://example.org/?a=1&b=2"]
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f"
                    "\u2028-\u202e\u2066-\u2069\ufeff]")


class Page(HTMLParser):
    """The texts of cells and lists, and whether elements are in order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.stack, self.seen, self.language = [], set(), None
        self.cells, self.rows, self.times, self.level = [], 0, set(), 0
        self.feed(text)
        self.close()
        assert not self.stack, self.stack
        self.cells = [cell.strip() for cell in self.cells]

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        assert tag in ELEMENTS, tag
        assert len(values) == len(attrs), attrs
        assert values.keys() <= {"lang", "charset", "name", "content", "class",
                                 "http-equiv", "scope", "datetime"}, attrs
        if tag == "html":
            self.language = values["lang"]
        if tag in ("h1", "h2", "h3"):
            assert int(tag[1]) <= self.level + 1, tag
            self.level = int(tag[1])
        if tag == "th":
            assert values["scope"] in ("row", "col")
        if tag == "tr":
            self.rows += 1
        if tag == "time":
            self.times.add(values["datetime"])
        if tag in ("td", "li", "h1", "h2", "h3", "th", "p", "div"):
            self.cells.append("")
        if tag != "meta":
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag, tag

    def handle_data(self, data):
        assert self.stack or not data.strip(), data
        if "style" in self.stack:
            assert "url(" not in data and "@import" not in data
        elif self.cells:
            self.cells[-1] += data

    def handle_comment(self, data):
        raise AssertionError(data)


def leaves(value, found):
    """Every text and number of the export, however deep."""
    if isinstance(value, dict):
        for member in value.values():
            leaves(member, found)
    elif isinstance(value, (list, tuple)):
        for member in value:
            leaves(member, found)
    elif value is not None and not isinstance(value, bool):
        found.append(value)
    return found


def shown(value):
    return HIDDEN.sub(" ", str(value)).strip()


class PersonPage(support.RegisterTest):
    def setUp(self):
        super().setUp()
        for number, text in enumerate(HOSTILE):
            self.register.file(
                title="title " + text.replace("\n", " ").replace("\t", " ")
                .replace("\u2028", " "), description=text,
                remark={"deep": [text, {"deeper": [number, [text, -7]]}],
                        "yes": True, "none": [], text[:9]: "key"},
                parties=[{"name": "Payer", "phone": "13800012345",
                          "address": text}, {"name": "Another"}])
        self.person = {"phone": "13800012345"}

    def page(self, language):
        return Page(self.register.person_page(self.person, language=language))

    def test_every_fact_of_the_export_is_on_the_page(self):
        wanted = leaves(self.register.export_person(self.person), [])
        self.assertGreater(len(wanted), 20 * len(HOSTILE))
        for language in ("en", "zh-CN", "zh-TW"):
            page = self.page(language)
            cells = "\0".join(page.cells)
            for value in wanted:
                if value not in page.times:
                    self.assertIn(shown(value), cells)
            self.assertGreater(page.rows, 10 * len(HOSTILE))

    def test_each_language_says_so_and_has_words_of_its_own(self):
        pages = {language: self.page(language)
                 for language in ("en", "zh-CN", "zh-TW")}
        words = {"en": ["Everything kept about you", "telephone"],
                 "zh-CN": ["关于您的全部记录", "电话"],
                 "zh-TW": ["關於您的全部紀錄", "電話"]}
        for language, page in pages.items():
            self.assertEqual(page.language, language)
            for word in words[language]:
                self.assertIn(word, page.cells)
        with self.assertRaises(complaint.NotFoundError) as caught:
            self.register.person_page(self.person, language="fr")
        self.assertEqual(caught.exception.field, "language")

    def test_nobody_others_and_viewers_without_the_right(self):
        page = Page(self.register.person_page({"phone": "13999999999"}, language="en"))
        self.assertIn("Nothing about this person was found.", page.cells)
        self.assertNotIn("Another", "".join(self.page("en").cells))
        self.register.view_as(complaint.Actor("x", None, ("auditor",)))
        with self.assertRaises(complaint.DeniedError):
            self.register.person_page(self.person)

    def test_the_same_data_give_the_same_bytes(self):
        self.assertEqual(*(self.register.person_page(self.person)
                           for _ in range(2)))


if __name__ == "__main__":
    unittest.main()
