"""What is exposed, and nothing else; names agree with the headers."""
import ast
import os
import re
import subprocess
import sys
import unittest

import complaint
from complaint import _complaint_swig as core

import support

HERE = os.path.dirname(os.path.abspath(__file__))
CLASSES = ("Actor", "Calendar", "Case", "Column", "ComplaintError", "Cursor",
           "Dataset", "Definition", "Figure", "Money", "Procedure", "Record",
           "Register")
INHERITED = {name for base in (tuple, Exception) for name in dir(base)}


def members(cls):
    inherited = {name for base in cls.__mro__[1:]
                 if not base.__module__.startswith("complaint")
                 for name in dir(base)}
    return sorted(name for name in vars(cls)
                  if not name.startswith("_") and name not in inherited
                  or name in vars(cls) and not name.startswith("_"))


def surface():
    """Every public name, one a line."""
    lines = []
    for name in sorted(complaint.__all__):
        lines.append(name)
        if name in CLASSES:
            lines += [f"{name}.{member}"
                      for member in members(getattr(complaint, name))]
    for name in sorted(vars(core)):
        if isinstance(getattr(core, name), type) and name.startswith("core_"):
            lines += [f"core.{name}.{member}"
                      for member in sorted(vars(getattr(core, name)))
                      if not member.startswith("_") and member != "thisown"]
        elif name.startswith("core_"):
            lines.append(f"core.{name}")
    return "\n".join(lines) + "\n"


def header(name):
    path = os.path.join(support.SOURCE, "include", "complaint", name)
    with open(path, encoding="utf-8") as file:
        return file.read()


def enum_items(text, enum):
    body = re.search(r"enum %s \{(.*?)\};" % enum, text, re.S).group(1)
    return {name: int(value) for name, value in
            re.findall(r"\bCOMPLAINT_(\w+) = (-?\d+)", body)}


class Surface(unittest.TestCase):
    def test_nothing_appeared_or_vanished(self):
        path = os.path.join(HERE, "surface.txt")
        if os.environ.get("COMPLAINT_SURFACE") == "write":
            with open(path, "w", encoding="utf-8") as file:
                file.write(surface())
        with open(path, encoding="utf-8") as file:
            self.assertEqual(surface().splitlines(),
                             file.read().splitlines())

    def test_all_public_names_are_listed_and_documented(self):
        public = {name for name, value in vars(complaint).items()
                  if not name.startswith("_")
                  and not isinstance(value, type(sys))}
        self.assertEqual(public, set(complaint.__all__))
        for name in complaint.__all__:
            self.assertTrue(getattr(complaint, name).__doc__, name)
        for name in CLASSES:
            cls = getattr(complaint, name)
            for member in ("Case", "Register", "Dataset"):
                if name == member:
                    for method in members(cls):
                        self.assertTrue(getattr(cls, method).__doc__,
                                        f"{name}.{method}")

    def test_statuses_are_those_of_the_header(self):
        items = enum_items(header("status.h"), "complaint_status")
        self.assertEqual({s.name: int(s) for s in complaint.Status}, items)
        self.assertEqual({s: core.core_status_text(s)
                          for s in complaint.Status},
                         {s: s.name.lower() for s in complaint.Status})

    def test_every_status_but_ok_has_an_exception(self):
        for status in complaint.Status:
            name = "".join(map(str.capitalize, status.name.split("_")))
            if status == 0:
                self.assertFalse(hasattr(complaint, name + "Error"))
                continue
            cls = getattr(complaint, name + "Error")
            self.assertTrue(issubclass(cls, complaint.ComplaintError))

    def test_column_types_and_flags_are_those_of_the_header(self):
        text = header("relation.h")
        types = {name[len("COLUMN_"):].lower() for name in
                 enum_items(text, "complaint_column_type")}
        flags = {name[len("COLUMN_"):].lower() for name in
                 enum_items(text, "complaint_column_flag")}
        seen = [about for columns in complaint.relations().values()
                for about in columns.values()]
        self.assertEqual({about["type"] for about in seen}, types)
        for about in seen:
            self.assertEqual(set(about) - {"type"}, flags)
        for flag in flags:
            self.assertTrue(any(about[flag] for about in seen), flag)

    def test_relations_are_those_of_the_model(self):
        path = os.path.join(support.SOURCE, "libcomplaint", "model",
                            "relations.def")
        with open(path, encoding="utf-8") as file:
            model = re.findall(r"^COLUMN\((\w+), (\w+), (\w+)",
                               file.read(), re.M)
        self.assertEqual(
            [(relation, column, about["type"].upper())
             for relation, columns in complaint.relations().items()
             for column, about in columns.items()], model)

    def test_relations_are_copies(self):
        complaint.relations()["case"].clear()
        self.assertIn("title", complaint.relations()["case"])

    def test_no_column_of_a_case_hides_behind_a_method(self):
        self.assertEqual(set(complaint.relations()["case"])
                         & set(vars(complaint.Case)), set())

    def test_typos_are_errors(self):
        with complaint.open("memory:", create=True) as register:
            for thing in (register, register.cases(), register.dataset(),
                          complaint.Calendar("cn")):
                with self.assertRaises(AttributeError):
                    thing.typo = 1
                with self.assertRaises(AttributeError):
                    thing.typo

    def test_importing_is_quiet_and_brings_no_numpy(self):
        run = subprocess.run(
            [sys.executable, "-X", "dev", "-W", "error", "-c",
             "import complaint, sys\n"
             "assert 'numpy' not in sys.modules\n"
             "r = complaint.open('memory:', create=True)\n"
             "r.install('procedure/iso10002', 'calendar/cn')\n"
             "c = r.file(title='x'); cursor = r.cases()\n"
             "d = r.dataset(); columns = d.columns\n"
             "del d, r; del c, cursor, columns\n"],
            capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stdout, run.stderr),
                         (0, "", ""))

    def test_the_version_is_the_headers(self):
        version = re.search(r'VERSION_STRING "(.*)"', header("export.h"))
        self.assertEqual(complaint.__version__, version.group(1))


