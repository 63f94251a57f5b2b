"""Figures of registers computed without the library, to compare with it.

    independent.py pairs|spans|dues REGISTER.csv HOLIDAYS.csv
    independent.py month REGISTER.csv HOLIDAYS.csv YYYY-MM < report.json
    independent.py groups KIND REGISTER.csv < cases.jsonl
    independent.py received KIND REGISTER.csv YYYY-MM < report.json

Standard library only, straight from the raw rows; days are walked one by one.
"pairs" prints from,to of each row, "spans" what `calendar count` should print
for them, "dues" the fifteenth working day after each receipt. The others
compare what they read with what they compute and list every difference."""

import collections
import csv
import datetime
import fractions
import json
import re
import sys
import unicodedata

LIMIT = 15
DAY = datetime.timedelta(days=1)
FIELDS = ("within_limit", "overdue", "received", "closed", "open_at_month_end",
          "open_overdue", "not_yet_due", "median_working_days",
          "p90_working_days", "share_within")


class Calendar:
    def __init__(self, path):
        self.special = {}
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                day = datetime.date.fromisoformat(row["date"])
                self.special[day] = row["isOffDay"] == "false"

    def works(self, day):
        return self.special.get(day, day.weekday() < 5)

    def count(self, start, end):
        """Working days d with start < d <= end."""
        days = 0
        while start < end:
            start += DAY
            days += self.works(start)
        return days

    def add(self, start, number):
        while number > 0:
            start += DAY
            number -= self.works(start)
        return start


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def moment(text):
    return datetime.datetime.fromisoformat(text)


def quantile(values, share):
    """Type 7, exactly."""
    if not values:
        return None
    values = sorted(values)
    place = (len(values) - 1) * share
    low = place.numerator // place.denominator
    high = min(low + 1, len(values) - 1)
    return float(values[low] + (place - low) * (values[high] - values[low]))


def month_figures(rows, calendar, month):
    first = datetime.date.fromisoformat(month + "-01")
    last = (first + 31 * DAY).replace(day=1) - DAY
    received, spans, open_days = 0, [], []
    for row in rows:
        came, answered = moment(row["留言时间"]), moment(row["答复时间"])
        received += first <= came.date() <= last
        if first <= answered.date() <= last:
            spans.append(calendar.count(came.date(), answered.date()))
        elif came.date() <= last < answered.date():
            open_days.append(came.date())
    within = sum(span <= LIMIT for span in spans)
    late = sum(calendar.add(day, LIMIT) < last for day in open_days)
    judged = len(spans) + late
    return {
        "received": received, "closed": len(spans),
        "open_at_month_end": len(open_days), "within_limit": within,
        "overdue": len(spans) - within, "open_overdue": late,
        "not_yet_due": len(open_days) - late,
        "median_working_days": quantile(spans, fractions.Fraction(1, 2)),
        "p90_working_days": quantile(spans, fractions.Fraction(9, 10)),
        "share_within": within / judged if judged else None}


def same(a, b):
    if a is None or b is None:
        return a is b
    return abs(a - b) < 1e-9


def compare_month(path, holidays, month):
    wanted = month_figures(rows_of(path), Calendar(holidays), month)
    report = json.load(sys.stdin)
    # This register names neither category nor unit, and came by the web.
    groups = [("all", report)] + [
        (by, report[by][0]) for by in ("by_category", "by_unit", "by_channel")
        if len(report[by]) > 0]
    problems = [f"{month} {name}: {field}: {group[field]}, not {wanted[field]}"
                for name, group in groups for field in FIELDS
                if not same(group[field], wanted[field])]
    if report["month"] != month:
        problems.append(f"month {report['month']}")
    for by in ("by_category", "by_unit", "by_channel"):
        for field in ("received", "closed", "open_at_month_end"):
            if sum(group[field] for group in report[by]) != wanted[field]:
                problems.append(f"{month} {by}: {field} does not add up")
    for name, before in ((item["month"], item) for item in report["history"]):
        told = month_figures(rows_of(path), Calendar(holidays), name)
        problems += [f"{month}, history of {name}: {field}: {before[field]}, "
                     f"not {told[field]}" for field in FIELDS
                     if field in before and not same(before[field],
                                                     told[field])]
    return problems


def tidy(text, nulls=()):
    text = unicodedata.normalize("NFC", text).strip()
    return "" if text in nulls else text


