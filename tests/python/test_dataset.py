"""Columns without copies, figures with their meaning, pandas."""
import datetime
import gc
import threading
import unittest

import complaint

import support

try:
    import numpy
except ImportError:
    numpy = None
try:
    import pandas
except ImportError:
    pandas = None


class DatasetTest(support.RegisterTest):
    @classmethod
    def setUpClass(cls):
        cls.simulated = complaint.open("memory:", create=True,
                                       now="2026-03-02T00:00:00Z")
        cls.simulated.simulate(cases=300, months=6, seed=5,
                               until="2026-03-01")

    @classmethod
    def tearDownClass(cls):
        cls.simulated.close()

    def setUp(self):
        super().setUp()
        self.dataset = self.simulated.dataset()
        self.cases = {case.number: case for case in self.simulated.cases()}


class Plain(DatasetTest):
    def test_columns_are_sequences_that_equal_the_cases(self):
        self.assertEqual(len(self.dataset), 300)
        numbers = self.dataset["number"]
        self.assertEqual(len(numbers), 300)
        for name in ("state", "channel", "category", "unit", "received_at",
                     "closed_at", "limit_at", "reopened", "owner"):
            column = self.dataset[name]
            for row, number in enumerate(numbers):
                self.assertEqual(column[row],
                                 getattr(self.cases[number], name),
                                 (name, number))

    def test_a_column_is_a_sequence(self):
        column = self.dataset["channel"]
        self.assertEqual(column[-1], column[299])
        self.assertEqual(column[:3], [column[0], column[1], column[2]])
        self.assertIn(column[0], column)
        for row in (300, -301):
            with self.assertRaises(IndexError):
                column[row]
        with self.assertRaises(KeyError):
            self.dataset["colour"]

    def test_types_are_words(self):
        types = {column.type for column in self.dataset.columns.values()}
        self.assertEqual(types, {"code", "time", "integer"})

    def test_a_filter_narrows_it(self):
        channel = self.dataset["channel"][0]
        narrow = self.simulated.dataset(channel=channel)
        self.assertEqual(len(narrow),
                         sum(c == channel for c in self.dataset["channel"]))

    def test_an_empty_dataset(self):
        empty = self.register.dataset()
        self.assertEqual(len(empty), 0)
        self.assertEqual(list(empty["channel"]), [])
        self.assertEqual(empty.month("2026-02")["received"], 0)
        self.assertIsNone(empty.month("2026-02")["median_working_days"])

    def test_threads_may_read_one_dataset(self):
        failures = []
        expected = self.dataset.month("2026-02")

        def read():
            for _ in range(20):
                if self.dataset.month("2026-02") != expected:
                    failures.append(1)
        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])


class Figures(DatasetTest):
    def test_counts_sum_to_the_population(self):
        figure = self.dataset.count(by=["month", "unit"])
        self.assertEqual(figure.dimensions, ["month", "unit"])
        self.assertEqual(figure.measures, ["count"])
        self.assertEqual(sum(row["count"] for row in figure), 300)
        self.assertTrue(figure.definition)
        self.assertEqual(len(figure), len(figure.rows))
        self.assertEqual(self.dataset.count("channel").dimensions,
                         ["channel"])

    def test_the_pareto_descends(self):
        figure = self.dataset.pareto(by="category")
        counts = [row["count"] for row in figure]
        self.assertEqual(counts, sorted(counts, reverse=True))
        self.assertAlmostEqual(figure[len(figure) - 1]["cumulative"], 1)
        self.assertIn("category", repr(figure))

    def test_timeliness_knows_the_undefined(self):
        figure = self.dataset.timeliness(by="unit")
        self.assertIn("median", figure.measures)
        whole = self.dataset.timeliness()
        self.assertEqual(len(whole), 1)
        empty = self.register.dataset().timeliness()
        for row in empty:
            self.assertIsNone(row["median"])
            self.assertTrue(row["undefined"])

    def test_options_that_do_not_fit_are_named(self):
        with self.assertRaises(complaint.NotFoundError):
            self.dataset.count(by="colour")
        with self.assertRaises(complaint.ComplaintError):
            self.dataset.pareto(by="channel", threshold="most")
        with self.assertRaises(complaint.InvalidError):
            self.dataset.month("June")

    def test_a_period_of_datetimes(self):
        start = datetime.datetime(2026, 1, 1, tzinfo=support.UTC)
        part = self.dataset.count("channel", **{"from": start})
        self.assertEqual(sum(row["count"] for row in part), sum(
            time >= start for time in self.dataset["received_at"]))


