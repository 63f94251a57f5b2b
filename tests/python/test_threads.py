"""Threads that share a register, and registers of older versions."""
import os
import pathlib
import sqlite3
import tempfile
import threading
import unittest

import complaint

import support

THREADS = 6
EACH = 8


class Threads(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name) / "register.db"
        self.register = complaint.open(self.path, create=True)
        self.register.install("procedure/iso10002", "calendar/cn")

    def tearDown(self):
        self.register.close()
        self.folder.cleanup()

    def test_every_thread_is_told_its_own(self):
        numbers, refused = [], []

        def work(own, thread):
            for i in range(EACH):
                numbers.append(own.file(title=f"{thread}-{i}",
                                        channel="phone").number)
                try:
                    own.file(title=f"{thread}-{i}", channel=5)
                except complaint.ComplaintError as error:
                    refused.append(error.field)
            own.close()

        threads = [threading.Thread(target=work,
                                    args=(self.register.share(), thread))
                   for thread in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(set(numbers)), THREADS * EACH)
        self.assertEqual(refused, ["channel"] * THREADS * EACH)
        self.assertEqual(len(list(self.register.cases())), THREADS * EACH)
        self.register.verify()

    def test_a_handle_outlives_the_one_it_came_from(self):
        other = self.register.share()
        self.register.close()
        self.assertEqual(other.file(title="t", channel="phone").title, "t")
        other.close()

    def test_what_is_in_memory_is_not_shared(self):
        with complaint.open("memory:", create=True) as register:
            with self.assertRaises(complaint.UnsupportedError):
                register.share()


class Older(unittest.TestCase):
    def test_a_register_of_an_older_version_is_brought_forward(self):
        source = pathlib.Path(os.environ["COMPLAINT_SOURCE"])
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "old.db"
            store = sqlite3.connect(path)
            store.executescript((source / "tests/storage/schema_1.sql")
                                .read_text(encoding="utf-8"))
            store.close()
            with self.assertRaises(complaint.VersionError):
                complaint.open(path)
            told = complaint.migrate(path, dry_run=True)
            self.assertEqual((told["from"], told["migrated"]), (1, False))
            told = complaint.migrate(path, backup=f"{path}-before")
            self.assertTrue(told["migrated"])
            self.assertTrue(os.path.exists(f"{path}-before"))
            with complaint.open(path) as register:
                register.verify()
                self.assertEqual(len(list(register.cases())), 2)
            self.assertFalse(complaint.migrate(path)["migrated"])


if __name__ == "__main__":
    unittest.main()
