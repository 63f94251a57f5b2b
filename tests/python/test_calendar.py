"""Calendars, procedures, definitions and methods on plain data."""
import datetime
import os
import unittest

import complaint

import support


class Calendars(unittest.TestCase):
    def setUp(self):
        self.calendar = complaint.Calendar("cn")

    def test_days_are_dates_or_texts(self):
        date = datetime.date
        self.assertEqual(self.calendar.count_days("2019-09-30", "2019-10-08"),
                         1)
        self.assertEqual(self.calendar.count_days(
            date(2019, 9, 30), date(2019, 10, 8)), 1)
        self.assertEqual(self.calendar.add_days(date(2019, 9, 30), 1),
                         date(2019, 10, 8))
        with self.assertRaises(TypeError):
            self.calendar.add_days(datetime.datetime(2019, 9, 30), 1)
        with self.assertRaises(complaint.InvalidError):
            self.calendar.add_days("2019-02-29", 1)

    def test_a_day_says_what_it_is(self):
        day = self.calendar.day("2019-10-12")
        self.assertEqual((day["day"], day["kind"], day["known"]),
                         ("2019-10-12", "make_up", True))
        kinds = {self.calendar.day(f"2019-10-{d:02}")["kind"]
                 for d in range(1, 32)}
        self.assertEqual(kinds, {"workday", "weekend", "holiday", "make_up"})
        with open(os.path.join(support.SOURCE, "include", "complaint",
                               "calendar.h"), encoding="utf-8") as header:
            self.assertEqual(header.read().count("    COMPLAINT_DAY_"),
                             len(kinds))

    def test_times_are_aware(self):
        start = datetime.datetime(2019, 9, 30, 1, 0, tzinfo=support.UTC)
        end = self.calendar.add_time(start, datetime.timedelta(hours=4))
        self.assertEqual(end.utcoffset(), datetime.timedelta(0))
        self.assertEqual(self.calendar.count_time(start, end),
                         datetime.timedelta(hours=4))
        self.assertGreater(self.calendar.close_of_day("2019-09-30"), start)
        with self.assertRaises(ValueError):
            self.calendar.count_time(start.replace(tzinfo=None), end)
        with self.assertRaises(TypeError):
            self.calendar.add_time(start, 4)

    def test_identity(self):
        self.assertEqual(self.calendar.name, "cn")
        self.assertRegex(self.calendar.version, r"\d")
        self.assertRegex(self.calendar.digest, "^[0-9a-f]{64}$")
        self.assertEqual(self.calendar.offset(), datetime.timedelta(hours=8))
        self.assertIn("cn", repr(self.calendar))

    def test_an_unknown_calendar_lists_the_known(self):
        with self.assertRaises(complaint.NotFoundError) as caught:
            complaint.Calendar("atlantis")
        self.assertIn("cn", caught.exception.items)
        self.assertIn("cn", str(caught.exception))

    def test_a_file_is_a_calendar_too(self):
        path = os.path.join(support.SOURCE, "libcomplaint", "data",
                            "calendar", "cn.yaml")
        self.assertEqual(complaint.Calendar(path).digest,
                         self.calendar.digest)
        with self.assertRaises(complaint.NotFoundError):
            complaint.Calendar("no/such.yaml")


class Definitions(unittest.TestCase):
    def test_bundled_and_text(self):
        bundled = complaint.Definition("procedure/iso10002")
        self.assertEqual((bundled.kind, bundled.name),
                         ("procedure", "iso10002"))
        again = complaint.Definition("my.yaml", text=bundled.text)
        self.assertEqual(again.digest, bundled.digest)

    def test_an_error_in_a_text_has_its_place(self):
        text = "kind: calendar\nname: x\nbogus: 1\n"
        with self.assertRaises(complaint.InvalidError) as caught:
            complaint.Definition("my.yaml", text=text)
        self.assertEqual(caught.exception.file, "my.yaml")
        self.assertGreater(caught.exception.line, 0)
        self.assertTrue(str(caught.exception).startswith("my.yaml:"))

    def test_a_procedure_describes_itself(self):
        procedure = complaint.Procedure("bank")
        self.assertEqual(procedure.name, "bank")
        self.assertRegex(procedure.digest, "^[0-9a-f]{64}$")
        self.assertTrue(procedure.describe()["states"])
        with self.assertRaises(complaint.NotFoundError):
            complaint.Procedure("piracy")

    def test_languages(self):
        with complaint.open("memory:", create=True,
                            language="zh-CN") as register:
            with self.assertRaises(complaint.InvalidError) as caught:
                register.file(number=float("nan"))
        self.assertRegex(caught.exception.message, "[\u4e00-\u9fff]")
        with self.assertRaises(complaint.NotFoundError):
            complaint.Calendar("cn", language="tlh")


class Compute(unittest.TestCase):
    def test_an_unknown_method_lists_the_known(self):
        with self.assertRaises(complaint.NotFoundError) as caught:
            complaint.compute("alchemy", input={})
        self.assertIn("pareto", caught.exception.items)


if __name__ == "__main__":
    support.main()