@unittest.skipIf(numpy is None, "NumPy is not here")
class Arrays(DatasetTest):
    def test_arrays_look_into_the_same_memory_read_only(self):
        column = self.dataset["received_at"]
        one = numpy.asarray(column)
        other = numpy.asarray(column)
        self.assertEqual(one.ctypes.data, other.ctypes.data)
        self.assertFalse(one.flags.writeable)
        with self.assertRaises(ValueError):
            one[0] = 0
        with self.assertRaises(ValueError):
            one.flags.writeable = True

    def test_arrays_keep_the_dataset_alive(self):
        arrays = {}
        for name in ("channel", "received_at", "reopened"):
            arrays[name] = (numpy.asarray(self.dataset[name]),
                            numpy.array(self.dataset[name]))
        self.dataset = None
        gc.collect()
        for looking, copied in arrays.values():
            numpy.testing.assert_array_equal(looking, copied)

    def test_values_equal_the_columns(self):
        for column in self.dataset.columns.values():
            array = numpy.asarray(column)
            self.assertEqual(len(array), len(column))
            for row in range(0, len(column), 17):
                value = column[row]
                if column.type == "code":
                    code = array[row]
                    self.assertEqual(
                        column.categories[code] if code >= 0 else None,
                        value)
                elif column.type == "time":
                    self.assertEqual(numpy.isnat(array[row]), value is None)
                    if value is not None:
                        self.assertEqual(
                            array[row].item(),
                            value.replace(tzinfo=None))
                elif value is not None:
                    self.assertEqual(array[row], value)

    def test_an_empty_column_is_an_empty_array(self):
        for column in self.register.dataset().columns.values():
            self.assertEqual(len(numpy.asarray(column)), 0)


@unittest.skipIf(pandas is None, "pandas is not here")
class Frames(DatasetTest):
    def test_a_frame_has_the_documented_types(self):
        frame = self.dataset.to_pandas()
        self.assertEqual(len(frame), 300)
        self.assertEqual(list(frame), list(self.dataset.columns))
        self.assertEqual(str(frame["channel"].dtype), "category")
        self.assertEqual(str(frame["received_at"].dtype),
                         "datetime64[ns, UTC]")
        self.assertEqual(str(frame["working_days"].dtype), "Int64")

    def test_a_frame_equals_the_cases_null_for_null(self):
        frame = self.dataset.to_pandas()
        for row in frame.to_dict("records"):
            case = self.cases[row["number"]]
            for name in ("channel", "category", "state", "closed_at",
                         "received_at", "reopened"):
                expected = getattr(case, name)
                if expected is None:
                    self.assertTrue(pandas.isna(row[name]), name)
                else:
                    self.assertEqual(row[name], expected, name)

    def test_groups_count_as_the_figure_does(self):
        frame = self.dataset.to_pandas()
        figure = self.dataset.count("category")
        counts = frame.groupby("category", observed=True).size()
        self.assertEqual({row["category"]: row["count"] for row in figure
                          if row["category"]}, dict(counts))

    def test_a_figure_is_a_frame(self):
        figure = self.dataset.pareto(by="category")
        frame = figure.to_pandas()
        self.assertEqual(list(frame), ["category", *figure.measures])
        self.assertEqual(list(frame["count"]),
                         [row["count"] for row in figure])
        self.assertIn("<table", figure._repr_html_())

    def test_an_empty_frame(self):
        frame = self.register.dataset().to_pandas()
        self.assertEqual(len(frame), 0)
        self.assertEqual(str(frame["closed_at"].dtype),
                         "datetime64[ns, UTC]")


if __name__ == "__main__":
    support.main()
