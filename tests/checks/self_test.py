"""Every check can fail: each is fed a bad sample and must see it, and a good
sample, and must be content."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import documents
import errors
import getters
import headers
import includes
import links
import messages
import sizes
import sources
import symbols
import systems
import words

DOCUMENTED = """#ifndef X_H
#define X_H
#include <stddef.h>
#define COMPLAINT_API __attribute__((visibility("default")))
#define COMPLAINT_CHECKED __attribute__((warn_unused_result))
/**
 * Count the things.
 *
 * @param[in]  thing  what to count; not NULL.
 * @param[out] out  the number.
 * @ownership Nothing is handed over.
 * @return COMPLAINT_OK; COMPLAINT_MISUSE for NULL.
 * @threads Any thread.
 * @since 0.1
 */
COMPLAINT_API COMPLAINT_CHECKED int complaint_thing_count(
    const char *thing, size_t *out);
#endif
"""


class Sample(unittest.TestCase):
    """A small tree of files in a folder of its own."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def assert_problem(self, problems, wanted):
        self.assertTrue(any(wanted in p for p in problems),
                        f"{wanted!r} is not in {problems}")


class Includes(Sample):
    def test_downward_includes_are_fine(self):
        self.write("include/complaint/x.h", "#include <stddef.h>\n")
        self.write("libcomplaint/base/b.h", "#include <complaint/x.h>\n")
        self.write("libcomplaint/text/t.c",
                   '#include "text/t.h"\n#include "base/b.h"\n'
                   "#include <string.h>\n/* #include \"report/r.h\" */\n")
        self.write("examples/e.c", "#include <complaint/x.h>\n")
        self.assertEqual(includes.check(self.root), [])

    def test_an_upward_include_is_found(self):
        self.write("libcomplaint/base/b.c", '#include "report/r.h"\n')
        self.assert_problem(includes.check(self.root), "which is above it")

    def test_an_include_without_its_room_is_found(self):
        self.write("libcomplaint/base/b.c", '#include "b.h"\n')
        self.assert_problem(includes.check(self.root), "room/file.h")

    def test_a_public_header_with_an_internal_include_is_found(self):
        self.write("include/complaint/x.h", '#include "base/b.h"\n')
        self.assert_problem(includes.check(self.root), "must not include")

    def test_a_binding_with_an_internal_include_is_found(self):
        self.write("bindings/complaint.i", '%include "base/b.h"\n')
        self.write("examples/e.c", '#include "../libcomplaint/base/b.h"\n')
        problems = includes.check(self.root)
        self.assert_problem(problems, "base/b.h is not a public header")
        self.assert_problem(problems, "libcomplaint/base/b.h is not")

    def test_an_internal_name_outside_is_found(self):
        self.write("bindings/cli/m.c", "int x = complaint__fail();\n")
        self.assert_problem(includes.check(self.root), "is internal")

    def test_a_header_that_the_umbrella_misses_is_found(self):
        self.write("include/complaint.h", "#include <complaint/x.h>\n")
        self.write("include/complaint/x.h", "")
        self.write("include/complaint/y.h", "")
        self.assert_problem(includes.check(self.root), "y.h:1: <complaint.h>")


