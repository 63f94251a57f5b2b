"""Registers and cases: what the C library does, in Python's manner."""
import datetime
import os
import pathlib
import pickle
import sqlite3
import unittest

import complaint

import support


def file_shared(register):
    """A case far enough to be decided on."""
    case = register.file(title="Kettle leaks", description="After a day",
                         channel="phone", source="crm",
                         external_number="A-7",
                         parties=[{"role": "complainant", "name": "Someone",
                                   "phone": "12345"}])
    return case


class Filing(support.RegisterTest):
    def test_a_case_has_its_columns_as_attributes(self):
        case = file_shared(self.register)
        self.assertEqual(case.title, "Kettle leaks")
        self.assertEqual(case.state, "received")
        self.assertEqual(case.owner, "python")
        self.assertEqual(case.received_at, self.clock.now)
        self.assertEqual(case.received_at.utcoffset(), datetime.timedelta(0))
        self.assertIsNone(case.closed_at)
        self.assertIsInstance(case.revision, int)
        self.assertIn("unit", case.missing)
        with self.assertRaises(AttributeError):
            case.nonsense
        self.assertEqual(set(case.record), set(
            complaint.relations()["case"]))
        self.assertIn("received_at", dir(case))
        self.assertIn(case.number, repr(case))

    def test_money_goes_in_and_comes_out(self):
        case = self.register.file(title="x",
                                  claim=complaint.Money(1250, "CNY"))
        self.assertEqual(case.claim, complaint.Money(1250, "CNY"))

    def test_times_go_in_as_datetimes_or_texts(self):
        early = self.clock.now - datetime.timedelta(days=3)
        one = self.register.file(title="x", happened_at=early)
        other = self.register.file(title="y",
                                   happened_at="2026-02-27T09:00+08:00")
        self.assertEqual(one.received_at, early)
        self.assertEqual(other.received_at, early)
        self.assertEqual(one.recorded_at, self.clock.now)
        with self.assertRaisesRegex(ValueError, "time zone"):
            self.register.file(title="z",
                               happened_at=early.replace(tzinfo=None))
        with self.assertRaises(TypeError):
            self.register.file(title="z", happened_at=5)
        with self.assertRaises(complaint.InvalidError):
            self.register.file(title="z", happened_at="yesterday")

    def test_the_future_is_refused(self):
        with self.assertRaises(complaint.InvalidError):
            self.register.file(
                title="x", happened_at=self.clock.now
                + datetime.timedelta(seconds=1))

    def test_facts_as_a_dict_and_as_keywords(self):
        case = self.register.file({"title": "a", "channel": "web"},
                                  title="b")
        self.assertEqual((case.title, case.channel), ("b", "web"))

    def test_a_case_is_found_by_id_number_and_external_number(self):
        case = file_shared(self.register)
        for name in (case.id, case.number, "crm/A-7"):
            self.assertEqual(self.register.case(name), case)
        self.assertEqual(len({case, self.register.case(case.id)}), 1)

    def test_the_rows_of_a_case(self):
        case = file_shared(self.register)
        party, = case.list("party")
        self.assertEqual(party.name, "Someone")
        self.assertEqual(party["role"], "complainant")
        self.assertIsNone(party.email)
        with self.assertRaises(AttributeError):
            party.nonsense
        with self.assertRaises(KeyError):
            party["nonsense"]
        self.assertEqual(dict(party)["phone"], "12345")
        entry, = case.journal()
        self.assertEqual(entry.kind, "file")
        self.assertEqual(entry.personal["title"], "Kettle leaks")
        self.assertEqual(entry.recorded_at, self.clock.now)


