"""Cases: one complaint and what people do to it."""
from ._session import Cursor, Record, clock_times, columns_of
from ._values import time_text


class Case:
    """One complaint.

    Its columns are attributes (case.number, case.state, case.received_at),
    as last read or written through this object; case.record is all of them.
    When somebody else changed the case meanwhile, changing calls raise
    ConflictError until refresh().
    """

    __slots__ = ("_register", "_handle", "_record")

    def __init__(self, register, handle=None, row=None):
        self._register = register
        self._handle = handle
        self._record = Record("case", row) if row is not None else None

    @property
    def _core(self):
        """The case itself; one that a list gave is found when needed."""
        self._register._session.tick()
        if self._handle is None:
            self._handle = self._register._core.find(self._record["id"])
            self._record = None
        return self._handle

    @property
    def record(self):
        """All columns, as a Record."""
        if self._record is None:
            self._record = Record("case", self._handle.record())
        return self._record

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self.record[name]
        except KeyError:
            raise AttributeError(f"a case has no column {name!r}") from None

    def __dir__(self):
        return [*super().__dir__(), *columns_of("case")]

    def __repr__(self):
        return f"<Case {self.number} {self.state}>"

    def __eq__(self, other):
        return (isinstance(other, Case) and self.id == other.id
                and self.revision == other.revision)

    def __hash__(self):
        return hash(self.id)

    def _facts(self, facts, more):
        return {**(facts or {}), **more}

    def _actor(self, actor):
        return self._register._actor(actor)

    def _changed(self):
        self._record = None

    def refresh(self):
        """Read the case again from the store."""
        self._core.refresh()
        self._changed()
        return self

    def perform(self, transition, facts=None, /, *, actor=None,
                happened_at=None, **more):
        """Perform a transition of the procedure, with its facts.

        IncompleteError lists all missing facts in .items.
        """
        self._core.perform(self._actor(actor), transition,
                           self._facts(facts, more),
                           time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def assign(self, owner, *, unit=None, reason=None, actor=None,
               happened_at=None):
        """Propose another owner, who must accept() to become accountable."""
        self._core.assign(self._actor(actor), owner, unit, reason,
                          time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def accept(self, *, reason=None, actor=None, happened_at=None):
        """Accept the ownership that was proposed to the actor."""
        return self._answer(True, reason, actor, happened_at)

    def decline(self, *, reason=None, actor=None, happened_at=None):
        """Refuse it: the giver stays the owner."""
        return self._answer(False, reason, actor, happened_at)

    def _answer(self, accepted, reason, actor, happened_at):
        self._core.answer(self._actor(actor), accepted, reason,
                          time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def tasks(self, actor=None):
        """The tasks of the case: a list of dicts (id, title, unit, state,
        round, due_at ..., "allowed": what this actor may do with it now)."""
        return [clock_times(task)
                for task in self._core.tasks(self._actor(actor))]

    def answer_task(self, task, step, facts=None, /, *, actor=None,
                    happened_at=None, **more):
        """Answer a task of the procedure: step is "done", "decline" or
        "reopen"; the latter two need a reason. Further keywords are facts."""
        self._core.answer_task(self._actor(actor), task, step,
                               self._facts(facts, more),
                               time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def move(self, *, procedure=None, calendar=None, state=None, clocks=None,
             reason=None, dry_run=False, actor=None, happened_at=None):
        """Move the case to another version of its procedure, or to another
        calendar: names (their newest version) or digests. A dict: from, to,
        and "clocks", a list of dicts with before and after.

        state -- takes the place of the case's, where that is not there
        clocks -- "continue" or "restart"
        dry_run -- nothing is written
        """
        asked = {"procedure": procedure, "calendar": calendar, "state": state,
                 "clocks": clocks, "reason": reason, "dry_run": dry_run}
        result = self._core.move(
            self._actor(actor), {key: value for key, value in asked.items()
                                 if value is not None},
            time_text(happened_at, "happened_at"))
        result["clocks"] = [clock_times(one) for one in result["clocks"]]
        if not dry_run:
            self._changed()
        return result

    def put(self, relation, facts=None, /, *, actor=None, happened_at=None,
            **more):
        """Add a row ("communication", "evidence", "task" ...), or change the
        one whose id is given. Returns its id."""
        id = self._core.put(self._actor(actor), relation,
                            self._facts(facts, more),
                            time_text(happened_at, "happened_at"))
        self._changed()
        return id

    def erase(self, reason, *, parts=None, party=None, basis=None,
              actor=None):
        """Erase personal data of the case for good: a dict with entry,
        entries and erased."""
        given = {"reason": reason, "parts": parts, "party": party,
                 "basis": basis}
        result = self._core.erase(self._actor(actor), {
            key: value for key, value in given.items() if value is not None})
        self._changed()
        return result

    def amend(self, facts=None, /, *, actor=None, happened_at=None, **more):
        """Correct facts of the case itself; None removes a value."""
        self._core.amend(self._actor(actor), self._facts(facts, more),
                         time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def attribute(self, shares, *, decided_by=None, authority=None,
                  explanation=None, actor=None, happened_at=None):
        """Attribute responsibility.

        shares -- a list of dicts: party_kind, party, basis_points (all of
        them sum to 10000), primary, cause, evidence.
        """
        self._core.attribute(
            self._actor(actor),
            {"shares": list(shares), "decided_by": decided_by,
             "authority": authority, "explanation": explanation},
            time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def extend(self, clock, amount, reason, *, approver=None, actor=None,
               happened_at=None):
        """Extend a running clock by so many of its own units."""
        self._core.extend(self._actor(actor), clock, amount, reason, approver,
                          time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def refer(self, procedure, reason, facts=None, /, *, actor=None,
              happened_at=None, **more):
        """Refer it to another procedure; returns the Case filed there."""
        made = self._core.refer(
            self._actor(actor), procedure, reason, {**(facts or {}), **more},
            time_text(happened_at, "happened_at"))
        self._changed()
        return Case(self._register, made)

    def attach(self, pack, reason, *, actor=None, happened_at=None):
        """Put a pack of regulatory limits on the case."""
        self._core.attach(self._actor(actor), pack, reason,
                          time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def detach(self, pack, reason, authority, *, actor=None, happened_at=None):
        """Take a pack off the case; its clocks that run are withdrawn."""
        self._core.detach(self._actor(actor), pack, reason, authority,
                          time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def pause(self, reason, *, clock=None, actor=None, happened_at=None):
        """Pause a clock by hand, or all that can be (clock=None)."""
        self._core.pause(self._actor(actor), clock, reason,
                         time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def resume(self, *, clock=None, reason=None, actor=None,
               happened_at=None):
        """Resume a clock that was paused by hand, or all that were."""
        self._core.resume(self._actor(actor), clock, reason,
                          time_text(happened_at, "happened_at"))
        self._changed()
        return self

    def clocks(self, now=None, *, known_at=None, language=None):
        """The clocks and why each limit lies where it does: a list of dicts
        (times as aware datetimes, "spans" and "text" the explanation).

        known_at -- entries recorded after it are not seen.
        language -- of the explanation: "en", "zh-CN" or "zh-TW"; the
                    register's by default.
        """
        return [clock_times(clock)
                for clock in self._core.clocks(
                    time_text(now, "now"), time_text(known_at, "known_at"),
                    language)]

    def next(self, actor=None):
        """What may happen next: a list of dicts, one per transition."""
        return self._core.next(self._actor(actor))

    def list(self, relation):
        """Iterate over the case's rows of another relation."""
        return Cursor(self._register._session, self._core.list(relation),
                      lambda row: Record(relation, row))

    def journal(self):
        """Iterate over the entries of the case's journal."""
        return self.list("journal")
