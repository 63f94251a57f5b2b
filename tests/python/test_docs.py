"""The reference's examples run, and it names everything there is."""
import os
import re
import subprocess
import sys
import tempfile
import unittest

import complaint

import support
from test_surface import CLASSES, members

DOCS = os.path.join(support.SOURCE, "docs", "reference")
FILES = ("python.md", "python.zh-CN.md")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def blocks(text, language):
    return re.findall(r"^```%s\n(.*?)^```" % language, text, re.S | re.M)


class Documents(unittest.TestCase):
    def run_text(self, text):
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.run(
                [sys.executable, "-"], input=text, cwd=folder,
                capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stderr), (0, ""), text)
        return run.stdout

    def test_the_examples_run_in_their_order(self):
        try:
            import pandas  # noqa: F401
        except ImportError:
            self.skipTest("pandas is not here")
        for name in FILES:
            text = "\n".join(blocks(read(DOCS, name), "python"))
            self.assertIn("2026-00001", self.run_text(text))

    def test_the_examples_of_the_readme_run(self):
        try:
            import pandas  # noqa: F401
        except ImportError:
            self.skipTest("pandas is not here")
        for name in ("README.md", "README.zh-CN.md",
                     os.path.join("bindings", "python", "README.md")):
            found = blocks(read(support.SOURCE, name), "python")
            self.assertTrue(found, name)
            for block in found:
                self.run_text(block)

    def test_every_name_is_in_the_reference(self):
        for file in FILES:
            text = read(DOCS, file)
            words = set(re.findall(r"\w+", text))
            for name in complaint.__all__:
                self.assertIn(name, words, file)
            for name in CLASSES:
                for member in members(getattr(complaint, name)):
                    self.assertIn(member, words, f"{file}: {name}")

    def test_the_exceptions_are_those_of_the_table(self):
        for file in FILES:
            rows = re.findall(
                r"^\| `(\w+Error)`(?:(?:, |、)`(\w+Error)`)? \| (?:`(\w+)`)?",
                read(DOCS, file), re.M)
            named = {}
            for first, second, built_in in rows:
                for name in (first, second):
                    if name:
                        named[name] = built_in
            real = {}
            for status, cls in complaint._errors.CLASSES.items():
                bases = [base.__name__ for base in cls.__bases__[1:]]
                real[cls.__name__] = bases[0] if bases else ""
            self.assertEqual(named, real, file)


if __name__ == "__main__":
    support.main()