class Work(support.RegisterTest):
    def setUp(self):
        super().setUp()
        self.case = file_shared(self.register)

    def test_next_names_what_may_be_performed(self):
        names = [step["name"] for step in self.case.next()]
        self.assertIn("acknowledge", names)
        self.assertTrue(all(step["allowed"] for step in self.case.next()))
        nobody = complaint.Actor("visitor", roles=())
        step = self.case.next(actor=nobody)[0]
        self.assertFalse(step["allowed"])
        self.assertTrue(step["why_not"])

    def test_perform_changes_the_case(self):
        self.clock.forward(hours=1)
        self.assertIs(self.case.perform("acknowledge"), self.case)
        self.assertEqual(self.case.state, "acknowledged")
        self.assertEqual(self.case.acknowledged_at, self.clock.now)
        self.case.perform("assess", {"severity": "high"}, safety=True)
        self.assertEqual((self.case.severity, self.case.safety),
                         ("high", True))

    def test_a_pack_is_put_on_and_the_case_referred(self):
        case = self.case
        case.attach("us-cfpb", "came by the portal")
        clock = {one["name"]: one for one in case.clocks()}["cfpb-15"]
        self.assertEqual(clock["pack"], "us-cfpb")
        with self.assertRaises(complaint.ComplaintError):
            case.attach("us-cfpb", "again")
        with self.assertRaises(complaint.IncompleteError) as caught:
            case.detach("us-cfpb", "not theirs", "")
        self.assertEqual(caught.exception.items, ("authority",))
        self.assertIs(case.detach("us-cfpb", "not theirs", "decision 7"), case)
        clock = {one["name"]: one for one in case.clocks()}["cfpb-15"]
        self.assertEqual(clock["status"], "withdrawn")
        self.register.install("procedure/external-dispute")
        there = case.refer("external-dispute", "not satisfied", demand="money")
        self.assertEqual(there.repeat_of, case.number)
        self.assertEqual((there.demand, there.description),
                         ("money", case.description))

    def test_missing_facts_are_all_listed(self):
        self.case.perform("acknowledge")
        with self.assertRaises(complaint.IncompleteError) as caught:
            self.case.perform("assess")
        self.assertEqual(caught.exception.items, ("severity",))
        self.assertIn("severity", str(caught.exception))
        self.assertIsInstance(caught.exception, ValueError)

    def test_ownership_passes_when_it_is_accepted(self):
        self.case.assign("clerk-2", unit="north", reason="nearer")
        self.assertEqual((self.case.owner, self.case.proposed_owner),
                         ("python", "clerk-2"))
        with self.assertRaises(complaint.DeniedError):
            self.case.accept(actor=complaint.Actor("clerk-3", roles=()))
        self.case.accept(actor="clerk-2")
        self.assertEqual((self.case.owner, self.case.proposed_owner),
                         ("clerk-2", None))
        self.case.assign("clerk-4", actor="clerk-2")
        self.case.decline(actor="clerk-4", reason="on leave")
        self.assertEqual(self.case.owner, "clerk-2")

    def test_rows_are_put_and_changed(self):
        id = self.case.put("communication", kind="reply", subject="Sorry")
        self.assertRegex(id, "^[0-9a-f-]{36}$")
        self.case.put("communication", {"id": id}, subject="Very sorry")
        row, = self.case.list("communication")
        self.assertEqual((row.id, row.subject), (id, "Very sorry"))
        with self.assertRaises(complaint.NotFoundError):
            self.case.put("gossip", text="x")

    def test_amend_corrects_and_removes(self):
        self.case.amend(product="kettle-1", channel=None)
        self.assertEqual((self.case.product, self.case.channel),
                         ("kettle-1", None))

    def test_responsibility_is_attributed_in_shares_that_sum_to_all(self):
        shares = [
            {"party_kind": "unit", "party": "north", "basis_points": 7000,
             "primary": True},
            {"party_kind": "supplier", "party": "s-1", "basis_points": 3000},
        ]
        self.case.attribute(shares, decided_by="manager-1",
                            authority="quality rule 3")
        finding, = self.case.list("finding")
        self.assertEqual(finding.decided_by, "manager-1")
        self.assertEqual(
            sorted((row.party, row.basis_points, row.rank)
                   for row in self.case.list("share")),
            [("north", 7000, "primary"), ("s-1", 3000, "secondary")])
        shares[1]["basis_points"] = 2000
        with self.assertRaises(complaint.InvalidError) as caught:
            self.case.attribute(shares, decided_by="manager-1")
        self.assertEqual(caught.exception.field, "shares")

    def test_clocks_explain_themselves_and_can_be_extended(self):
        clocks = {clock["name"]: clock for clock in self.case.clocks()}
        respond = clocks["respond"]
        self.assertEqual(respond["status"], "running")
        self.assertEqual(respond["started_at"], self.case.received_at)
        self.assertEqual(respond["due_at"], self.case.limit_at)
        self.assertTrue(respond["text"])
        later = {clock["name"]: clock for clock in self.case.clocks(
            now=respond["due_at"] + datetime.timedelta(seconds=1))}
        self.assertEqual(later["respond"]["status"], "overdue")
        due = {row.name: row.due_at for row in self.register.due()}
        self.assertEqual(due["respond"], respond["due_at"])
        self.assertEqual(
            [row.name for row in self.register.due(until=due["acknowledge"])],
            ["acknowledge"])

    def test_clocks_are_paused_and_resumed_by_hand(self):
        def respond(**how):
            return {clock["name"]: clock
                    for clock in self.case.clocks(**how)}["respond"]

        before = respond()
        then = self.case.record.recorded_at
        self.clock.forward(minutes=1)
        self.case.pause("waiting for the laboratory", clock="respond")
        self.assertEqual(respond()["status"], "paused")
        self.assertEqual(respond(now=then, known_at=then)["status"],
                         "running")
        self.assertEqual(respond(known_at=then)["due_at"], before["due_at"])
        with self.assertRaises(complaint.RefusedError):
            self.case.pause("again")
        with self.assertRaises(complaint.RefusedError):
            self.case.pause("not pausable", clock="acknowledge")
        with self.assertRaises(complaint.IncompleteError):
            self.case.pause("")
        self.clock.forward(days=1)
        self.case.resume()
        self.assertEqual(respond()["status"], "running")
        with self.assertRaises(complaint.RefusedError):
            self.case.resume(clock="respond", reason="twice")

    def test_a_tick_tells_of_what_is_due_once(self):
        self.assertEqual(self.register.tick()["entries"], [])
        at = self.case.next_at
        self.clock.forward(days=60)
        with self.assertRaises(complaint.LimitError):
            self.register.tick(limit=0)
        first = self.register.tick(limit=1, actor="ticker-1")
        self.assertTrue(first["more"])
        self.assertEqual([one["happened_at"] for one in first["entries"]],
                         [at])
        told = self.register.tick()
        self.assertFalse(told["more"])
        self.assertEqual(told["warned"] + told["expired"],
                         len(told["entries"]))
        times = [one["happened_at"] for one in told["entries"]]
        self.assertTrue(times)
        self.assertEqual(times, sorted(times))
        self.assertEqual(self.register.tick()["entries"], [])
        self.case.refresh()
        kinds = [entry.kind for entry in self.case.journal()]
        self.assertEqual(kinds.count("warn"),
                         first["warned"] + told["warned"])
        self.assertEqual(kinds.count("expire"), told["expired"])

    def test_somebody_else_changed_the_case(self):
        other = self.register.case(self.case.id)
        other.amend(product="p")
        with self.assertRaises(complaint.ConflictError):
            self.case.amend(product="q")
        self.assertEqual(self.case.refresh().product, "p")
        self.case.amend(product="q")

    def test_a_text_actor_keeps_the_registers_roles(self):
        self.case.perform("acknowledge", actor="clerk-9")
        entries = list(self.case.journal())
        self.assertEqual(entries[-1].actor, "clerk-9")
        with self.assertRaises(complaint.InvalidError):
            self.case.amend(product="x", actor="")


