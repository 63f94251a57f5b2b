"""Every system of the sources has its test, and every bundled procedure a
system: systems.py [ROOT]. The table is tests/procedure/systems.txt."""

import re
import sys

import sources

# Those of the sources for which a procedure is to run.
WANTED = ("A2 A4 A5 A6 A7 A9 A10 A12 A13 A14 C1 C2 C3 C5 C6 C7 D2 D4 D5 D6 "
          "D8 D10 D12").split()


def rows(path):
    for number, line in enumerate(
            path.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            yield number, [part.strip() for part in line.split("|")]


def tests_of(path):
    if not path.is_file():
        return set()
    return set(re.findall(r"START_TEST\(\s*(\w+)\)",
                          path.read_text(encoding="utf-8")))


def check(root, wanted=WANTED):
    path = root / "tests" / "procedure" / "systems.txt"
    bundled = {file.stem for file in
               (root / "libcomplaint" / "data" / "procedure").glob("*.yaml")}
    problems, seen, used = [], set(), set()
    for number, row in rows(path):
        where = f"{path}:{number}"
        if len(row) != 5 or not row[4]:
            problems.append(f"{where}: id, what, procedure, file, tests")
            continue
        identity, _, procedure, file, names = row
        seen.add(identity)
        used.add(procedure)
        if procedure not in bundled:
            problems.append(f"{where}: no procedure {procedure} is bundled")
        there = tests_of(root / "tests" / file)
        problems += [f"{where}: {file} has no test {name}"
                     for name in names.split() if name not in there]
    problems += [f"{path}: no row for {identity}"
                 for identity in wanted if identity not in seen]
    problems += [f"{path}: no system for the procedure {name}"
                 for name in sorted(bundled - used)]
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("systems", check(sources.root_from(sys.argv))))