class Documents(Sample):
    def problems_with(self, old, new):
        self.assertIn(old, DOCUMENTED)
        self.write("include/x.h", DOCUMENTED.replace(old, new))
        return documents.check(self.root)

    def test_the_six_facts_are_enough(self):
        self.assertEqual(self.problems_with("Count", "Count"), [])

    def test_each_missing_fact_is_found(self):
        for old, wanted in (
                (" * Count the things.\n", "no line that says"),
                (" * @param[out] out  the number.\n", "no @param for out"),
                (" * @ownership Nothing is handed over.\n", "no @ownership"),
                (" * @return COMPLAINT_OK; COMPLAINT_MISUSE for NULL.\n",
                 "no @return"),
                (" * @threads Any thread.\n", "no @threads"),
                (" * @since 0.1\n", "no @since")):
            with self.subTest(old):
                self.assert_problem(self.problems_with(old, ""), wanted)

    def test_wrong_facts_are_found(self):
        for old, new, wanted in (
                ("thing  what", "thong  what", "no such parameter"),
                ("@param[in]  thing", "@param thing", "without [direction]"),
                ("@since 0.1", "@since soon", "is no version"),
                ("COMPLAINT_OK; COMPLAINT_MISUSE for NULL", "a number",
                 "names no status"),
                ("COMPLAINT_API COMPLAINT_CHECKED int", "int",
                 "not marked COMPLAINT_API"),
                ("COMPLAINT_CHECKED int complaint", "void complaint",
                 "returns nothing"),
                ("/**", "/*", "no doc comment")):
            with self.subTest(new):
                self.assert_problem(self.problems_with(old, new), wanted)

    def test_facts_out_of_order_are_found(self):
        self.write("include/x.h", DOCUMENTED.replace(
            " * @threads Any thread.\n * @since 0.1\n",
            " * @since 0.1\n * @threads Any thread.\n"))
        self.assert_problem(documents.check(self.root), "out of order")

    def test_prototypes_are_read_with_callbacks_and_arrays(self):
        path = self.write("include/x.h", """
typedef void (*callback)(int);
struct s { int (*member)(void *self); };
enum e { A = (1 << 2) };
COMPLAINT_API int complaint_a(void (*call)(void *, int), char text[8],
                              const char *format, ...)
    COMPLAINT_PRINTF(3, 4);
#define SKIP(x) \\
    complaint_macro(x);
COMPLAINT_API const char *complaint_b(void);
static inline int complaint_c(int x) { return (x); }
""")
        self.assertEqual(
            [(p.name, p.parameters) for p in sources.prototypes(path)],
            [("complaint_a", ["call", "text", "format"]),
             ("complaint_b", []), ("complaint_c", ["x"])])


class Symbols(Sample):
    def build(self, code):
        source = self.write("x.c", code)
        library = self.root / "libx.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source],
                       check=True)
        self.write("include/x.h", DOCUMENTED)
        return symbols.check(self.root, library)

    def test_equal_sets_are_fine(self):
        self.assertEqual(
            self.build("int complaint_thing_count(void) { return 0; }"), [])

    def test_a_missing_symbol_is_found(self):
        self.assert_problem(self.build("int complaint_other;"),
                            "complaint_thing_count is declared, not exported")

    def test_a_leaked_symbol_is_found(self):
        self.assert_problem(
            self.build("int complaint_thing_count(void) { return 0; }\n"
                       "int complaint__inside(void) { return 0; }"),
            "complaint__inside is exported, not declared")

    def test_a_foreign_name_in_the_archive_is_found(self):
        source = self.write("y.c", "int helper(void) { return 0; }")
        subprocess.run(["cc", "-c", "-o", self.root / "y.o", source],
                       check=True)
        self.build("int complaint_thing_count(void) { return 0; }")
        self.assert_problem(
            symbols.check(self.root, self.root / "libx.so", self.root / "y.o"),
            "helper is outside of complaint_*")

    def test_a_function_of_the_kit_that_is_not_there_is_found(self):
        self.build("int complaint_thing_count(void) { return 0; }")
        self.write("include/conformance.h",
                   DOCUMENTED.replace("thing_count", "kit_run"))
        for name, problems in (("complaint_kit_run", 0),
                               ("complaint_kit_walk", 2)):
            source = self.write("z.c", f"int {name}(void) {{ return 0; }}")
            subprocess.run(["cc", "-c", "-o", self.root / "z.o", source],
                           check=True)
            found = symbols.check(self.root, self.root / "libx.so",
                                  self.root / "z.o", self.root / "z.o")
            self.assertEqual(len(found), problems, found)


