"""The register: opening, filing, finding, reporting."""
import contextlib
import os
import re

from ._case import Case
from ._dataset import Dataset
from ._evidence import given
from ._session import Actor, Cursor, Record, Session, clock_times
from ._values import time_text
from ._definition import Definition


def _uri(where):
    where = os.fspath(where)
    if not isinstance(where, str):
        raise TypeError("a register is named by a str or a path")
    if re.match(r"[a-z0-9+.-]{2,}:", where):
        return where
    return "sqlite:" + where


def open(where, *, create=False, read_only=False, actor="python", unit=None,
         roles=("*",), language=None, now=None):
    """Open a register by URI ("memory:", "sqlite:PATH") or path.

    create -- make it when it does not exist
    actor, unit, roles -- who acts where a call does not say; "*" is every
        role
    language -- of messages and reports: "en", "zh-CN"
    now -- a callable (or a fixed time) in place of the system's clock
    """
    if not isinstance(actor, Actor):
        actor = Actor(actor, unit, _roles(roles))
    session = Session(language, now)
    session.tick()
    core = session.core.open(_uri(where), bool(create), bool(read_only))
    return Register(session, core, actor)


def migrate(where, *, dry_run=None, backup=None, language=None):
    """Bring a register of an older version forward: a dict with from, to,
    migrated, and where the backup is.

    dry_run -- True: only tell
    backup -- URI or path of the backup that is made first; PostgreSQL makes
        none
    """
    options = {} if dry_run is None else {"dry_run": bool(dry_run)}
    if backup is not None:
        options["backup"] = _uri(backup)
    return Session(language).core.migrate(_uri(where), options)


def _roles(roles):
    if isinstance(roles, str):
        raise TypeError("roles must be a list of str, not one str")
    return tuple(roles)


def _whole(filter, more):
    """A filter of cases, which have all of their columns."""
    given = {**(filter or {}), **more}
    given.pop("columns", None)
    return given


