"""Definitions, calendars, procedures, and methods on plain data."""
import datetime
import os

from ._session import Session
from ._values import day_text, time_of, time_text


class Definition:
    """A definition, checked and ready to install.

    name -- "kind/name" of a bundled one ("procedure/bank"), or a path
    text -- its YAML instead; `name` is then used in messages only
    """

    __slots__ = ("_core",)

    def __init__(self, name=None, *, text=None, language=None, session=None):
        core = (session or Session(language)).core
        if text is not None:
            self._core = core.definition_text(text, name)
        else:
            self._core = core.definition(os.fspath(name))

    @property
    def kind(self):
        return self._core.kind()

    @property
    def name(self):
        return self._core.name()

    @property
    def digest(self):
        """SHA-256 of the text, in hexadecimal digits."""
        return self._core.digest()

    @property
    def text(self):
        return self._core.text()

    def __repr__(self):
        return f"<Definition {self.kind}/{self.name}>"


class Calendar:
    """A working calendar: "cn", "every-day", or the path of a YAML file.

    Days are dates or "YYYY-MM-DD", times aware datetimes or texts.
    """

    __slots__ = ("_core",)

    def __init__(self, name="cn", *, language=None):
        self._core = Session(language).core.calendar(os.fspath(name))

    @property
    def name(self):
        return self._core.name()

    @property
    def version(self):
        return self._core.version()

    @property
    def digest(self):
        return self._core.digest()

    def offset(self, time=None):
        """Local time's distance from UTC at a time (now), a timedelta."""
        return datetime.timedelta(
            seconds=self._core.offset(time_text(time)))

    def day(self, day):
        """What kind of day it is: a dict with day, kind, name, known."""
        return self._core.day(day_text(day))

    def count_days(self, start, end):
        """Working days after `start` up to and including `end`."""
        return self._core.count_days(day_text(start, "start"),
                                     day_text(end, "end"))

    def add_days(self, start, days):
        """The n-th working day after a day, as a date."""
        return datetime.date.fromisoformat(
            self._core.add_days(day_text(start, "start"), days))

    def count_time(self, start, end):
        """Working time between two instants, as a timedelta."""
        return datetime.timedelta(microseconds=self._core.count_time(
            time_text(start, "start"), time_text(end, "end")))

    def add_time(self, start, duration):
        """When so much working time (a timedelta) has passed."""
        if not isinstance(duration, datetime.timedelta):
            raise TypeError("duration must be a timedelta")
        return time_of(self._core.add_time(
            time_text(start, "start"),
            duration // datetime.timedelta(microseconds=1)))

    def close_of_day(self, day):
        """When the day's working hours end."""
        return time_of(self._core.close_of_day(day_text(day)))

    def __repr__(self):
        return f"<Calendar {self.name} {self.version}>"


class Procedure:
    """A procedure: a bundled name ("iso10002", "bank") or a path."""

    __slots__ = ("_core",)

    def __init__(self, name, *, language=None):
        self._core = Session(language).core.procedure(os.fspath(name))

    @property
    def name(self):
        return self._core.name()

    @property
    def digest(self):
        return self._core.digest()

    def describe(self):
        """The whole procedure as a dict."""
        return self._core.describe()

    def __repr__(self):
        return f"<Procedure {self.name}>"


def compute(method, *, input=None, params=None, language=None):
    """A statistical method on plain data: compute("pareto", input=...)."""
    request = {"input": input, "params": params or {}}
    return Session(language).core.compute(method, request)
