#!/usr/bin/env python3
"""What a Python program would use instead: the naive schema through an ORM, at
the same durability (WAL, synchronous=FULL), one transaction each.

    peers.py sqlalchemy|django create|move COUNT FILE [THREADS]

Prints transactions per second. Called by bench_write.
"""
import hashlib
import json
import os
import sys
import threading
import time
import uuid

TEXTS = ["number", "title", "description", "channel", "category", "subcategory",
         "severity", "urgency", "state", "department", "owner", "product",
         "batch", "customer", "demand", "language", "location", "cause",
         "outcome"]
NUMBERS = ["amount", "received", "acknowledged", "due", "responded", "closed",
           "revision"]
INDEXED = ["state", "received", "department", "category", "product",
           "customer", "due"]
TITLE = "Kettle leaks after three days 电水壶漏水"
DESCRIPTION = (
    "Bought on Saturday, used five times. Since yesterday water comes out at "
    "the bottom when it boils. "
    "买来三天，烧水时壶底开始漏水，已经不敢再用，要求更换或者退款。")


def complaint(n):
    row = dict.fromkeys(TEXTS, "replacement")
    row.update(
        id=str(uuid.uuid4()), number="2026-%07d" % n, title=TITLE,
        description=DESCRIPTION, channel="phone", category="quality",
        subcategory="leak", severity="major", urgency="normal",
        state="received", department="store-%d" % (n * 7 % 40),
        owner="clerk-1", product="kettle-%d" % (n * 13 % 200),
        batch="2026-10-A", customer="customer-%d" % (n * 7919 % 100000),
        amount=12900, received=1700000000000000 + n * 1000000,
        acknowledged=1700000000000000 + n * 1000000,
        due=1700000000000000 + n * 1000000, responded=None, closed=None,
        revision=1)
    return row


def event(case, kind, facts):
    payload = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return {"id": str(uuid.uuid4()), "complaint": case, "kind": kind,
            "at": 1700000000000000, "actor": "clerk-1", "payload": payload,
            "digest": hashlib.sha256(payload.encode()).digest()}


def parts(n):
    row = complaint(n)
    party = {"id": str(uuid.uuid4()), "complaint": row["id"],
             "role": "complainant", "name": "customer", "phone": "12345678"}
    facts = {"category": "quality", "channel": "phone", "n": n,
             "description": DESCRIPTION, "title": TITLE}
    return row, party, event(row["id"], "created", facts)


class Alchemy:
    def __init__(self, path):
        import sqlalchemy as sa
        from sqlalchemy import orm

        engine = sa.create_engine("sqlite:///" + path)

        @sa.event.listens_for(engine, "connect")
        def durable(connection, _record):
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")

        base = orm.declarative_base()

        def text(name):
            return sa.Column(sa.Text, index=name in INDEXED,
                             unique=name == "number")

        columns = {name: text(name) for name in TEXTS}
        columns.update({name: sa.Column(sa.Integer, index=name in INDEXED)
                        for name in NUMBERS})
        self.Complaint = type("Complaint", (base,), dict(
            columns, __tablename__="complaint",
            id=sa.Column(sa.Text, primary_key=True)))
        self.Party = type("Party", (base,), dict(
            __tablename__="party", id=sa.Column(sa.Text, primary_key=True),
            complaint=sa.Column(sa.Text, index=True), role=sa.Column(sa.Text),
            name=sa.Column(sa.Text), phone=sa.Column(sa.Text)))
        self.Event = type("Event", (base,), dict(
            __tablename__="event", id=sa.Column(sa.Text, primary_key=True),
            complaint=sa.Column(sa.Text, index=True), kind=sa.Column(sa.Text),
            at=sa.Column(sa.Integer), actor=sa.Column(sa.Text),
            payload=sa.Column(sa.Text), digest=sa.Column(sa.LargeBinary)))
        base.metadata.create_all(engine)
        self.session = orm.sessionmaker(bind=engine)

    def create(self, n):
        row, party, first = parts(n)
        with self.session() as session:
            session.add(self.Complaint(**row))
            session.add(self.Party(**party))
            session.add(self.Event(**first))
            session.commit()
        return row["id"]

    def move(self, case, n):
        with self.session() as session:
            row = session.get(self.Complaint, case)
            row.state = "acknowledged"
            row.acknowledged += n
            row.due += n
            row.revision += 1
            session.add(self.Event(**event(case, "acknowledge", {"n": n})))
            session.commit()


class Django:
    def __init__(self, path):
        import django
        from django.conf import settings
        from django.db import connection, models, transaction

        settings.configure(
            DEFAULT_AUTO_FIELD="django.db.models.AutoField",
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3",
                                   "NAME": path}})
        django.setup()
        self.atomic = transaction.atomic

        def model(name, columns):
            meta = type("Meta", (), {"app_label": "bench", "db_table":
                                     name.lower()})
            return type(name, (models.Model,),
                        dict(columns, Meta=meta, __module__=__name__))

        columns = {name: models.TextField(null=True, unique=name == "number",
                                          db_index=name in INDEXED)
                   for name in TEXTS}
        columns.update({name: models.BigIntegerField(
            null=True, db_index=name in INDEXED) for name in NUMBERS})
        key = {"primary_key": True}
        self.Complaint = model("Complaint", dict(
            columns, id=models.TextField(**key)))
        self.Party = model("Party", dict(
            id=models.TextField(**key),
            complaint=models.TextField(db_index=True),
            role=models.TextField(), name=models.TextField(),
            phone=models.TextField()))
        self.Event = model("Event", dict(
            id=models.TextField(**key),
            complaint=models.TextField(db_index=True),
            kind=models.TextField(), at=models.BigIntegerField(),
            actor=models.TextField(), payload=models.TextField(),
            digest=models.BinaryField()))
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
        with connection.schema_editor() as editor:
            for each in (self.Complaint, self.Party, self.Event):
                editor.create_model(each)

    def create(self, n):
        row, party, first = parts(n)
        with self.atomic():
            self.Complaint.objects.create(**row)
            self.Party.objects.create(**party)
            self.Event.objects.create(**first)
        return row["id"]

    def move(self, case, n):
        with self.atomic():
            row = self.Complaint.objects.get(id=case)
            row.state = "acknowledged"
            row.acknowledged += n
            row.due += n
            row.revision += 1
            row.save()
            self.Event.objects.create(**event(case, "acknowledge", {"n": n}))


def main():
    name, what, count, path = sys.argv[1:5]
    count, threads = int(count), int((sys.argv[5:] or ["1"])[0])
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(path + suffix):
            os.unlink(path + suffix)
    peer = {"sqlalchemy": Alchemy, "django": Django}[name](path)
    cases = [peer.create(n) for n in range(20 * threads)]

    done = []

    def until_done(work, *given):
        while True:
            try:
                return work(*given)
            except Exception as error:  # each peer has a class of its own
                if "locked" not in str(error):
                    raise

    def call(first):
        for n in range(first, count, threads):
            if what == "create":
                until_done(peer.create, len(cases) + n)
            else:  # cases of its own
                until_done(peer.move, cases[n % len(cases)], n)
            done.append(n)

    callers = [threading.Thread(target=call, args=(i,))
               for i in range(threads)]
    start = time.perf_counter()
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    rate = count / (time.perf_counter() - start)
    print("%.1f" % (rate if len(done) == count else 0))


if __name__ == "__main__":
    main()
