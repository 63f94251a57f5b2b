"""Personal data from Python: views, erasure, retention, a person's own."""
import datetime
import unittest

import complaint

import support


class Privacy(support.RegisterTest):
    def setUp(self):
        super().setUp()
        self.register.install(support.kept())
        self.case = self.register.file(
            procedure="kept", title="zq title", remark="zq remark",
            parties=[{"name": "zq name", "phone": "13800012345"}])

    def words(self):
        found = []
        for name in ("case", "party", "journal"):
            for row in self.register.relation(name):
                found += [str(value) for value in dict(row).values()
                          if "zq" in str(value)]
        found += [str(one.record) for one in self.register.cases()
                  if "zq" in str(one.record)]
        found += [one.title for one in self.register.search("zq")]
        return found

    def test_a_viewer_without_the_right_gets_placeholders(self):
        self.assertTrue(self.words())
        self.register.view_as(
            complaint.Actor("auditor-1", None, ("auditor",)))
        self.assertEqual(self.words(), [])
        case = self.register.case(self.case.number)
        self.assertEqual(case.title, "***")
        self.assertEqual([party.name for party in case.list("party")],
                         ["***"])
        with self.assertRaises(complaint.DeniedError):
            self.register.export_person({"name": "zq name"})
        with self.assertRaises(complaint.DeniedError):
            list(self.register.cases(title="zq title"))
        self.register.view_as(None)
        self.assertTrue(self.words())

    def test_units_see_their_own(self):
        self.register.set(
            "views", '[{"roles": ["desk"], "cases": "unit", "personal": true}]')
        self.register.view_as(complaint.Actor("x", "elsewhere", ("desk",)))
        self.assertEqual(list(self.register.cases()), [])
        with self.assertRaises(complaint.NotFoundError):
            self.register.case(self.case.number)
        self.register.view_as(None)
        self.register.set("views", None)

    def test_erasing_leaves_the_chain(self):
        result = self.case.erase("request 1", basis="GDPR art. 17")
        self.assertEqual(result["erased"], "all")
        self.assertIsNone(self.case.title)
        self.assertEqual(self.words(), [])
        self.assertEqual(self.register.verify()["problem_count"], 0)
        self.assertEqual(self.register.rebuild(), 0)
        self.register.scrub()
        with self.assertRaises(complaint.IncompleteError):
            self.case.erase("")

    def test_a_person_is_given_and_erased(self):
        person = {"phone": "+86 138 0001 2345"}
        given = self.register.export_person(person)
        self.assertEqual(len(given["cases"]), 1)
        self.assertIn("zq remark", str(given))
        looked = self.register.erase_person(person, "request", dry_run=True)
        self.assertEqual((looked["erased"], len(looked["cases"])), (0, 1))
        self.assertTrue(self.words())
        self.assertEqual(
            self.register.erase_person(person, "request")["erased"], 1)
        self.assertEqual(self.words(), [])

    def test_retention_looks_first(self):
        self.case.perform("withdraw", {"reason": "zq why"})
        self.assertEqual(self.register.retain()["due"], 0)
        self.clock.now += datetime.timedelta(days=31)
        self.assertEqual(self.register.retain()["due"], 1)
        self.assertTrue(self.words())
        self.assertEqual(self.register.retain(dry_run=False)["erased"], 1)
        self.assertEqual(self.words(), [])
        self.assertEqual(self.register.retain(dry_run=False)["due"], 0)


if __name__ == "__main__":
    unittest.main()
