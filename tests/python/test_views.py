"""Every way out of a register, tried by a viewer who may see nothing personal.

The ways are the methods that tests/python/surface.txt lists: a new one has to
be said here. Each is tried by the host too, to know that it would tell."""
import os
import unittest

import complaint

import support

SECRET = "zq"
AUDITOR = complaint.Actor("auditor-1", None, ("auditor",))
CLERK = complaint.Actor("clerk-2", None, ("*",))
THIS_YEAR = {"received_at": {"from": "2026-01-01T00:00:00Z"}}


def rows(items):
    return [dict(row) for row in items]


def of_case(call):
    return lambda test, register: call(register.case(test.number))


def changed(call):
    """What a change gives back, and what the case is then."""
    def way(test, register):
        case = register.case(test.number)
        return call(case), dict(case.record), repr(case)
    return way


# Told to the host and masked for a viewer.
MASKS = {
    "Register.case": lambda t, r: dict(r.case(t.number).record),
    "Register.cases": lambda t, r: [
        [dict(case.record) for case in r.cases(**some)]
        for some in ({}, {"order": "due"}, THIS_YEAR)],
    "Register.relation": lambda t, r: [
        rows(r.relation(name)) for name in t.RELATIONS],
    "Register.search": lambda t, r: [
        dict(case.record) for text in ("zq", "q-t", "zq-title", "zq-letter",
                                       "13800012345", t.number)
        for case in r.search(text)],
    "Register.due": lambda t, r: [str(row) for row in r.due()],
    "Register.report": lambda t, r: (
        r.case(t.number).perform("withdraw", {"reason": "x"}), [
            r.report("2026-03", format)
            for format in ("text", "html", "json")])[1],
    "Register.file": lambda t, r: dict(r.file(title="zq-new").record),
    "Register.share": lambda t, r: [
        dict(case.record) for case in r.share().cases()],
    "Case.record": of_case(lambda case: dict(case.record)),
    "Case.refresh": changed(lambda case: case.refresh()),
    "Case.list": of_case(lambda case: [
        rows(case.list(name)) for name in Views.OF_CASE]),
    "Case.journal": of_case(lambda case: rows(case.journal())),
    "Case.amend": changed(lambda case: case.amend(category="other")),
    "Case.put": changed(lambda case: case.put(
        "communication", kind="note", text="zq-more")),
    "Case.pause": changed(lambda case: case.pause("waiting")),
    "Case.perform": changed(lambda case: case.perform(
        "withdraw", {"reason": "zq-why"})),
    "Case.assign": changed(lambda case: case.assign("clerk-2")),
    "Case.accept": changed(lambda case: (
        case.assign("clerk-2"), case.accept(actor=CLERK))[0]),
    "Case.decline": changed(lambda case: (
        case.assign("clerk-2"),
        case.decline(reason="no", actor=CLERK))[0]),
    "Case.attach": changed(lambda case: case.attach(
        "uk-disp", "it is theirs")),
}
# Refused to whoever may not see everything.
DENIES = {
    "Register.backup": lambda t, r: r.backup(t.path("copy.db")),
    "Register.evidence": lambda t, r: r.evidence(t.path("pack")),
    "Register.export_person": lambda t, r: r.export_person(
        {"phone": "13800012345"}),
    "Register.person_page": lambda t, r: r.person_page(
        {"phone": "13800012345"}),
    "Register.erase_person": lambda t, r: r.erase_person(
        {"phone": "13800012345"}, "x", dry_run=True),
    "Register.retain": lambda t, r: r.retain(),
}
# Tells nothing that is personal to anybody.
PLAIN = {
    "Register.describe": lambda t, r: r.describe(),
    "Register.tick": lambda t, r: r.tick(),
    "Register.seal": lambda t, r: r.seal(),
    "Register.verify": lambda t, r: r.verify(),
    "Register.what_if": lambda t, r: r.what_if(),
    "Register.rebuild": lambda t, r: r.rebuild(),
    "Register.dataset": lambda t, r: str([
        r.dataset()[name][:] for name in r.dataset().columns]),
    "Dataset.columns": lambda t, r: r.dataset().columns,
    "Dataset.count": lambda t, r: r.dataset().count("category").rows,
    "Dataset.pareto": lambda t, r: r.dataset().pareto("category").rows,
    "Dataset.timeliness": lambda t, r: r.dataset().timeliness().rows,
    "Dataset.month": lambda t, r: r.dataset().month("2026-03"),
    "Cursor.token": lambda t, r: t.token(r),
    "Case.clocks": of_case(lambda case: case.clocks(language="zh-TW")),
    "Case.next": of_case(lambda case: case.next()),
    "Case.tasks": of_case(lambda case: case.tasks()),
}
# Not tried: they give back no data of cases, or what the others above give.
NOTHING = {
    "Register.actor", "Register.batch", "Register.close", "Register.compact",
    "Register.import_csv", "Register.install", "Register.scrub",
    "Register.set", "Register.simulate", "Register.view_as", "Cursor.close",
    "Dataset.to_pandas", "Case.answer_task", "Case.attribute", "Case.detach",
    "Case.erase", "Case.extend", "Case.move", "Case.refer", "Case.resume"}


