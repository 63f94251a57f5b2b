"""Sessions, actors, records and cursors: what all other modules share."""
import collections.abc
import typing

from . import _complaint_swig as _core
from ._values import Money, time_of, time_text

_relations = {}


class Session:
    """A context of the library with the host's clock and language."""

    __slots__ = ("core", "_clock")

    def __init__(self, language=None, now=None):
        self.core = _core.core_session_new(language)
        self._clock = now if callable(now) else None
        if now is not None and self._clock is None:
            self.core.hold_clock(time_text(now, "now"))

    def tick(self):
        """Read the host's clock, if it has one, for the call that follows."""
        if self._clock is not None:
            self.core.hold_clock(time_text(self._clock(), "now"))


def relations():
    """Every relation and its columns, as the library describes them.

    A dict of dicts: relations()["case"]["title"]["type"] is "text"; beside
    "type" stand the flags key, required, personal, fact, code and long.
    """
    if not _relations:
        tree = Session().core.relations()
        _relations.update({
            name: {column.pop("name"): column for column in columns}
            for name, columns in tree.items()})
    return {name: {column: dict(about) for column, about in columns.items()}
            for name, columns in _relations.items()}


def columns_of(relation):
    if not _relations:
        relations()
    return _relations[relation]


class Actor(typing.NamedTuple):
    """Who acts: an id, a unit, and roles ("*" stands for every role)."""
    id: str
    unit: typing.Optional[str] = None
    roles: typing.Tuple[str, ...] = ("*",)

    def with_id(self, id):
        """The same unit and roles under another id."""
        return self._replace(id=id)


class Record(collections.abc.Mapping):
    """A row: a mapping of its relation's columns, also as attributes.

    Times are aware datetimes, money is Money, null is None.
    """

    __slots__ = ("_relation", "_values")

    def __init__(self, relation, values):
        self._relation = relation
        self._values = values

    def __getitem__(self, name):
        about = columns_of(self._relation)[name]
        value = self._values.get(name)
        if value is None:
            return None
        if about["type"] == "time":
            return time_of(value)
        if about["type"] == "money":
            return Money(**value)
        return value

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError(
                f"{self._relation} has no column {name!r}") from None

    def __iter__(self):
        return iter(columns_of(self._relation))

    def __len__(self):
        return len(columns_of(self._relation))

    def __dir__(self):
        return [*super().__dir__(), *self]

    def __repr__(self):
        known = {name: value for name, value in self.items()
                 if value is not None}
        return f"<{self._relation} {known}>"


class Cursor:
    """An iterator over records (or cases), read while it advances.

    It ends by itself; close() or a with statement ends it early.
    """

    __slots__ = ("_core", "_make", "_session")

    def __init__(self, session, core, make):
        self._session = session
        self._core = core
        self._make = make

    def __iter__(self):
        return self

    def __next__(self):
        self._session.tick()
        row = self._core.next()
        if row is None:
            raise StopIteration
        return self._make(row)

    @property
    def token(self):
        """Where the cursor stands: a text for cases(after=...)."""
        return self._core.token()

    def close(self):
        """Let go of the store; closing twice is fine."""
        self._core.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def clock_times(value):
    """The members "..._at" of answers, as aware datetimes."""
    return {key: time_of(member)
            if key.endswith("_at") and isinstance(member, str) else member
            for key, member in value.items()}
