"""Complaint handling after ISO 10002, in process.

    import complaint

    with complaint.open("register.db", create=True) as register:
        register.install("procedure/iso10002", "calendar/cn")
        case = register.file(title="Kettle leaks", channel="phone")
        print(case.number, case.state)
"""
from . import _errors
from ._case import Case
from ._complaint_swig import core_version as _version
from ._dataset import Column, Dataset, Figure
from ._definition import Calendar, Definition, Procedure, compute
from ._errors import *  # noqa: F401,F403 (one class per status)
from ._evidence import evidence_verify
from ._register import Register, migrate, open
from ._session import Actor, Cursor, Record, relations
from ._values import Money

__version__ = _version()

__all__ = [*_errors.__all__, "Actor", "Calendar", "Case", "Column", "Cursor",
           "Dataset", "Definition", "Figure", "Money", "Procedure", "Record",
           "Register", "compute", "evidence_verify", "migrate", "open",
           "relations"]
