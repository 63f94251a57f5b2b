"""Any order of dropping, any thread: never a crash, never a leak."""
import gc
import itertools
import os
import subprocess
import sys
import threading
import unittest

import complaint

import support


class Order(support.RegisterTest):
    def make(self):
        register = self.open(self.path(f"{len(os.listdir(self.folder))}.db"))
        case = register.file(title="x", channel="web")
        cursor = register.cases()
        rows = case.list("party")
        dataset = register.dataset()
        column = dataset["channel"]
        figure = dataset.pareto(by="channel")
        return [register, case, cursor, rows, dataset, column, figure]

    def test_every_order_of_dropping_four_of_them(self):
        for order in itertools.permutations(range(4)):
            things = self.make()
            for index in order:
                things[index] = None
                gc.collect()
            self.assertEqual(things[5][0], "web")

    def test_a_cursor_outlives_its_register(self):
        things = self.make()
        cursor = things[2]
        del things
        gc.collect()
        self.assertEqual([case.title for case in cursor], ["x"])

    def test_a_case_outlives_its_register_and_is_worked_on(self):
        case = self.make()[1]
        gc.collect()
        case.perform("acknowledge")
        self.assertEqual(case.state, "acknowledged")
        self.assertEqual(len(list(case.journal())), 2)

    def test_a_dataset_outlives_its_closed_register(self):
        things = self.make()
        things[0].close()
        self.assertEqual(len(things[4]), 1)
        self.assertEqual(things[4].month("2026-03")["received"], 1)

    def test_closing_twice_is_fine(self):
        things = self.make()
        for _ in range(3):
            things[0].close()
            things[2].close()

    def test_what_is_closed_is_not_used(self):
        register, case, cursor, rows = self.make()[:4]
        register.close()
        for call in (register.describe, register.verify, register.rebuild,
                     register.cases, register.dataset, register.due,
                     lambda: register.file(title="x"),
                     lambda: register.case("x"),
                     lambda: register.install("calendar/cn"),
                     lambda: register.set("number", None),
                     lambda: register.relation("unit"),
                     lambda: register.simulate(until="2026-01-01"),
                     lambda: register.report("2026-03"),
                     lambda: register.import_csv("a", "b"),
                     lambda: register.batch().__enter__(),
                     case.refresh, case.next, case.clocks, case.journal,
                     lambda: case.perform("acknowledge"),
                     lambda: case.assign("a"), case.accept,
                     lambda: case.put("party", role="witness"),
                     lambda: case.amend(title="y"),
                     lambda: case.attribute([]),
                     lambda: case.extend("respond", 1, "r"),
                     lambda: next(cursor), lambda: next(rows)):
            with self.assertRaises(complaint.ComplaintError) as caught:
                call()
            self.assertIsInstance(caught.exception, complaint.MisuseError)

    def test_a_case_read_before_the_register_closed_keeps_its_columns(self):
        register, case = self.make()[:2]
        title = case.title
        register.close()
        self.assertEqual(case.title, title)

    def test_the_register_closes_in_the_middle_of_iteration(self):
        register = self.open()
        for _ in range(3):
            register.file(title="x")
        with self.assertRaises(complaint.MisuseError):
            for _ in register.cases():
                register.close()

    def test_cases_are_filed_in_the_middle_of_iteration(self):
        register = self.open(self.path("middle.db"))
        register.file(title="x")
        for count, _ in enumerate(register.cases()):
            if count < 5:
                register.file(title="y")
        self.assertEqual(len(list(register.cases())), 6 if count >= 5
                         else count + 2)

    def test_cycles_are_collected(self):
        class Holder:
            pass
        for _ in range(20):
            holder = Holder()
            holder.self = holder
            holder.things = self.make()[:4]
        del holder
        gc.collect()

    def test_objects_alive_at_exit_do_no_harm(self):
        run = subprocess.run(
            [sys.executable, "-X", "dev", "-c",
             "import complaint\n"
             "r = complaint.open('memory:', create=True)\n"
             "r.install('procedure/iso10002', 'calendar/cn')\n"
             "c = r.file(title='x')\n"
             "cursor = r.cases(); d = r.dataset(); column = d['channel']\n"
             "loop = [r, c]; loop.append(loop)\n"],
            capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stdout, run.stderr),
                         (0, "", ""))

    def test_memory_does_not_grow(self):
        def resident():
            with open("/proc/self/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * 4096

        def work():
            for case in self.register.cases(text="壶", limit=20):
                list(case.journal())
                case.clocks()
                try:
                    case.perform("nonsense", facts_of_it=list(range(100)))
                except complaint.NotFoundError:
                    pass
                try:
                    self.register.file(title="x", bad={"a": [object()]})
                except TypeError:
                    pass
            self.register.dataset().pareto(by="channel")

        if os.environ.get("LD_PRELOAD"):
            self.skipTest("sanitizers keep what is freed")
        for number in range(20):
            self.register.file(title=f"水壶 {number}", channel="web")
        for _ in range(10):
            work()
        before = resident()
        for _ in range(60):
            work()
        self.assertLess(resident() - before, 4 << 20)


class Threads(support.RegisterTest):
    def run_all(self, count, body):
        failures = []

        def run(index):
            try:
                body(index)
            except BaseException as error:
                failures.append(error)
        threads = [threading.Thread(target=run, args=(i,))
                   for i in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def test_four_threads_each_with_a_register(self):
        def work(index):
            with self.open(self.path(f"{index}.db")) as register:
                for number in range(25):
                    case = register.file(title=f"{index}/{number}",
                                         channel="web")
                    case.perform("acknowledge")
                titles = [case.title for case in register.cases()]
                self.assertEqual(titles,
                                 [f"{index}/{n}" for n in range(25)])
                self.assertEqual(register.dataset().month(
                    "2026-03")["received"], 25)
        self.run_all(4, work)

    def test_four_threads_on_one_register_take_turns(self):
        def work(index):
            for number in range(25):
                self.register.file(title=f"{index}/{number}").perform(
                    "acknowledge")
        self.run_all(4, work)
        self.assertEqual(len(list(self.register.cases(
            state="acknowledged"))), 100)
        numbers = {case.number for case in self.register.cases()}
        self.assertEqual(len(numbers), 100)

    def test_one_thread_drops_what_another_uses(self):
        cases = [self.register.file(title=str(n)) for n in range(200)]
        done = threading.Event()

        def drop():
            while cases:
                cases.pop()
                gc.collect(0)
            done.set()

        def read():
            while not done.is_set():
                for case in self.register.cases(limit=20):
                    case.clocks()
        self.run_all(2, lambda index: (drop, read)[index]())

    def test_other_threads_run_during_a_call(self):
        ticks = []
        stop = threading.Event()

        def tick():
            while not stop.is_set():
                ticks.append(1)
                stop.wait(0.0005)
        thread = threading.Thread(target=tick)
        register = self.open(self.path("long.db"), install=False)
        thread.start()
        try:
            before = len(ticks)
            register.simulate(cases=300, months=3, until="2026-03-01")
            during = len(ticks) - before
        finally:
            stop.set()
            thread.join()
        self.assertGreater(during, 3)


if __name__ == "__main__":
    support.main()