class Getters(Sample):
    def given(self, listed, tried="complaint_case_title(one)"):
        self.write("include/complaint/case.h",
                   "COMPLAINT_API const char *complaint_case_title(\n"
                   "    const complaint_case *self);\n")
        self.write("tests/casework/getters.txt", listed)
        self.write("tests/casework/test_view.c", tried)
        return getters.check(self.root)

    def test_a_function_that_is_tried_is_fine(self):
        self.assertEqual(self.given("complaint_case_title masks\n"), [])

    def test_a_function_that_nobody_listed_is_found(self):
        self.assertEqual(len(self.given("# none\n")), 1)

    def test_a_function_that_is_not_tried_is_found(self):
        self.assertEqual(
            len(self.given("complaint_case_title masks\n", "")), 1)

    def test_an_excuse_without_a_reason_is_found(self):
        self.assertEqual(len(self.given("complaint_case_title nothing\n")), 1)


class Systems(Sample):
    def given(self, row, wanted=("A1",)):
        self.write("libcomplaint/data/procedure/shop.yaml", "kind: procedure")
        self.write("tests/procedure/test_shop.c", "START_TEST(it_runs)")
        self.write("tests/procedure/systems.txt", row)
        return systems.check(self.root, wanted)

    def test_a_system_with_its_test_is_fine(self):
        self.assertEqual(self.given(
            "A1 | w | shop | procedure/test_shop.c | it_runs\n"), [])

    def test_a_test_that_is_not_there_is_found(self):
        self.assertEqual(len(self.given(
            "A1 | w | shop | procedure/test_shop.c | it_runs it_ends\n")), 1)

    def test_a_system_and_a_procedure_left_out_are_found(self):
        self.assertEqual(len(self.given("# none\n")), 2)


class Headers(Sample):
    def test_a_plain_header_is_fine(self):
        self.write("include/x.h", DOCUMENTED)
        self.assertEqual(headers.check(self.root), [])

    def test_a_header_that_needs_another_is_found(self):
        self.write("include/x.h", "#ifndef X\n#define X\nsize_t f(void);\n"
                   "#endif\n")
        self.assert_problem(headers.check(self.root), "x.h as c99")

    def test_a_header_without_guard_is_found(self):
        self.write("include/x.h", "struct s { int a; };\n")
        self.assert_problem(headers.check(self.root), "x.h as c11")

    def test_a_header_that_cxx_refuses_is_found(self):
        self.write("include/x.h", "#ifndef X\n#define X\nint f(int class);\n"
                   "#endif\n")
        problems = headers.check(self.root)
        self.assertEqual(len(problems), 1)
        self.assert_problem(problems, "x.h as c++11")


class Sizes(Sample):
    @staticmethod
    def function(lines):
        return "int f(void)\n{\n" + "    g();\n" * (lines - 3) + "}\n"

    def test_the_limits_themselves_are_fine(self):
        text = self.function(70) + "\n"
        self.write("libcomplaint/x.c", text + "/* */\n" *
                   (1000 - text.count("\n")))
        self.assertEqual(sizes.check(self.root), [])

    def test_a_long_function_is_found(self):
        self.write("libcomplaint/x.c", "\n" + self.function(71))
        self.assert_problem(sizes.check(self.root), "x.c:2: a function of 71")

    def test_a_long_file_is_found(self):
        self.write("libcomplaint/x.h", "\n" * 1001)
        self.assert_problem(sizes.check(self.root), "1001 lines")


class Words(Sample):
    def test_plain_text_is_fine(self):
        self.write("docs/x.md", "Call the library.\n")
        self.assertEqual(words.check(self.root), [])

    def test_every_forbidden_word_is_found(self):
        for word in words.FORBIDDEN:
            with self.subTest(word):
                self.write("docs/x.md", f"fine\nsee {word}x\n")
                self.assert_problem(words.check(self.root), f":2: {word}")


