#!/usr/bin/env python3
"""Print libcomplaint/data/calendar/cn.yaml from the tables of holiday-cn.

Usage: make_cn_calendar.py CSV [JSON ...] > cn.yaml
CSV has the columns year, date, name, isOffDay, paper; the JSON files are
holiday-cn's own and only add second notices of a year.
"""
import csv
import datetime
import json
import sys

NAMES = {  # id: (en, zh-CN, zh-TW, names in the notices)
    "new-year": ("New Year's Day", "元旦", "元旦", ["元旦"]),
    "spring-festival": ("Spring Festival", "春节", "春節", ["春节"]),
    "qingming": ("Qingming Festival", "清明节", "清明節", ["清明节"]),
    "labour-day": ("Labour Day", "劳动节", "勞動節",
                   ["劳动节", "“五一”", "“五一”国际劳动节"]),
    "dragon-boat": ("Dragon Boat Festival", "端午节", "端午節", ["端午节"]),
    "mid-autumn": ("Mid-Autumn Festival", "中秋节", "中秋節", ["中秋节"]),
    "national-day": ("National Day", "国庆节", "國慶節", ["国庆节", "“十一”"]),
    "national-mid-autumn": ("National Day and Mid-Autumn Festival",
                            "国庆节、中秋节", "國慶節、中秋節",
                            ["国庆节、中秋节"]),
    "mid-autumn-national": ("Mid-Autumn Festival and National Day",
                            "中秋节、国庆节", "中秋節、國慶節",
                            ["中秋节、国庆节"]),
    "victory-70": ("70th anniversary of victory in the War of Resistance "
                   "against Japan and the World Anti-Fascist War",
                   "抗日战争暨世界反法西斯战争胜利70周年纪念日",
                   "抗日戰爭暨世界反法西斯戰爭勝利70週年紀念日",
                   ["抗日战争暨世界反法西斯战争胜利70周年纪念日"]),
}

HEAD = """\
# Working days of China (mainland), {first} to {last}, with make-up workdays
# (调休): the facts of the State Council's holiday notices. The dates were taken
# from holiday-cn (https://github.com/NateScarlet/holiday-cn), MIT licence,
# Copyright (c) 2019 NateScarlet; each year cites its notices below. Made by
# tests/calendar/make_cn_calendar.py.
#
# The notices say which days are worked, not in which hours: 09:00-12:00 and
# 13:00-18:00 are a convention of this file. An organisation copies the file,
# gives it a name of its own and writes its own hours.
kind: calendar
format: 1
name: cn
version: "{last}.1"
title:
  en: "China: working days with make-up workdays"
  zh-CN: "中国工作日历（含调休）"
  zh-TW: "中國大陸工作日曆（含調休）"
source: "State Council notices {first}-{last}, by holiday-cn (MIT, Copyright (c) 2019 NateScarlet)"
offset: "+08:00"
years: {{from: {first}, to: {last}}}
week:
  monday: ["09:00-12:00", "13:00-18:00"]
  tuesday: ["09:00-12:00", "13:00-18:00"]
  wednesday: ["09:00-12:00", "13:00-18:00"]
  thursday: ["09:00-12:00", "13:00-18:00"]
  friday: ["09:00-12:00", "13:00-18:00"]
  saturday: []
  sunday: []
# Hours of make-up workdays.
hours: ["09:00-12:00", "13:00-18:00"]
"""


def read_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["day"] = datetime.date.fromisoformat(row["date"])
        row["id"] = next(key for key, name in NAMES.items()
                         if row["name"] in name[3])
    return sorted(rows, key=lambda row: row["day"])


def papers_of(rows, json_paths):
    papers = {}
    for row in rows:
        papers.setdefault(row["year"], [])
        if row["paper"] not in papers[row["year"]]:
            papers[row["year"]].append(row["paper"])
    for path in json_paths:
        with open(path, encoding="utf-8") as file:
            table = json.load(file)
        for paper in table["papers"]:
            if paper not in papers.setdefault(str(table["year"]), []):
                papers[str(table["year"])].append(paper)
    return {year: urls for year, urls in sorted(papers.items()) if urls}


def spans(rows):
    """Rows of one year, name and kind on days that follow one another."""
    out = []
    for row in rows:
        same = out and all(out[-1][-1][key] == row[key]
                           for key in ("year", "id", "isOffDay"))
        if same and (row["day"] - out[-1][-1]["day"]).days == 1:
            out[-1].append(row)
        else:
            out.append([row])
    return out


def main():
    rows = read_rows(sys.argv[1])
    papers = papers_of(rows, sys.argv[2:])
    years = sorted({int(row["year"]) for row in rows})
    print(HEAD.format(first=years[0], last=years[-1]), end="")
    print("names:")
    for key, (en, zh_cn, zh_tw, _) in NAMES.items():
        print(f'  - id: {key}\n    en: "{en}"\n    zh-CN: "{zh_cn}"\n'
              f'    zh-TW: "{zh_tw}"')
    print("sources:")
    for year, urls in papers.items():
        print(f'  - id: "{year}"\n    text: "State Council, holidays of '
              f'{year}: {" ".join(urls)}"')
    print("exceptions:")
    for span in spans(rows):
        first, last = span[0], span[-1]
        kind = "holiday" if first["isOffDay"] == "true" else "make_up"
        when = (f"date: {first['date']}" if first is last else
                f"from: {first['date']}, to: {last['date']}")
        print(f"  - {{{when}, kind: {kind}, name: {first['id']}, "
              f"source: \"{first['year']}\"}}")


main()
