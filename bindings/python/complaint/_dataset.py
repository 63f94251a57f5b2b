"""Datasets as columns, figures with their meaning, and pandas."""
import collections.abc
import sys

from ._values import time_of, time_text

_ORDER = "<" if sys.byteorder == "little" else ">"
_TYPES = {"code": "i4", "time": "M8[us]", "integer": "i8"}
_NULL = -2**63


class Column(collections.abc.Sequence):
    """A column: a sequence of str, datetime or int, with None for null.

    numpy.asarray(column) looks into the same memory, read only: codes of
    `categories` (-1 null), datetime64[us] in UTC (NaT null), or integers
    (-2**63 null).
    """

    __slots__ = ("_core", "_categories", "name", "type")

    def __init__(self, core):
        self._core = core
        self._categories = None
        self.name = core.name()
        self.type = core.type()

    @property
    def categories(self):
        """The texts of a code column's codes, a list."""
        if self._categories is None:
            self._categories = [self._core.word(code) for code in
                                range(self._core.dictionary_size())]
        return self._categories

    def __len__(self):
        return self._core.size()

    def __getitem__(self, row):
        if isinstance(row, slice):
            return [self[i] for i in range(*row.indices(len(self)))]
        if row < 0:
            row += len(self)
        if not 0 <= row < len(self):
            raise IndexError(row)
        if self._core.is_null(row):
            return None
        if self.type == "time":
            return time_of(self._core.time(row))
        value = self._core.integer(row)
        return self.categories[value] if self.type == "code" else value

    @property
    def __array_interface__(self):
        return {"version": 3, "shape": (len(self),),
                "typestr": _ORDER + _TYPES[self.type],
                "data": (self._core.address(), True)}

    def to_pandas(self):
        """A Series: categorical, UTC timestamps, or nullable integers."""
        import numpy
        import pandas
        array = numpy.asarray(self)
        if self.type == "code":
            return pandas.Series(pandas.Categorical.from_codes(
                array, categories=self.categories), name=self.name)
        if self.type == "time":
            return pandas.Series(
                pandas.DatetimeIndex(array.astype("M8[ns]"), tz="UTC"),
                name=self.name)
        null = array == _NULL
        return pandas.Series(pandas.arrays.IntegerArray(
            numpy.where(null, 0, array), null), name=self.name)

    def __repr__(self):
        return f"<Column {self.name} ({self.type}) of {len(self)}>"


class Figure(collections.abc.Sequence):
    """Numbers with their meaning: a sequence of rows, each a dict.

    An undefined measure is None, and the row's "undefined" says why.
    """

    __slots__ = ("_tree",)

    def __init__(self, core):
        self._tree = core.facts()

    rows = property(lambda self: self._tree["rows"], doc="A list of dicts.")
    definition = property(lambda self: self._tree["definition"],
                          doc="What is counted and how, in a sentence.")
    population = property(lambda self: self._tree["population"],
                          doc="How many cases the figure is about.")
    left_out = property(lambda self: self._tree["left_out"],
                        doc="Which were left out: reason and count.")
    dimensions = property(lambda self: self._tree["dimensions"],
                          doc="Names of the dimensions.")
    measures = property(lambda self: self._tree["measures"],
                        doc="Names of the measures.")

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, row):
        return self.rows[row]

    def to_pandas(self):
        """A DataFrame of the rows; undefined measures are missing."""
        import pandas
        names = [*self.dimensions, *self.measures]
        return pandas.DataFrame(self.rows, columns=names)

    def _repr_html_(self):
        return self.to_pandas().to_html()

    def __repr__(self):
        return (f"<Figure of {', '.join(self.measures)} by "
                f"{', '.join(self.dimensions) or 'nothing'}: "
                f"{len(self)} rows>")


class Dataset:
    """A snapshot of cases as columns: dataset["category"] is a Column.

    len() is the number of cases. It does not hold the register open, and
    any thread may read it.
    """

    __slots__ = ("_core", "_session", "_columns")

    def __init__(self, core, session):
        self._core = core
        self._session = session
        columns = (Column(core.column(index))
                   for index in range(core.column_count()))
        self._columns = {column.name: column for column in columns}

    @property
    def columns(self):
        """All columns by name, a dict."""
        return dict(self._columns)

    def __getitem__(self, name):
        return self._columns[name]

    def __len__(self):
        return self._core.size()

    def to_pandas(self):
        """A DataFrame: categoricals, UTC timestamps, nullable integers."""
        import pandas
        return pandas.DataFrame({name: column.to_pandas()
                                 for name, column in self._columns.items()})

    def month(self, month, now=None):
        """The monthly figures ("2019-06") as a dict."""
        self._session.tick()
        return self._core.month(month, time_text(now, "now"))

    def count(self, by, **options):
        """Cases by one or more dimensions: count(by=["month", "unit"])."""
        by = [by] if isinstance(by, str) else list(by)
        return Figure(self._core.count({"by": by, **options}))

    def timeliness(self, by=None, **options):
        """Closed, within the limit, late, open; median and p90."""
        self._session.tick()
        if by is not None:
            options["by"] = by
        return Figure(self._core.timeliness(options))

    def pareto(self, by, **options):
        """The vital few of a dimension."""
        return Figure(self._core.pareto({"by": by, **options}))

    def __repr__(self):
        return f"<Dataset of {len(self)} cases>"
