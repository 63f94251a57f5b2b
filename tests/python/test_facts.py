"""Facts cross the border whole, or are refused in words."""
import collections
import datetime
import decimal
import enum
import json
import random
import types
import unittest

import complaint
from complaint._session import Session

import support

SESSION = Session().core


def echo(value):
    return SESSION.echo({"value": value})["facts"]["value"]


def tree(seed, depth=0):
    """A random tree of facts, the same for the same seed."""
    kind = seed.randrange(5 if depth > 5 else 7)
    if kind == 0:
        return None
    if kind == 1:
        return seed.random() < 0.5
    if kind == 2:
        return seed.choice([0, -1, 2**63 - 1, -2**63, seed.getrandbits(60)])
    if kind == 3:
        return seed.choice([0.5, -1e300, 3.0, seed.random()])
    if kind == 4:
        return "".join(seed.choice("aé壶\U0001f600 \n\"\\") for _ in
                       range(seed.randrange(20)))
    if kind == 5:
        return [tree(seed, depth + 1) for _ in range(seed.randrange(5))]
    return {f"key {i}壶": tree(seed, depth + 1)
            for i in range(seed.randrange(5))}


class Colour(enum.Enum):
    RED = 1


class Facts(unittest.TestCase):
    def test_every_type_comes_back_as_it_went(self):
        for value in (None, True, False, 0, -2**63, 2**63 - 1, 0.1, 1e308, "",
                      "壶", [], {}, [[]], {"a": []}):
            back = echo(value)
            self.assertEqual(back, value)
            self.assertIs(type(back), type(value))

    def test_random_trees_come_back_and_equal_their_json(self):
        seed = random.Random(7)
        for _ in range(300):
            facts = {"value": tree(seed)}
            self.assertEqual(echo(facts["value"]), facts["value"])
            written = SESSION.write(facts)
            self.assertEqual(json.loads(written), facts)
            self.assertEqual(SESSION.parse(written), facts)

    def test_an_aware_datetime_becomes_utc_text(self):
        zone = datetime.timezone(datetime.timedelta(hours=8))
        time = datetime.datetime(2026, 3, 1, 8, 30, tzinfo=zone)
        self.assertEqual(echo(time), "2026-03-01T00:30:00Z")
        self.assertEqual(echo(time.replace(microsecond=5)),
                         "2026-03-01T00:30:00.000005Z")

    def test_a_naive_datetime_is_refused_and_told_what_to_do(self):
        with self.assertRaisesRegex(ValueError, "without a time zone.*tzinfo"):
            echo(datetime.datetime(2026, 3, 1))

    def test_dates_money_mappings_and_sequences_become_simple(self):
        self.assertEqual(echo(datetime.date(2026, 3, 1)), "2026-03-01")
        self.assertEqual(echo(complaint.Money(5, "CNY")),
                         {"amount": 5, "currency": "CNY"})
        self.assertEqual(echo(collections.OrderedDict(a=1)), {"a": 1})
        self.assertEqual(echo(types.MappingProxyType({"a": 1})), {"a": 1})
        self.assertEqual(echo((1, 2)), [1, 2])
        self.assertEqual(echo({"b", "a"}), ["a", "b"])
        self.assertEqual(echo(range(3)), [0, 1, 2])
        self.assertEqual(echo(collections.deque([1])), [1])

    def test_numpy_scalars_and_arrays_become_simple(self):
        try:
            import numpy
        except ImportError:
            self.skipTest("NumPy is not here")
        self.assertEqual(echo(numpy.int64(5)), 5)
        self.assertIs(echo(numpy.bool_(True)), True)
        self.assertEqual(echo(numpy.float32(0.5)), 0.5)
        self.assertEqual(echo(numpy.array([[1, 2], [3, 4]])), [[1, 2], [3, 4]])

    def test_what_is_no_fact_is_a_type_error(self):
        for value in (b"bytes", object(), echo, Colour.RED, 1j,
                      decimal.Decimal("1.5"), datetime.timedelta(1)):
            with self.assertRaises(TypeError, msg=value):
                echo(value)

    def test_a_decimal_is_pointed_to_money(self):
        with self.assertRaisesRegex(TypeError, "Money"):
            echo(decimal.Decimal("12.50"))

    def test_keys_must_be_text(self):
        for key in (1, None, ("a",), b"a"):
            with self.assertRaisesRegex(TypeError, "key"):
                echo({key: 1})

    def test_a_nul_in_a_text_or_key_is_refused(self):
        with self.assertRaises(complaint.InvalidError):
            echo("a\0b")
        with self.assertRaisesRegex(ValueError, "NUL"):
            echo({"a\0b": 1})
        with self.assertRaisesRegex(ValueError, "NUL"):
            complaint.open("mem\0ory:")

    def test_a_lone_surrogate_is_refused(self):
        with self.assertRaises(UnicodeEncodeError):
            echo("\ud800")
        with self.assertRaises(UnicodeEncodeError):
            echo({"\udfff": 1})

    def test_integers_beyond_64_bits_overflow(self):
        for value in (2**63, -2**63 - 1, 10**30):
            with self.assertRaises(OverflowError):
                echo({"number": value})

    def test_reals_that_are_not_finite_are_refused(self):
        for value in (float("nan"), float("inf"), -float("inf")):
            with self.assertRaises(complaint.InvalidError) as caught:
                echo({"number": value})
            self.assertEqual(caught.exception.field, "number")

    def test_a_dict_or_list_within_itself_is_refused(self):
        loop = {}
        loop["loop"] = loop
        ring = []
        ring.append(ring)
        mixed = collections.UserDict()
        mixed["list"] = [mixed]
        for value in (loop, ring, mixed):
            with self.assertRaises(complaint.LimitError):
                echo(value)

    def test_nesting_is_bounded_at_16_levels(self):
        # The outer map and the echo's own are two levels of them.
        deep = inner = []
        for _ in range(13):
            inner.append([])
            inner = inner[0]
        self.assertEqual(echo(deep), deep)
        inner.append([])
        with self.assertRaises(complaint.LimitError):
            echo(deep)

    def test_facts_changed_by_their_own_conversion_do_no_harm(self):
        class Sly:
            def __index__(self):
                items.clear()
                facts.clear()
                return 1
        items = [Sly(), 2, 3]
        facts = {"items": items, "next": 1}
        self.assertEqual(SESSION.echo(facts)["facts"]["items"], [1])

    def test_an_error_inside_a_conversion_comes_through(self):
        class Broken:
            def __index__(self):
                raise ZeroDivisionError
        with self.assertRaises(ZeroDivisionError):
            echo([Broken()])

    def test_facts_must_be_a_dict(self):
        for value in ([], "a", 1):
            with self.assertRaises(TypeError):
                SESSION.echo(value)


if __name__ == "__main__":
    support.main()