CFPB_CHANNELS = {"Postal mail": "letter", "Web": "web", "Phone": "phone",
                 "Email": "email", "Fax": "fax", "Referral": "referral"}
MAUDE_CHANNELS = {"Manufacturer report": "manufacturer",
                  "Voluntary report": "voluntary",
                  "User facility report": "user_facility",
                  "Distributor report": "distributor"}
MAUDE_NULLS = ("NI", "UNK", "UNKNOWN", "N/A", "NA", "*", "ASKU")


def cfpb(row):
    date = row["Date received"]
    if "/" in date:
        month, day, year = date.split("/")
        date = f"{year}-{month}-{day}"
    channel = row.get("Submitted via", "")
    answer = row.get("Company response") or \
        row.get("Company response to consumer")
    return {"number": row["Complaint ID"], "day": date,
            "category": row["Product"], "unit": row["Company"],
            "channel": CFPB_CHANNELS.get(channel, channel),
            "state": "closed" if answer.startswith("Closed") else "sent"}


def maude(row):
    date = row["date_received"]
    channel = tidy(row["report_source_code"], MAUDE_NULLS)
    return {"number": row["report_number"],
            "day": f"{date[:4]}-{date[4:6]}-{date[6:]}",
            "category": row["device_name"],
            "unit": row["manufacturer_d_name"],
            "batch": row["lot_number"],
            "channel": MAUDE_CHANNELS.get(channel, channel),
            "state": "received"}


def car(row):
    states = {"信息审核": "checking", "厂家受理": "accepted",
              "处理反馈": "answered", "用户评分": "rated"}
    return {"number": row["id"], "day": row["datetime"],
            "category": [c for c in row["problem"].split(",") if c][0],
            "unit": row["brand"], "channel": "web",
            "batch": row["type"].split(" ")[0],
            "state": states[row["status"]]}


KINDS = {"cfpb": (cfpb, ("N/A", "NA")), "maude": (maude, MAUDE_NULLS),
         "car": (car, ("-",))}


def cases_of(kind, path):
    read, nulls = KINDS[kind]
    return [{key: tidy(text, nulls) for key, text in read(row).items()}
            for row in rows_of(path)]


def compare_groups(kind, path):
    wanted = cases_of(kind, path)
    cases = [json.loads(line) for line in sys.stdin]
    problems = []
    if len(cases) != len(wanted):
        problems.append(f"{len(cases)} cases, not {len(wanted)}")
    columns = {"number": "external_number"}
    for key in wanted[0]:
        if key == "day":
            continue
        ours = collections.Counter(row.get(columns.get(key, key), "")
                                   for row in cases)
        theirs = collections.Counter(row[key] for row in wanted)
        for text in set(ours) | set(theirs):
            if ours[text] != theirs[text]:
                problems.append(f"{key} {text!r}: {ours[text]}, "
                                f"not {theirs[text]}")
    return problems


def compare_received(kind, path, month):
    wanted = [row for row in cases_of(kind, path) if row["day"][:7] == month]
    report = json.load(sys.stdin)
    problems = []
    if report["received"] != len(wanted):
        problems.append(f"{report['received']}, not {len(wanted)}")
    for by in ("category", "unit", "channel"):
        theirs = collections.Counter(row[by] for row in wanted)
        ours = {group["name"]: group["received"]
                for group in report["by_" + by] if group["received"]}
        if ours != dict(theirs):
            problems.append(f"{month} by {by}: {ours}, not {dict(theirs)}")
    return problems


def main(words):
    verb, rest = words[0], words[1:]
    if verb in ("pairs", "spans", "dues"):
        rows, calendar = rows_of(rest[0]), Calendar(rest[1])
        for row in rows:
            came, answered = moment(row["留言时间"]), moment(row["答复时间"])
            if verb == "pairs":
                print(f"{row['留言时间']},{row['答复时间']}")
            elif verb == "spans":
                print(calendar.count(came.date(), answered.date()))
            else:
                print(calendar.add(came.date(), LIMIT))
        return 0
    if verb == "months":
        days = [re.sub(r"-\d\d$", "", row["day"])
                for row in cases_of(rest[0], rest[1])]
        print("\n".join(sorted(set(days))))
        return 0
    compare = {"month": compare_month, "groups": compare_groups,
               "received": compare_received}[verb]
    problems = compare(*rest)
    print("\n".join(problems[:20]), end="\n" if problems else "",
          file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