class Listing(support.RegisterTest):
    def setUp(self):
        super().setUp()
        for number in range(7):
            self.register.file(title=f"case {number}",
                               channel="web" if number % 2 else "phone")
            self.clock.forward(minutes=1)

    def test_cases_are_iterated_and_filtered(self):
        titles = [case.title for case in self.register.cases()]
        self.assertEqual(titles, [f"case {n}" for n in range(7)])
        self.assertEqual(len(list(self.register.cases(channel="web"))), 3)
        # A case is whole, whatever the filter leaves out.
        self.assertEqual([case.title for case in self.register.cases(
            columns=["number"])], titles)
        self.assertEqual(len(list(self.register.cases(
            channel=["web", "phone"], open=True))), 7)
        early = support.NOW + datetime.timedelta(minutes=2)
        self.assertEqual(len(list(self.register.cases(
            {"received_at": {"to": early}}))), 2)
        self.assertEqual([case.title for case in self.register.cases(
            text='"CASE 3"')], ["case 3"])

    def test_listed_cases_can_be_worked_on(self):
        for case in self.register.cases():
            case.perform("acknowledge")
            self.assertEqual(case.state, "acknowledged")
        self.assertEqual({case.state for case in self.register.cases()},
                         {"acknowledged"})

    def test_a_token_continues_a_query(self):
        seen = []
        token = None
        while True:
            filter = {"limit": 3, "order": "recorded"}
            if token:
                filter["after"] = token
            page = self.register.cases(filter)
            titles = [case.title for case in page]
            if not titles:
                break
            seen += titles
            token = page.token
        self.assertEqual(seen, [f"case {n}" for n in range(7)])

    def test_a_cursor_that_is_closed_is_not_read(self):
        with self.register.cases() as cursor:
            next(cursor)
        cursor.close()
        for call in (lambda: next(cursor), lambda: cursor.token):
            with self.assertRaises(complaint.MisuseError):
                call()

    def test_a_cursor_at_its_end_stays_there(self):
        cursor = self.register.cases(limit=1)
        next(cursor)
        for _ in range(3):
            with self.assertRaises(StopIteration):
                next(cursor)

    def test_an_unknown_filter_is_named(self):
        with self.assertRaises(complaint.InvalidError) as caught:
            self.register.cases(colour="red")
        self.assertEqual(caught.exception.field, "colour")

    def test_any_relation_is_listed(self):
        kinds = {row.kind for row in self.register.relation("definition")}
        self.assertEqual(kinds, {"procedure", "calendar"})
        with self.assertRaises(complaint.NotFoundError):
            self.register.relation("nonsense")


