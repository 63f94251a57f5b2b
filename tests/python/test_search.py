"""Search and backup from Python: terms, options, pages, copies, errors."""
import pathlib
import tempfile
import unittest

import complaint

import support


class Search(support.RegisterTest):
    def setUp(self):
        super().setUp()
        for title in ("投诉 退货", "8D report", "退貨", "ＫＥＴＴＬＥ"):
            self.register.file(title=title, channel="phone")

    def titles(self, *args, **more):
        return [one.title for one in self.register.search(*args, **more)]

    def test_any_part_of_a_text_is_found_newest_first(self):
        self.assertEqual(self.titles("退"), ["退貨", "投诉 退货"])
        self.assertEqual(self.titles("退货"), ["投诉 退货"])
        self.assertEqual(self.titles("8d"), ["8D report"])
        self.assertEqual(self.titles("kettle"), ["ＫＥＴＴＬＥ"])
        self.assertEqual(self.titles("退 诉"), ["投诉 退货"])
        self.assertEqual(self.titles("诉退"), [])

    def test_options_and_filters(self):
        self.assertEqual(self.titles("退货", variants=True),
                         ["退貨", "投诉 退货"])
        self.assertEqual(self.titles("退", {"channel": "web"}), [])
        self.assertEqual(self.titles("退", order="recorded", limit=1),
                         ["投诉 退货"])
        page = self.register.search("退", limit=1)
        self.assertEqual([one.title for one in page], ["退貨"])
        self.assertEqual(self.titles("退", limit=1, after=page.token),
                         ["投诉 退货"])

    def test_what_is_found_makes_a_table(self):
        rows = [one.record for one in self.register.search("退")]
        try:
            import pandas
        except ImportError:
            self.skipTest("no pandas")
        self.assertEqual(list(pandas.DataFrame(rows)["title"]),
                         ["退貨", "投诉 退货"])

    def test_what_was_changed_is_found_at_once(self):
        case = self.register.case(next(self.register.search("8d")).id)
        self.assertEqual(self.titles("sent back"), [])
        case.put("communication", kind="reply", text="Sent back on Monday")
        self.assertEqual(self.titles('"sent back"'), ["8D report"])
        self.assertEqual(self.titles("sent", personal=False), [])

    def test_a_wrong_option_is_refused_by_name(self):
        with self.assertRaises(complaint.InvalidError) as caught:
            self.titles("x", nonsense=1)
        self.assertEqual(caught.exception.field, "nonsense")
        with self.assertRaises(TypeError):
            self.register.search(5)


class Backup(support.RegisterTest):
    def test_a_copy_is_a_register_of_its_own(self):
        self.register.file(title="Kettle", channel="phone")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "copy.db"
            self.register.backup(path)
            with complaint.open(path) as copy:
                copy.verify()
                copy.compact()
                self.assertEqual([one.title for one in copy.search("kett")],
                                 ["Kettle"])
            with self.assertRaises(complaint.ExistsError):
                self.register.backup(path)
        with self.assertRaises(TypeError):
            self.register.backup(5)


if __name__ == "__main__":
    unittest.main()
