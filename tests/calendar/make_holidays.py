#!/usr/bin/env python3
"""Print a bundled calendar of public holidays.

Usage: make_holidays.py gb-eng|gb-sct|gb-nir UK_CSV
       make_holidays.py us-federal US_CSV
       make_holidays.py cn-finance cn.yaml
The tables have the columns region, date, name, type, substitute (UK) or
observed_date, name (US); cn.yaml is the bundled calendar of that name.
"""
import csv
import re
import sys

HOURS = "[\"09:00-17:00\"]"
WEEK = "week:\n" + "".join(
    f"  {day}: {HOURS if i < 5 else '[]'}\n" for i, day in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
         "sunday")))
UK = {"gb-eng": ("GB-ENG", "England and Wales", "英格兰和威尔士", "英格蘭和威爾斯"),
      "gb-sct": ("GB-SCT", "Scotland", "苏格兰", "蘇格蘭"),
      "gb-nir": ("GB-NIR", "Northern Ireland", "北爱尔兰", "北愛爾蘭")}
CREDIT = {
    "UK": "Bank holidays of the United Kingdom, by date-holidays "
          "(https://github.com/commenthol/date-holidays), data CC BY-SA 3.0",
    "US": "5 U.S.C. 6103, Executive Order 11582: days on which federal offices "
          "are closed, OPM",
}
NAMES = {
    "New Year's Day": ("元旦", "元旦"),
    "Good Friday": ("耶稣受难日", "耶穌受難日"),
    "Easter Monday": ("复活节星期一", "復活節星期一"),
    "Christmas Day": ("圣诞节", "聖誕節"),
    "Boxing Day": ("节礼日", "節禮日"),
    "Thanksgiving Day": ("感恩节", "感恩節"),
    "Independence Day": ("独立日", "獨立日"),
    "Labor Day": ("劳动节", "勞動節"),
}


def head(name, titles, years, zone, comment, source):
    lines = "".join(f"# {line}".rstrip() + "\n" for line in comment)
    return (f"{lines}kind: calendar\nformat: 1\nname: {name}\nversion: \"{years[1]}.1\"\n"
            f"title:\n  en: \"{titles[0]}\"\n  zh-CN: \"{titles[1]}\"\n"
            f"  zh-TW: \"{titles[2]}\"\nsource: \"{source}\"\n"
            f"rule: \"{zone}\"\nyears: {{from: {years[0]}, to: {years[1]}}}\n"
            + WEEK)


def tables(days):
    """`names` and `exceptions` of a dict of date: name."""
    ids = {name: re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")
           for name in days.values()}
    out = "names:\n"
    for name, key in ids.items():
        texts = f"id: {key}, en: \"{name}\""
        if name in NAMES:
            texts += ", zh-CN: \"{}\", zh-TW: \"{}\"".format(*NAMES[name])
        out += f"  - {{{texts}}}\n"
    out += "exceptions:\n"
    for day, name in sorted(days.items()):
        out += f"  - {{date: {day}, kind: holiday, name: {ids[name]}}}\n"
    return out


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def united_kingdom(name, path):
    region, en, zh_cn, zh_tw = UK[name]
    found = [row for row in rows(path)
             if row["region"] == region and row["type"] == "public"]
    years = sorted({int(row["date"][:4]) for row in found})
    days = {}
    for row in found:
        days.setdefault(row["date"], row["name"])
    comment = [
        f"Working days of {en}, {years[0]} to {years[-1]}: bank holidays with",
        "their substitute days. The dates are facts; they were taken from",
        "date-holidays (https://github.com/commenthol/date-holidays), whose",
        "data is under CC BY-SA 3.0.",
        "Made by tests/calendar/make_holidays.py.", "",
        "The hours are a convention of this file, and so is the rule of",
        "summer time for the years before 1996."]
    return (head(name, (f"{en}: working days without bank holidays",
                        f"{zh_cn}工作日历", f"{zh_tw}工作日曆"),
                 (years[0], years[-1]), "GMT0BST,M3.5.0/1,M10.5.0", comment,
                 CREDIT["UK"]) + tables(days))


def united_states(name, path):
    found = rows(path)
    years = sorted({int(row["year"]) for row in found})
    days = {row["observed_date"]: row["name"] for row in found}
    comment = [
        "Working days of the federal government of the United States,",
        f"{years[0]} to {years[-1]}: the days on which its holidays are",
        "observed (the Friday before a Saturday, the Monday after a Sunday).",
        "Made by tests/calendar/make_holidays.py.", "",
        "The hours are a convention of this file, and so are its zone",
        "(Eastern Time) and the rule of summer time for the years before 2007.",
        "Inauguration Day, a holiday in and around Washington alone, is a",
        "workday here."]
    return (head(name, ("United States: federal working days",
                        "美国联邦政府工作日历", "美國聯邦政府工作日曆"),
                 (years[0], years[-1]), "EST5EDT,M3.2.0,M11.1.0", comment,
                 CREDIT["US"]) + tables(days))


def china_finance(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text = "".join(line for line in text.splitlines(True)
                   if "kind: make_up" not in line)
    text = text[text.index("kind: calendar"):]
    text = text.replace("name: cn\n", "name: cn-finance\n", 1)
    text = text.replace("China: working days with make-up workdays",
                        "China: financial markets, weekends never worked")
    text = text.replace("中国工作日历（含调休）", "中国金融市场工作日历（调休周末休市）")
    text = text.replace("中國大陸工作日曆（含調休）",
                        "中國大陸金融市場工作日曆（調休週末休市）")
    text = re.sub(r"# Hours of make-up workdays.\nhours: .*\n", "", text)
    return """\
# Working days of Chinese exchanges and inter-bank markets: the holidays of the
# State Council's notices, but no make-up workdays (调休): on weekends that are
# worked elsewhere they stay closed. The dates were taken from holiday-cn
# (https://github.com/NateScarlet/holiday-cn), MIT licence, Copyright (c) 2019
# NateScarlet. Made from cn.yaml by tests/calendar/make_holidays.py.
#
# The hours are a convention of this file. A single exchange may close on other
# days as well; a calendar that extends this one says so.
""" + text


def main():
    name, path = sys.argv[1:]
    if name in UK:
        print(united_kingdom(name, path), end="")
    elif name == "us-federal":
        print(united_states(name, path), end="")
    else:
        print(china_finance(path), end="")


main()