class Views(support.RegisterTest):
    OF_CASE = ("party", "journal", "communication", "evidence", "clock",
               "task", "assignment", "finding", "share", "action", "remedy",
               "return", "survey")
    RELATIONS = OF_CASE + ("case",)

    def fill(self, call=None):
        # A register in memory cannot be shared.
        shared = call is MASKS["Register.share"]
        register = self.open(
            self.path("register.db") if shared else "memory:")
        self.addCleanup(register.close)
        case = register.file(
            title="zq-title", description="zq-description", location="zq-city",
            demand="zq-demand", remark={"deep": ["zq-remark"]},
            category="other", parties=[{
                "name": "zq-name", "phone": "13800012345", "address": "zq-road",
                "email": "zq@example.org", "reference": "zq-17"}],
            evidence=[{"name": "zq-photo", "description": "zq-shows"}])
        case.put("communication", kind="reply", subject="zq-subject",
                 text="zq-letter")
        case.put("task", title="zq-task", result="zq-result")
        self.number = case.number
        return register

    def token(self, register):
        cursor = register.cases()
        next(cursor)
        return cursor.token

    def told(self, call, viewer):
        """What comes out, errors included."""
        register = self.fill(call)
        if viewer is not None:
            register.view_as(viewer)
        try:
            return str(call(self, register)), None
        except complaint.ComplaintError as error:
            return " ".join(map(str, (error, vars(error)))), error
        finally:
            self.doCleanups()
            self.setUp()

    def test_every_method_is_said(self):
        path = os.path.join(support.SOURCE, "tests", "python", "surface.txt")
        with open(path, encoding="utf-8") as file:
            names = {line.strip() for line in file if line.startswith(
                ("Register.", "Case.", "Cursor.", "Dataset."))}
        said = [set(MASKS), set(DENIES), set(PLAIN), NOTHING]
        self.assertEqual(names, set().union(*said))
        self.assertEqual(sum(map(len, said)), len(names))

    def test_what_is_personal_is_masked(self):
        for name, call in MASKS.items():
            with self.subTest(name):
                text, error = self.told(call, None)
                self.assertIsNone(error, text)
                if name != "Register.due":
                    self.assertIn(SECRET, text)
                text, error = self.told(call, AUDITOR)
                self.assertIsNone(error, text)
                self.assertNotIn(SECRET, text)
                self.assertNotIn("13800012345", text)

    def test_what_cannot_leave_anything_out_is_denied(self):
        for name, call in DENIES.items():
            with self.subTest(name):
                self.assertIsNone(self.told(call, None)[1])
                text, error = self.told(call, AUDITOR)
                self.assertIsInstance(error, complaint.DeniedError)
                self.assertNotIn(SECRET, text)

    def test_the_rest_tells_nothing_personal(self):
        for name, call in PLAIN.items():
            with self.subTest(name):
                text, error = self.told(call, AUDITOR)
                self.assertIsNone(error, text)
                self.assertNotIn(SECRET, text)
                self.assertNotIn("13800012345", text)

    def test_errors_of_changes_tell_nothing(self):
        """What a viewer who acts is refused is refused without the texts."""
        calls = [
            lambda case: case.perform("nonsense"),
            lambda case: case.amend(nonsense="x"),
            lambda case: case.put("communication", nonsense="x"),
            lambda case: case.put("party", id="zz"),
            lambda case: case.erase("x", parts=["nonsense"]),
            lambda case: case.attribute([], decided_by="y"),
            lambda case: case.extend("nonsense", 1, "x"),
            lambda case: case.refer("nonsense", "x"),
            lambda case: case.move(procedure="nonsense", reason="x"),
            lambda case: case.detach("nonsense", "x", "y"),
            lambda case: case.resume(),
            lambda case: case.list("nonsense"),
            lambda case: case.answer_task("nonsense", "done")]
        for number, call in enumerate(calls):
            with self.subTest(number):
                text, error = self.told(of_case(call), AUDITOR)
                self.assertIsNotNone(error)
                self.assertNotIn(SECRET, text)

    def test_nobody_learns_by_asking_again_and_again(self):
        """A filter, a search or an order by what is hidden would tell it
        letter by letter."""
        register = self.fill()
        other = register.file(title="aa-first", category="other")
        register.view_as(AUDITOR)
        for text in ("z", "zq", "zq-", "zq-t", "zq-remark", "zq-letter",
                     "1380001", "13800012345", "aa", "***"):
            self.assertEqual(list(register.search(text)), [], text)
            self.assertEqual(list(register.cases(text=text)), [], text)
        for column in ("title", "description", "location", "demand"):
            for value in ("zq-title", "aa-first", None, ["zq-title"]):
                with self.assertRaises(complaint.DeniedError):
                    list(register.cases(**{column: value}))
        with self.assertRaises(complaint.ComplaintError):
            list(register.cases(order="title"))
        seen = [case.number for case in register.cases(category="other")]
        self.assertEqual(sorted(seen), sorted([self.number, other.number]))
        with self.assertRaises(complaint.ComplaintError):
            register.dataset(filter={"title": "zq-title"})


if __name__ == "__main__":
    unittest.main()
