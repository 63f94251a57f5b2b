"""The bundled calendars against what other publishers say, day by day:
publishers.py FOLDER, with the files that publishers.cjs writes."""
import os
import subprocess
import sys

# Where a publisher errs, by the State Council's notice: the day, whether it is
# worked, and what the notice says. Anything else that differs is a failure.
ERRS = {
    "holiday-calendar.csv": {
        "2007-12-29": (1, "2008: New Year 30 December to 1 January, 29 worked"),
        "2007-12-31": (0, "2008: the same"),
        "2008-05-04": (1, "2008: Labour Day 1 to 3 May, 4 May worked"),
        "2008-06-07": (0, "2008: Dragon Boat 7 to 9 June"),
        "2008-09-13": (0, "2008: Mid-Autumn 13 to 15 September"),
        "2009-01-04": (1, "2009: New Year 1 to 3 January, 4 January worked"),
        "2009-09-27": (1, "2009: National Day, 27 September worked"),
        "2011-12-31": (1, "2012: New Year, 31 December 2011 worked"),
        "2015-01-04": (1, "2015: New Year 1 to 3 January, 4 January worked"),
        "2016-04-02": (0, "2016: Qingming 2 to 4 April, nothing made up"),
        "2018-06-16": (0, "2018: Dragon Boat 16 to 18 June, nothing made up"),
        "2018-09-22": (0, "2018: Mid-Autumn 22 to 24, nothing made up"),
    },
}
CALENDARS = {
    "chinese-days.csv": "cn",
    "holiday-calendar.csv": "cn",
    "us-federal-holidays.csv": "us-federal",
    "date-holidays-ENG.csv": "gb-eng",
    "date-holidays-SCT.csv": "gb-sct",
    "date-holidays-NIR.csv": "gb-nir",
}


def ours(calendar, days):
    """1 for each day that is worked."""
    out = subprocess.run(
        ["complaint", "calendar", "show", calendar], check=True, text=True,
        input="".join(day + "\n" for day in days), capture_output=True).stdout
    kinds = [line.split(",")[0] for line in out.splitlines()]
    assert len(kinds) == len(days)
    assert all(line.endswith(",known") for line in out.splitlines())
    return [int(kind in ("workday", "make_up")) for kind in kinds]


def compare(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        theirs = [line.strip().split(",") for line in file]
    errs = dict(ERRS.get(name, {}))
    wrong = 0
    worked = ours(CALENDARS[name], [day for day, _ in theirs])
    for (day, their), our in zip(theirs, worked):
        if int(their) == our:
            continue
        judged = errs.pop(day, None)
        if judged and judged[0] == our:
            print(f"  {name[:-4]} errs: {day} is "
                  f"{'worked' if our else 'off'} (notice of {judged[1]})")
            continue
        print(f"  DIFFERS: {day}: ours {our}, {name[:-4]} {their}")
        wrong += 1
    for day in errs:
        print(f"  {name[:-4]} errs no more: {day}")
    print(f"{name[:-4]} and {CALENDARS[name]}: {len(theirs)} days, "
          f"{wrong} differ")
    return wrong


files = [name for name in CALENDARS
         if os.path.exists(os.path.join(sys.argv[1], name))]
if "chinese-days.csv" not in files:
    sys.exit("no publisher has said anything")
sys.exit(1 if sum([compare(sys.argv[1], name) for name in files]) else 0)