class Stub(unittest.TestCase):
    """The type stub says what is there."""

    ANNOTATION = {"text": "str", "bytes": "str", "time": "datetime",
                  "integer": "int", "boolean": "bool", "money": "Money",
                  "json": "Any"}

    @classmethod
    def setUpClass(cls):
        path = os.path.join(os.path.dirname(complaint.__file__),
                            "__init__.pyi")
        with open(path, encoding="utf-8") as file:
            cls.tree = ast.parse(file.read())
        cls.classes = {node.name: node for node in cls.tree.body
                       if isinstance(node, ast.ClassDef)}

    def names(self, body):
        for node in body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                yield node.name
            elif isinstance(node, ast.AnnAssign):
                yield node.target.id

    def test_it_names_what_the_package_exports(self):
        named = {name for name in self.names(self.tree.body)
                 if not name.startswith("_")}
        self.assertEqual(named, set(complaint.__all__))

    def test_its_classes_have_the_members_of_the_real_ones(self):
        for name in CLASSES:
            real = set(members(getattr(complaint, name)))
            if name == "Case":
                real |= set(complaint.relations()["case"])
            if name == "ComplaintError":
                real |= {"status", "message", "detail", "field", "file",
                         "line", "column", "backend_code", "items", "result"}
            real |= {slot for slot in getattr(getattr(complaint, name),
                                              "__slots__", ())
                     if not slot.startswith("_")}
            named = {member for member in self.names(self.classes[name].body)
                     if not member.startswith("_")}
            self.assertEqual(named, real, name)

    def test_its_columns_have_the_types_of_the_model(self):
        typed = {node.target.id: ast.unparse(node.annotation)
                 for node in self.classes["Case"].body
                 if isinstance(node, ast.AnnAssign)}
        for name, about in complaint.relations()["case"].items():
            expected = self.ANNOTATION[about["type"]]
            if not about["required"] and expected != "Any":
                expected = f"Optional[{expected}]"
            self.assertEqual(typed[name], expected, name)

    def test_its_statuses_and_bases_are_the_real_ones(self):
        items = {node.targets[0].id: ast.literal_eval(node.value)
                 for node in self.classes["Status"].body}
        self.assertEqual(items, {s.name: int(s) for s in complaint.Status})
        for status in complaint.Status:
            if status == 0:
                continue
            name = "".join(map(str.capitalize, status.name.split("_")))
            bases = [base.id for base in self.classes[name + "Error"].bases]
            self.assertEqual(bases, [base.__name__ for base in getattr(
                complaint, name + "Error").__bases__])


if __name__ == "__main__":
    support.main()
