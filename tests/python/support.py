"""What the Python tests share: registers with a clock that stands still."""
import datetime
import os
import sys
import tempfile
import unittest

import complaint

SOURCE = os.environ.get("COMPLAINT_SOURCE") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..")
UTC = datetime.timezone.utc
NOW = datetime.datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Clock:
    """A clock that the test moves."""

    def __init__(self, now=NOW):
        self.now = now

    def __call__(self):
        return self.now

    def forward(self, **span):
        self.now += datetime.timedelta(**span)


class RegisterTest(unittest.TestCase):
    """Each test has a register in memory, a clock and a folder."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.clock = Clock()
        self.register = self.open()

    def open(self, where="memory:", install=True, **options):
        options.setdefault("create", True)
        register = complaint.open(where, now=self.clock, **options)
        if install:
            register.install("procedure/iso10002", "calendar/cn")
        return register

    def path(self, name):
        return os.path.join(self.folder, name)


def kept():
    """A bank's procedure whose cases lose their personal data after a month."""
    return complaint.Definition("kept", text="""
kind: procedure
format: 1
name: kept
version: "1"
title: {en: Kept, zh-CN: 保留}
extends: bank
retention:
  - {name: all, title: {en: All, zh-CN: 全部}, after: {days: 30}}
""")


def main():
    unittest.main(verbosity=1 if len(sys.argv) == 1 else 2)