class Messages(Sample):
    def setUp(self):
        super().setUp()
        self.write("libcomplaint/base/b.c", """
/* "not a message" */
int f(void) { return complaint__fail(c, e, g(1), "a.b", "field",
    "the field %s has " "no \\"end\\"", x ? ")" : "y"); }""")

    def check(self, name):
        self.write("libcomplaint/data/messages.xx.po",
                   f'msgid ""\nmsgstr "x\\n"\n\nmsgid {name}\n'
                   'msgstr "some"\n"thing"\n#~ msgid "old"\n')
        return messages.check(self.root)

    def check_with(self, code):
        self.write("libcomplaint/text/t.c", code)
        return self.check('"the field %s has "\n"no \\"end\\""')

    def test_a_message_that_is_spelled_is_fine(self):
        self.assertEqual(
            [], self.check('"the field %s has "\n"no \\"end\\""'))

    def test_a_message_that_nobody_spells_is_found(self):
        self.assert_problem(self.check('"the feild %s"'), "po:4: no source")
        self.assert_problem(self.check('"not a message"'), "no source says")

    def test_an_untranslated_failure_is_seen(self):
        text = (self.root / "libcomplaint/base/b.c").read_text()
        self.assertEqual(list(messages.formats_of_failures(text)),
                         ['the field %s has no "end"'])
        self.assert_problem(self.check('"end"'),
                            "b.c: not in messages.xx.po: 'the field")

    def test_an_untranslated_word_is_seen(self):
        for code in ('complaint__word(month, "Unit")',
                     'complaint__context_translate(c, x ? "Unit" : "")',
                     'static const char *said[] = {"this", "no such Unit"};',
                     'return "this is no Unit";'):
            with self.subTest(code):
                self.assert_problem(self.check_with(code), "Unit")

    def test_texts_that_nobody_reads_need_no_translation(self):
        for code in ('complaint__fail(c, e, s, "a.b", "f", "%s", text)',
                     'const char *name = "unit"; /* "the unit" */',
                     '_Static_assert(1 < 2, "a unit is small");',
                     'run("CREATE TABLE \\"%s\\"");',
                     'write("<p class=\\"no unit\\">");'):
            with self.subTest(code):
                self.assertEqual([], self.check_with(code))


class Errors(Sample):
    ENGLISH = "| `a.b` | INVALID | `from`, path | it is wrong |\n"
    CHINESE = "| `a.b` | INVALID | `from`、路径 | 有误 |\n"

    def check(self, english=ENGLISH, chinese=CHINESE, code="a.b",
              status="COMPLAINT_INVALID", field='"from"'):
        self.write("libcomplaint/data/catalog/x.yaml", "- {code: p.q}\n")
        self.write("libcomplaint/base/b.c", f"""
/* "no.code" */
int f(void) {{ g("p.q"); return complaint__fail(c, e, {status}, "{code}",
    {field}, "the field %s", h(1, "x)")); }}""")
        self.write("docs/reference/errors.md", "# Errors\n\n" + english)
        if chinese:
            self.write("docs/reference/errors.zh-CN.md", chinese)
        return errors.check(self.root)

    def test_complete_pages_are_fine(self):
        self.assertEqual([], self.check())
        self.assertEqual([], self.check(status="status", field="x->name"))
        self.assertEqual([], self.check(field='"to"'))

    def test_a_missing_translation_is_found(self):
        self.assert_problem(self.check(chinese=None), "no translation")

    def test_what_a_page_lacks_is_found(self):
        for wanted, given in (
                ('"a.c" is not in', {"code": "a.c"}),
                ('"a.b" is in no source', {"code": "a.c"}),
                ("noun.reason", {"code": "broken"}),
                ("has no DENIED", {"status": "COMPLAINT_DENIED"}),
                ("has no field to", {
                    "english": self.ENGLISH.replace(", path", ""),
                    "chinese": self.CHINESE.replace("、路径", ""),
                    "field": '"to"'}),
                ("in one page only", {"chinese": "\n"}),
                ("another status", {
                    "chinese": self.CHINESE.replace("INVALID", "DENIED")}),
                ("another status", {
                    "chinese": self.CHINESE.replace("`from`", "`to`")}),
                ("not translated", {"chinese": self.ENGLISH})):
            with self.subTest(wanted):
                self.assert_problem(self.check(**given), wanted)


