"""Definitions, calendars, procedures, and methods on plain data."""
import datetime
import os

from ._session import Session
from ._values import day_text, time_of, time_text


def _is_bundled(name):
    """"procedure/bank" and the like: no file ending, and no such file."""
    kind, _, rest = (name or "").partition("/")
    return (kind in ("procedure", "calendar", "catalog", "organisation",
                     "pack")
            and rest != "" and "." not in rest)


def _is_path(name):
    return "/" in name or "." in name


class Definition:
    """A definition, checked and ready to install.

    name -- "kind/name" of a bundled one ("procedure/bank"), or a path
    text -- its YAML instead; `name` is then used in messages only
    folder -- holds what it extends, as NAME.yaml; a file's own by default
    register -- what it extends may be installed there
    """

    __slots__ = ("_core",)

    def __init__(self, name=None, *, text=None, folder=None, register=None,
                 language=None, session=None):
        if name is not None or text is None:
            name = os.fspath(name)
        plain = register is None or text is None and _is_bundled(name)
        core = (session or Session(language)).core if plain else register._core
        if text is not None or folder is not None:
            self._core = core.definition_over(
                text, name, None if folder is None else os.fspath(folder))
        elif plain:
            self._core = core.definition(name)
        else:
            self._core = core.definition_read(name)

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

    def pack(self):
        """A pack of regulatory limits as a dict: its clocks, citations ..."""
        return self._core.pack()

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
    """A procedure: what may happen next, what it needs, by whom, by when.

    name -- bundled ("iso10002", "bank"), a path, or installed in `register`
    text -- its YAML instead; `name` is then used in messages only
    folder, register -- as for Definition: where what it extends is found
    """

    __slots__ = ("_core",)

    def __init__(self, name=None, *, text=None, folder=None, register=None,
                 language=None):
        name = None if name is None else os.fspath(name)
        if text is not None or name is not None and _is_path(name):
            core = Definition(name, text=text, folder=folder,
                              register=register, language=language)._core
        elif register is not None:
            core = register._core.definition("procedure", name)
        else:
            core = Session(language).core.definition(f"procedure/{name}")
        self._core = core.procedure()

    @staticmethod
    def list(register=None):
        """The names of the bundled ones, or of those in a register."""
        if register is None:
            return Session(None).core.bundled("procedure")["names"]
        return list(dict.fromkeys(
            one["name"] for one in register.describe()["definitions"]
            if one["kind"] == "procedure"))

    @staticmethod
    def verify(name=None, *, text=None, known=None, folder=None, register=None,
               language=None):
        """What is wrong, or hardly meant, with a path or a text: a dict of
        "findings" (with line and column), "errors" and "warnings".

        known -- codes that there are: {"category": [...], "unit": [...]}
        """
        name = None if name is None else os.fspath(name)
        if text is None and name is not None and not _is_path(name):
            if register is not None:
                text = register._core.definition("procedure", name).text()
            else:
                text = Session(language).core.definition(
                    f"procedure/{name}").text()
        if folder is None and text is None and name is not None:
            folder = os.path.dirname(name) or "."
        core = register._core if register is not None else (
            Session(language).core)
        return core.examine(text, name,
                            None if folder is None else os.fspath(folder),
                            {"known": known or {}})

    @property
    def name(self):
        return self._core.name()

    @property
    def digest(self):
        return self._core.digest()

    def describe(self):
        """The whole procedure as a dict."""
        return self._core.describe()

    def draw(self, format="svg", *, language=None):
        """Its diagram as a text: "svg" or "mermaid"."""
        return self._core.draw(format, language)

    def assess(self, facts=None, /, **more):
        """What its rules say of a complaint before it is filed: a dict with
        "missing", "urgency", "unit" and others."""
        return self._core.assess({**(facts or {}), **more})

    def reply(self, state, name, facts=None, /, *, case=None, language=None):
        """A state's letter, filled in from the facts and the case."""
        if case is not None:
            return case._core.reply(self._core, state, name, language,
                                    facts or {})
        return self._core.reply(state, name, language, facts or {})

    def __repr__(self):
        return f"<Procedure {self.name}>"


def compute(method, *, input=None, params=None, language=None):
    """A statistical method on plain data: compute("pareto", input=...)."""
    request = {"input": input, "params": params or {}}
    return Session(language).core.compute(method, request)
