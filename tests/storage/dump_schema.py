#!/usr/bin/env python3
"""Prints an SQLite register as SQL text, for a test to make it again:

    complaint init old.db --definition procedure/small-business \\
        --definition calendar/every-day
    complaint file old.db ...             # with the program of that version
    tests/storage/dump_schema.py old.db > tests/storage/schema_1.sql

The text holds every row; tests of migration (test_upgrade.c) begin with it."""
import sqlite3
import sys

store = sqlite3.connect(sys.argv[1])
for line in store.iterdump():
    print(line)
for name in ("application_id", "user_version"):
    print(f"PRAGMA {name}={store.execute('PRAGMA ' + name).fetchone()[0]};")