class Batches(support.RegisterTest):
    def test_a_batch_is_kept(self):
        with self.register.batch():
            self.register.file(title="a")
            self.register.file(title="b")
        self.assertEqual(len(list(self.register.cases())), 2)

    def test_a_batch_that_raises_is_undone(self):
        with self.assertRaises(KeyError):
            with self.register.batch() as register:
                register.file(title="a")
                raise KeyError("stop")
        self.assertEqual(list(self.register.cases()), [])

    def test_batches_do_not_nest(self):
        with self.register.batch():
            with self.assertRaises(complaint.MisuseError):
                with self.register.batch():
                    pass

    def test_a_call_that_fails_undoes_itself_only(self):
        with self.register.batch():
            self.register.file(title="a")
            with self.assertRaises(complaint.InvalidError):
                self.register.file(title="b", happened_at="2099-01-01")
        self.assertEqual([case.title for case in self.register.cases()],
                         ["a"])


class Keeping(support.RegisterTest):
    def test_paths_uris_and_path_objects(self):
        for name in (self.path("a.db"), "sqlite:" + self.path("b.db"),
                     pathlib.Path(self.path("c.db"))):
            with self.open(name) as register:
                register.file(title="x")
            with self.open(name, install=False, create=False,
                           read_only=True) as register:
                self.assertEqual(len(list(register.cases())), 1)
                self.assertEqual(register.describe()["backend"], "sqlite")
        self.assertEqual({name[:4] for name in os.listdir(self.folder)},
                         {"a.db", "b.db", "c.db"})

    def test_a_register_verifies_and_rebuilds(self):
        with self.open(self.path("a.db")) as register:
            case = register.file(title="x", description="personal")
            case.perform("acknowledge")
            seen = register.verify()
            self.assertEqual((seen["cases"], seen["problem_count"]), (1, 0))
            self.assertEqual(register.rebuild(), 0)

    def test_damage_is_found_and_told(self):
        path = self.path("a.db")
        with self.open(path) as register:
            case = register.file(title="x")
        store = sqlite3.connect(path)
        store.execute('update "case" set title = ?', ("altered",))
        store.commit()
        store.close()
        with self.open(path, install=False) as register:
            with self.assertRaises(complaint.CorruptError) as caught:
                register.verify()
            found = caught.exception.result
            self.assertEqual(found["problem_count"], 1)
            self.assertEqual(found["problems"][0]["case_id"], case.id)
            self.assertEqual(register.rebuild(), 1)
            self.assertEqual(register.verify()["problem_count"], 0)

    def test_settings(self):
        self.register.set("number", "C-{series:3}")
        self.assertEqual(self.register.file(title="x").number, "C-001")
        self.assertEqual(self.register.describe()["settings"]["number"],
                         "C-{series:3}")
        self.register.set("number", None)
        with self.assertRaises(complaint.NotFoundError):
            self.register.set("colour", "red")

    def test_definitions_are_installed_from_anywhere(self):
        with self.open(install=False) as register:
            text = complaint.Definition("procedure/iso10002").text
            path = self.path("own.yaml")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text.replace("name: iso10002", "name: own", 1))
            register.install("calendar/cn", complaint.Definition(text=text),
                             path)
            names = {row.name for row in register.relation("definition")}
            self.assertEqual(names, {"cn", "iso10002", "own"})
            with self.assertRaises(complaint.NotFoundError):
                register.install("procedure/piracy")

    def test_a_fixed_time_may_stand_for_the_clock(self):
        with complaint.open("memory:", create=True,
                            now="2026-01-05T00:00:00Z") as register:
            register.install("procedure/iso10002", "calendar/cn")
            self.assertEqual(register.file(title="x").received_at,
                             datetime.datetime(2026, 1, 5,
                                               tzinfo=support.UTC))

    def test_a_clock_that_fails_stops_the_call_before_it_begins(self):
        def broken():
            raise ZeroDivisionError
        with complaint.open("memory:", create=True,
                            now=self.clock) as register:
            register.install("procedure/iso10002", "calendar/cn")
            register._session._clock = broken
            with self.assertRaises(ZeroDivisionError):
                register.file(title="x")
            register._session._clock = self.clock
            self.assertEqual(list(register.cases()), [])

    def test_simulated_registers_report(self):
        result = self.open(self.path("s.db"), install=False).simulate(
            cases=60, months=3, seed=3, until="2026-03-01")
        self.assertEqual(result["cases"], 60)
        with self.open(self.path("s.db"), install=False) as register:
            for format, mark in (("text", "60"), ("html", "<svg"),
                                 ("json", '"received"')):
                text = register.report("2026-02", format)
                if format != "text":
                    self.assertIn(mark, text)
                self.assertEqual(text, register.report("2026-02", format))
            self.assertTrue(all(case.simulated for case in
                                register.cases(limit=5)))
            with self.assertRaises(complaint.InvalidError):
                register.report("February")

    def test_a_csv_file_is_imported_by_a_mapping(self):
        maps = os.path.join(support.SOURCE, "examples", "maps")
        with self.assertRaises(complaint.NotFoundError):
            self.register.import_csv(self.path("no.csv"),
                                     os.path.join(maps, "no.yaml"))


