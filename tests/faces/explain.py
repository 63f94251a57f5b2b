"""The explanations of a register's clocks, a line each, as Python gives them:
explain.py REGISTER NOW LANGUAGE... ("-" for the context's)."""
import sys

import complaint

path, now, *languages = sys.argv[1:]
with complaint.open(path, read_only=True) as register:
    write = register._session.core.write
    for case in register.cases(limit=0):
        for language in languages:
            clocks = case.clocks(
                now, language=None if language == "-" else language)
            print(case.number, language, write({"clocks": clocks}))