class Register:
    """An open register; a context manager that closes it."""

    __slots__ = ("_session", "_handle", "_default", "_actors")

    def __init__(self, session, core, actor):
        self._session = session
        self._handle = core
        self._default = actor
        self._actors = {}

    @property
    def _core(self):
        self._session.tick()
        return self._handle

    def _actor(self, actor):
        if actor is None:
            actor = self._default
        elif not isinstance(actor, Actor):
            actor = self._default.with_id(actor)
        if actor not in self._actors:
            if len(self._actors) >= 1000:
                self._actors.clear()
            self._actors[actor] = self._session.core.actor(
                actor.id, actor.unit, {"roles": list(actor.roles)})
        return self._actors[actor]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Roll back an open batch, flush, close. Closing twice is fine."""
        self._handle.close()

    @property
    def actor(self):
        """The Actor of calls that do not name one."""
        return self._default

    def install(self, *definitions, actor=None):
        """Install definitions: "kind/name" of bundled ones ("calendar/cn"),
        paths of YAML files, or Definition objects."""
        for definition in definitions:
            if not isinstance(definition, Definition):
                definition = Definition(definition, register=self)
            self._core.install(self._actor(actor), definition._core)

    def set(self, name, value):
        """Change a setting; None gives its default again."""
        self._core.set(name, value)

    def describe(self):
        """What the register is: a dict."""
        return self._core.describe()

    def file(self, facts=None, /, *, happened_at=None, actor=None, **more):
        """File a complaint and return its Case.

        Facts are columns of the case (title, description, channel ...),
        "parties", "evidence", "procedure", and any others.
        """
        return Case(self, self._core.file(
            self._actor(actor), {**(facts or {}), **more},
            time_text(happened_at, "happened_at")))

    def case(self, name):
        """The case of an id, printed number, or "source/number"."""
        return Case(self, self._core.find(name))

    def cases(self, filter=None, /, **more):
        """Iterate over cases: cases(open=True, order="due", limit=50).

        Any column with a value or a list of values; a time column with
        {"from": ..., "to": ...}; open, overdue, text, order, limit, after.
        """
        return Cursor(self._session,
                      self._core.list(_whole(filter, more)),
                      lambda row: Case(self, row=row))

    def search(self, text, filter=None, /, **more):
        """Iterate over the cases that hold every term of the text, newest
        first: search("退货 8D", open=True, limit=50).

        A term is any part of texts or numbers; "two words" in quotation marks
        stay together. The filter is that of cases(); variants=True takes
        simplified and traditional characters as the same, personal=False
        leaves personal texts out.
        """
        return Cursor(self._session,
                      self._core.search(text, _whole(filter, more)),
                      lambda row: Case(self, row=row))

    def due(self, until=None, *, since=None, within=None, overdue=None,
            unit=None, owner=None, procedure=None, limit=None, after=None):
        """Iterate over running clocks in the order of their limits.

        until, since -- limits at or before, at or after
        within -- a timedelta, or seconds, from now
        overdue -- True: limits that have passed; False: those that have not
        unit, owner, procedure -- one of them
        limit, after -- so many; what comes after a cursor's token
        """
        if hasattr(within, "total_seconds"):
            within = int(within.total_seconds())
        asked = {"until": time_text(until, "until"),
                 "from": time_text(since, "since"), "within": within,
                 "overdue": overdue, "unit": unit, "owner": owner,
                 "procedure": procedure, "limit": limit, "after": after}
        return Cursor(self._session,
                      self._core.due({key: value for key, value
                                      in asked.items() if value is not None}),
                      lambda row: Record("clock", row))

    def what_if(self, *, procedure=None, procedure_text=None, calendar=None,
                calendar_text=None, filter=None, now=None):
        """Replay histories under another procedure or calendar; nothing in
        the register changes. A dict: cases, changed, "clocks" (a list of
        dicts, was_met, would_be_met ...) and "rows", one for each clock of a
        case that differs; both make a DataFrame.

        procedure, calendar -- names or digests of installed ones
        procedure_text, calendar_text -- YAML that need not be installed
        filter -- as for cases()
        """
        asked = {"procedure": procedure, "procedure_text": procedure_text,
                 "calendar": calendar, "calendar_text": calendar_text,
                 "filter": filter, "now": time_text(now, "now")}
        result = self._core.what_if({key: value for key, value
                                     in asked.items() if value is not None})
        result["rows"] = [clock_times(row) for row in result["rows"]]
        return clock_times(result)

    def tick(self, now=None, *, limit=None, actor=None):
        """Journal the warnings and expiries that are due, each once and in
        order: a dict with warned, expired, more and entries (dicts)."""
        result = self._core.tick(self._actor(actor), time_text(now, "now"),
                                 {} if limit is None else {"limit": limit})
        result["entries"] = [clock_times(one) for one in result["entries"]]
        return result

    def view_as(self, viewer):
        """Show only what this actor may see, by the rules of the setting
        "views"; None: everything, as the host itself. Cases that were read
        before keep what they had read."""
        if viewer is None:
            self._core.view_all()
        else:
            self._core.view_as(self._actor(viewer))

    def scrub(self):
        """Remove the traces of what was erased from files and logs."""
        self._core.scrub()

    def retain(self, *, dry_run=True, procedure=None, limit=None, actor=None):
        """What the rules of retention say is to be erased: a dict with due,
        erased, held, more and cases; erase it with dry_run=False."""
        given = {"dry_run": dry_run, "procedure": procedure, "limit": limit}
        return self._core.retain(self._actor(actor), {
            key: value for key, value in given.items() if value is not None})

    def erase_person(self, person, reason, *, basis=None, dry_run=False,
                     actor=None):
        """Erase a person (a dict: reference, phone, email, name, party) in
        every case: a dict with erased and cases."""
        what = {"reason": reason, "dry_run": dry_run}
        if basis is not None:
            what["basis"] = basis
        return self._core.erase_person(self._actor(actor), person, what)

    def export_person(self, person, *, actor=None):
        """Everything about a person, to be given to them: a dict."""
        return self._core.export_person(self._actor(actor), person)

    def person_page(self, person, *, language=None, actor=None):
        """Everything about a person as an HTML page for that person to read,
        in "en", "zh-CN" or "zh-TW": a text."""
        return self._core.person_page(self._actor(actor), person, language)

    def relation(self, name):
        """Iterate over the rows of any relation."""
        return Cursor(self._session, self._core.list_relation(name),
                      lambda row: Record(name, row))

    @contextlib.contextmanager
    def batch(self):
        """One transaction: kept when the block ends, undone when it raises.
        Cases that an undone batch changed must be found again."""
        self._core.begin()
        try:
            yield self
        except BaseException:
            self._core.rollback()
            raise
        self._core.commit()

    def seal(self, key=None):
        """Fix the heads of all chains under one Merkle root: a dict with
        number, root, digest and others.

        key -- an Ed25519 private key as PEM text: the seal is signed
        """
        return self._core.seal(key)

    def verify(self, *, threads=None, key=None, seal=None, store=None,
               projections=None):
        """Verify journals, digests and projections; a dict of what was seen.

        CorruptError when not all is well: its .result lists the problems.

        threads -- that read at once; 0: one for each core
        key -- an Ed25519 key as PEM text: every seal is signed with it
        seal -- the digest of a seal kept elsewhere: it is still there
        store -- False: leave the store's own structure alone
        projections -- False: chains, commitments and seals alone; faster
        """
        return self._core.verify(given(threads=threads, key=key, seal=seal,
                                       store=store, projections=projections))

    def evidence(self, path, *, cases=None, filter=None, personal=None,
                 key=None):
        """Write histories of cases into one file, which verifies without the
        register: a dict with cases, entries, sha256 and others.

        cases -- a list of ids, numbers or external numbers
        filter -- as for cases(); without either all cases
        personal -- True: with personal facts
        key -- an Ed25519 private key as PEM text: the pack is signed
        """
        return self._core.evidence(os.fspath(path), given(
            cases=cases, filter=filter, personal=personal, key=key))

    def backup(self, target):
        """Copy the register to a URI or path while others use it; what is
        there already is never overwritten."""
        self._core.backup(_uri(target))

    def share(self):
        """Another handle on this register, for another thread: what several
        threads file is made durable together, each told its own result."""
        return Register(self._session, self._core.share(), self._default)

    def compact(self):
        """Give back room in files that nothing needs any more."""
        self._core.compact()

    def rebuild(self):
        """Rebuild every projection from the journals; how many rows moved."""
        return self._core.rebuild()

    def dataset(self, filter=None, /, **more):
        """A snapshot of the cases as columns: see Dataset."""
        return Dataset(self._core.dataset({**(filter or {}), **more}),
                       self._session)

    def report(self, month, format="text", **options):
        """The monthly report as "text", "html" or "json"."""
        return self._core.report(
            {"month": month, "format": format, **options})

    def import_csv(self, path, mapping, *, actor=None, **options):
        """Import a CSV file by a mapping; a dict with counts and rejects."""
        return self._core.import_csv(
            self._actor(actor), os.fspath(path), os.fspath(mapping), options)

    def simulate(self, **options):
        """Fill the register with simulated cases: until=..., cases=2000,
        months=24, seed=1."""
        return self._core.simulate(options)
