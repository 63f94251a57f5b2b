"""Tasks of units, moves to another version, the due queue and what-if."""
import pathlib

import complaint

import support

RULES = """kind: procedure
format: 1
name: joint
version: '{version}'
title: {{en: J}}
languages: [en]
start: open
states:
  - {{name: open, title: {{en: o}}}}
  - {{name: asked, title: {{en: a}}}}
  - {{name: closed, title: {{en: c}}, final: true}}
transitions:
  - {{name: ask, title: {{en: t}}, from: [open], to: asked, facts:
      [{{name: units, type: list, required: true, title: {{en: u}}}}]}}
  - {{name: close, title: {{en: t}}, from: [asked], to: closed,
     marks: [closed], join: {{tasks: [say]}}}}
clocks:
  - {{name: whole, title: {{en: W}}, amount: {hours}, unit: hours,
     from: {{time: received}}, stop: [close], principal: true}}
tasks:
  - {{name: say, title: {{en: S}}, open: {{transitions: [ask]}}, each: units,
     limit: {{amount: 5, unit: hours}}}}
"""


class Tasks(support.RegisterTest):
    def rules(self, version, hours):
        path = pathlib.Path(self.path(f"joint-{version}.yaml"))
        path.write_text(RULES.format(version=version, hours=hours), "utf-8")
        return str(path)

    def setUp(self):
        super().setUp()
        self.register.install(self.rules(1, 90))
        self.case = self.register.file(procedure="joint", title="x")
        self.case.perform("ask", units=["quality", "logistics"])

    def test_a_join_waits_for_the_tasks(self):
        tasks = self.case.tasks()
        self.assertEqual([task["id"] for task in tasks],
                         ["say:quality", "say:logistics"])
        self.assertEqual(tasks[0]["allowed"], ["done", "decline"])
        self.assertEqual(tasks[0]["due_at"].utcoffset().seconds, 0)
        with self.assertRaises(complaint.RefusedError):
            self.case.perform("close")
        for task in tasks:
            self.case.answer_task(task["id"], "done", result="ours")
        self.case.perform("close")
        self.assertEqual(self.case.state, "closed")

    def test_the_due_queue_is_read_by_unit_and_in_pages(self):
        self.assertEqual([row.name for row in self.register.due()],
                         ["say:logistics", "say:quality", "whole"])
        self.assertEqual([row.name for row
                          in self.register.due(unit="quality")],
                         ["say:quality"])
        page = self.register.due(limit=1)
        first = next(iter(page))
        rest = self.register.due(after=page.token)
        self.assertEqual(first.name, "say:logistics")
        self.assertEqual([row.name for row in rest], ["say:quality", "whole"])
        self.assertEqual(list(self.register.due(overdue=True)), [])

    def test_what_if_and_a_move_tell_the_same(self):
        answer = self.register.what_if(
            procedure_text=RULES.format(version=2, hours=40))
        self.assertEqual((answer["cases"], answer["changed"]), (1, 1))
        row, = answer["rows"]
        self.assertEqual(row["clock"], "whole")
        self.register.install(self.rules(2, 40))
        dry = self.case.move(dry_run=True)
        self.assertEqual(self.case.revision, 2)
        done = self.case.move(reason="new rules")
        self.assertEqual(dry["clocks"], done["clocks"])
        self.assertEqual(self.case.revision, 3)
        self.assertEqual(done["clocks"][0]["after_due_at"],
                         row["would_be_due_at"])


if __name__ == "__main__":
    support.main()