class Links(Sample):
    def check(self, text):
        self.write("README.md", "# Top\n")
        self.write("README.zh-CN.md", "# 顶\n")
        self.write("docs/reference/a.md", text)
        self.write("docs/reference/a.zh-CN.md", "# 甲 (乙)\n\n## Twice\n"
                   "\n## Twice\n")
        return links.check(self.root)

    def test_links_that_lead_somewhere_are_fine(self):
        self.assertEqual([], self.check(
            "# A\n[x](../../README.md#top) [y](a.zh-CN.md#甲-乙) [z](#a)\n"
            "[f](..) [w](https://example.org/x) [t](a.zh-CN.md#twice-1)\n"
            "`[no](link.md)`\n```\n[no](link.md)\n# No\n```\n"))

    def test_links_that_lead_nowhere_are_found(self):
        for text, wanted in (("[x](b.md)", "b.md is not there"),
                             ("[x](#b)", "#b: no such heading"),
                             ("```\n# B\n```\n[x](#b)", "a.md:4"),
                             ("[x](a.zh-CN.md#twice-2)", "no such heading"),
                             ("![x](b.png)", "b.png is not there"),
                             ("[x](/etc)", "out of the project"),
                             ("[x](../../../x)", "out of the project")):
            with self.subTest(text):
                self.assert_problem(self.check(text), wanted)

    def test_a_page_in_one_language_is_found(self):
        self.write("docs/reference/b.md", "")
        self.write("docs/reference/c.zh-CN.md", "")
        self.write("docs/decisions/d.md", "")
        problems = self.check("")
        self.assertEqual(2, len(problems))
        self.assert_problem(problems, "no b.zh-CN.md beside it")
        self.assert_problem(problems, "no c.md beside it")


class Catalogues(Sample):
    """complaint-embed refuses catalogues that would print wrongly."""

    def check(self, *lines):
        path = self.write("messages.xx.po", "\n".join(lines) + "\n")
        result = subprocess.run(
            [os.environ["COMPLAINT_EMBED"], "--check", path],
            capture_output=True, text=True, check=False)
        return result.returncode, result.stderr

    def test_a_good_catalogue_is_fine(self):
        self.assertEqual((0, ""), self.check(
            'msgid ""', 'msgstr ""', '"Content-Type: text/plain\\n"', "",
            '#, c-format', 'msgid "at %s: "', '"%5.2f of %lld\\n"',
            'msgstr "%s：%f，共 %-8lld\\n"', "",
            '#, fuzzy, c-format', 'msgid "%s"', 'msgstr "%d"', "",
            'msgid "%s is new"', 'msgstr ""', "",
            '#, no-c-format', 'msgid "50 % done"', 'msgstr "一半"',
            '#~ msgid "old %s"', '#~ msgstr "旧"'))

    def test_bad_catalogues_are_refused_with_file_and_line(self):
        for wanted, *lines in (
                ("conversion 1", 'msgid "%s %d"', 'msgstr "%d %s"'),
                ("conversion 1", 'msgid "%ld"', 'msgstr "%lld"'),
                ("conversion 2", 'msgid "%*d"', 'msgstr "%*s"'),
                ("1 conversions, but 0", 'msgid "%s"', 'msgstr "x"'),
                ("0 conversions, but 1", 'msgid "x"', 'msgstr "%s"'),
                ("no printf format", 'msgid "%1$s"', 'msgstr "%1$s"'),
                ("no printf format", 'msgid "100%"', 'msgstr "100%"'),
                ("translated twice", 'msgid "a"', 'msgstr "b"',
                 'msgid "a"', 'msgstr "c"'),
                ("unknown escape", 'msgid "\\q"', 'msgstr "x"'),
                ("does not end", 'msgid "a', 'msgstr "x"'),
                ("without msgstr", 'msgid "a"'),
                ("without msgid", 'msgstr "a"'),
                ("not understood", 'msgctxt "a"')):
            with self.subTest(lines):
                status, told = self.check(*lines)
                self.assertEqual(status, 1)
                self.assertIn(wanted, told)
                self.assertRegex(told, r"messages\.xx\.po:\d+: ")


if __name__ == "__main__":
    sys.exit(unittest.main())