class Statuses(support.RegisterTest):
    """Each status that can be provoked, once, as its exception."""

    def raises(self, cls, built_in, call, *arguments, **options):
        with self.assertRaises(built_in) as caught:
            call(*arguments, **options)
        self.assertIs(type(caught.exception), cls)
        self.assertEqual(complaint.Status(caught.exception.status).name,
                         cls.__name__[:-5].upper()
                         if cls is not complaint.NotFoundError
                         and cls is not complaint.ReadOnlyError
                         else caught.exception.status.name)
        self.assertTrue(str(caught.exception))
        return caught.exception

    def test_invalid(self):
        self.raises(complaint.InvalidError, ValueError,
                    self.register.cases, colour="red")

    def test_misuse(self):
        self.register.close()
        self.raises(complaint.MisuseError, RuntimeError,
                    self.register.describe)

    def test_not_found(self):
        self.raises(complaint.NotFoundError, LookupError,
                    self.register.case, "no such")

    def test_exists(self):
        file_shared(self.register)
        self.raises(complaint.ExistsError, ValueError,
                    file_shared, self.register)

    def test_refused(self):
        case = file_shared(self.register)
        self.raises(complaint.RefusedError, complaint.ComplaintError,
                    case.perform, "assess", severity="high")

    def test_denied(self):
        case = file_shared(self.register)
        self.raises(complaint.DeniedError, PermissionError,
                    case.perform, "acknowledge",
                    actor=complaint.Actor("visitor", roles=()))

    def test_limit(self):
        self.raises(complaint.LimitError, ValueError,
                    self.register.file, title="x" * 3_000_000)

    def test_read_only(self):
        self.open(self.path("a.db")).close()
        register = self.open(self.path("a.db"), install=False, create=False,
                             read_only=True)
        self.raises(complaint.ReadOnlyError, PermissionError,
                    register.set, "number", "{series}")

    def test_corrupt(self):
        with open(self.path("a.db"), "wb") as file:
            file.write(b"this is no register, but a text" * 100)
        self.raises(complaint.CorruptError, complaint.ComplaintError,
                    self.open, self.path("a.db"))

    def test_busy(self):
        register = self.open(self.path("a.db"))
        other = sqlite3.connect(self.path("a.db"), isolation_level=None)
        self.addCleanup(other.close)
        other.execute("begin immediate")
        self.raises(complaint.BusyError, complaint.ComplaintError,
                    register.file, title="x")

    def test_those_that_cannot_be_provoked_here(self):
        for status, built_in in (("NO_MEMORY", MemoryError), ("IO", OSError),
                                 ("FULL", OSError),
                                 ("UNSUPPORTED", NotImplementedError),
                                 ("VERSION", complaint.ComplaintError)):
            error = complaint._errors.make(
                (complaint.Status[status], "m", "d.e", "f", "", 0, 0, 5, (),
                 None))
            self.assertIsInstance(error, built_in)
            self.assertEqual((str(error), error.backend_code), ("m", 5))

    def test_a_status_of_the_future_is_an_error_too(self):
        error = complaint._errors.make((-99, "m", "", "", "", 0, 0, 0, (),
                                        None))
        self.assertIs(type(error), complaint.ComplaintError)
        self.assertEqual(error.status, -99)

    def test_errors_can_be_pickled(self):
        error = self.raises(complaint.InvalidError, ValueError,
                            self.register.cases, colour="red")
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((type(again), vars(again), str(again)),
                         (type(error), vars(error), str(error)))


