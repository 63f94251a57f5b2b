"""Evidence packs before and after something is erased or held: of one case
and of a period, by the library and by the stranger's program, and no byte of
what was erased in them. Packs made before keep what they have, and verify."""
import importlib.util
import json
import os
import unittest

import complaint

import support

KEY = """-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
-----END PRIVATE KEY-----
"""
PUBLIC = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1"


def stranger():
    path = os.path.join(support.SOURCE, "examples", "evidence",
                        "verify_pack.py")
    spec = importlib.util.spec_from_file_location("verify_pack", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Packs(support.RegisterTest):
    def setUp(self):
        super().setUp()
        self.register.close()
        self.register = self.open(self.path("register.db"))
        self.register.install(support.kept())
        self.stranger, self.written = stranger(), []
        # The same person complains twice; another is in the second case.
        self.one = self.file("one", [("payer", "13800012345")])
        self.two = self.file("two", [("payer", "13800012345"),
                                     ("guest", "13900054321")])
        self.other = self.file("other", [("other", "13700000000")])
        self.register.seal(KEY)

    def file(self, word, people):
        case = self.register.file(
            procedure="kept", title=f"zq-{word}-title",
            description=f"zq-{word}-description", remark=f"zq-{word}-remark",
            parties=[{"name": f"zq-{word}-{name}", "phone": phone,
                      "role": "witness" if name == "guest" else "complainant",
                      "address": f"zq-{word}-{name}-street"}
                     for name, phone in people],
            evidence=[{"name": f"zq-{word}-photo"}])
        case.put("communication", kind="reply", text=f"zq-{word}-letter")
        return case

    def pack(self, personal=True, **which):
        path = self.path(f"pack-{len(self.written)}")
        self.register.evidence(path, personal=personal, key=KEY, **which)
        self.written.append(path)
        return self.read(path)

    def read(self, path):
        """What a pack says, when both programs find that all is well."""
        seen = complaint.evidence_verify(path, key=KEY)
        self.assertEqual(seen["problem_count"], 0)
        with open(path, "rb") as file:
            self.stranger.verify(file, key=PUBLIC)
        with open(path, "rb") as file:
            return file.read()

    def both(self, case, personal=True):
        """Of the case, and of the period that all cases are of."""
        period = {"received_at": {"from": "2026-03-01T00:00:00Z",
                                  "to": "2026-03-03T00:00:00Z"}}
        alone = self.pack(personal, cases=[case.number])
        whole = self.pack(personal, filter=period)
        self.assertEqual(whole.count(b'"entry":1,'), 3)
        return alone, whole

    def has(self, packs, *words):
        for data in packs:
            for word in words:
                self.assertIn(word.encode(), data)

    def lacks(self, packs, *words):
        for data in packs:
            for word in words:
                self.assertNotIn(word.encode(), data)

    def old_ones_stay(self, before):
        for path, data in zip(self.written, before):
            self.assertEqual(self.read(path), data)
        self.assertEqual(self.register.verify(key=KEY)["problem_count"], 0)

    def test_parts_of_a_case(self):
        before = self.both(self.two)
        self.has(before, "zq-two-payer", "zq-two-letter", "zq-two-title")
        self.two.erase("request", parts=["party"])
        after = self.both(self.two)
        self.lacks(after, "zq-two-payer", "zq-two-guest", "13900054321")
        self.has(after, "zq-two-letter", "zq-two-title")
        self.has(after[1:], "zq-one-payer", "zq-other-other", "13800012345")
        self.two.erase("request")
        after = self.both(self.two)
        self.lacks(after, "zq-two-", "13900054321")
        self.has(after[1:], "zq-one-title", "zq-other-letter")
        # With a seal made since, and without personal facts at all.
        self.register.seal(KEY)
        self.lacks(self.both(self.two), "zq-two-")
        self.lacks(self.both(self.two, personal=False), "zq-")
        self.old_ones_stay(before)

    def test_a_person_in_every_case(self):
        before = self.both(self.one)
        self.register.erase_person({"phone": "138 0001 2345"}, "request")
        after = self.both(self.one)
        self.lacks(after, "zq-one-", "zq-two-payer", "zq-two-title",
                   "zq-two-letter", "13800012345")
        self.has(after[1:], "zq-other-title", "zq-other-other")
        self.old_ones_stay(before)
        # What was erased is told, and no more: kind, part and reason.
        forms = [json.loads(json.loads(line)["form"])
                 for line in after[0].splitlines()
                 if line.startswith(b'{"kind":"entry"')]
        self.assertEqual(sum("erase" in form[:9] for form in forms), 1)

    def test_another_party_goes_and_the_complaint_stays(self):
        self.register.erase_person({"phone": "13900054321"}, "request")
        after = self.both(self.two)
        self.lacks(after, "zq-two-guest", "13900054321")
        self.has(after, "zq-two-payer", "zq-two-title", "zq-two-letter")

    def test_retention(self):
        self.one.perform("withdraw", {"reason": "zq-one-why"})
        before = self.both(self.one)
        self.has(before, "zq-one-why")
        self.clock.forward(days=31)
        self.assertEqual(self.register.retain()["due"], 1)
        self.has(self.both(self.one), "zq-one-title")
        self.assertEqual(self.register.retain(dry_run=False)["erased"], 1)
        after = self.both(self.one)
        self.lacks(after, "zq-one-")
        self.has(after[1:], "zq-two-title", "zq-other-title")
        self.old_ones_stay(before)

    def test_holds_are_told_and_keep_what_they_hold(self):
        self.one.amend(legal_hold=True, legal_hold_reason="court 4")
        held = self.both(self.one, personal=False)
        self.has(held, 'legal_hold\\":true', "court 4")
        with self.assertRaises(complaint.RefusedError):
            self.one.erase("request")
        result = self.register.erase_person({"phone": "13800012345"},
                                            "request")
        self.assertEqual(sorted(case["state"] for case in result["cases"]),
                         ["erased", "held"])
        during = self.both(self.one)
        self.has(during, "zq-one-title", "zq-one-payer")
        self.lacks(during[1:], "zq-two-payer", "zq-two-title")
        self.one.refresh()
        self.one.amend(legal_hold=None, legal_hold_reason="court 4 over")
        lifted = self.both(self.one)
        self.has(lifted, "court 4 over", "zq-one-title")
        self.register.erase_person({"phone": "13800012345"}, "request")
        after = self.both(self.one)
        self.lacks(after, "zq-one-", "13800012345")
        self.has(after, 'legal_hold\\":true', "court 4", "court 4 over")
        self.old_ones_stay(held)
        self.old_ones_stay(held + during)

    def test_shown_later_is_held_against_the_commitment(self):
        """What an older pack shows fits the newer one, which withholds it;
        other words do not."""
        before = self.both(self.one)[0].splitlines(keepends=True)
        self.one.erase("request")
        after = self.both(self.one)[0].splitlines(keepends=True)
        shown = {json.loads(line)["digest"]: line for line in before
                 if line.startswith(b'{"kind":"entry"')}
        kept = [line for line in after
                if line.startswith(b'{"kind":"entry"')
                and json.loads(line)["digest"] in shown]
        self.assertGreater(len(kept), 1)
        for line in kept:
            old = json.loads(shown[json.loads(line)["digest"]])
            self.assertEqual(old["form"], json.loads(line)["form"])
            self.assertIsNone(json.loads(line)["personal"])


if __name__ == "__main__":
    unittest.main()