class Arguments(support.RegisterTest):
    def test_wrong_types_are_type_errors(self):
        case = file_shared(self.register)
        for call in (lambda: complaint.open(7),
                     lambda: complaint.open(b"memory:"),
                     lambda: self.open(roles="*"),
                     lambda: self.register.case(7),
                     lambda: self.register.file(7),
                     lambda: case.perform(7),
                     lambda: case.perform(b"acknowledge"),
                     lambda: case.perform("acknowledge", actor=7),
                     lambda: case.extend("respond", "two", "reason"),
                     lambda: case.extend("respond", 2.5, "reason"),
                     lambda: self.register.set(7, "x")):
            with self.assertRaises((TypeError, complaint.InvalidError)):
                call()

    def test_none_for_what_is_needed_is_an_error(self):
        case = file_shared(self.register)
        for call in (lambda: self.register.case(None),
                     lambda: case.perform(None),
                     lambda: case.assign(None),
                     lambda: case.list(None),
                     lambda: complaint.Calendar("cn").day(None),
                     lambda: self.register.relation(None)):
            with self.assertRaises(complaint.ComplaintError):
                call()

    def test_the_thin_layer_takes_no_none_for_its_boxes(self):
        core = self.register._handle
        with self.assertRaises(TypeError):
            core.install(None, None)
        with self.assertRaises(TypeError):
            core.file(None, {}, None)
        with self.assertRaises(AttributeError):
            type(core)()


if __name__ == "__main__":
    support.main()
