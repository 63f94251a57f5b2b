#!/bin/sh
# The last month of a register in which most was closed: busiest-month.sh REGISTER
set -eu
complaint list "$1" --limit 0 --json | /usr/bin/python3 -c '
import collections, json, sys
months = collections.Counter()
for line in sys.stdin:
    row = json.loads(line)
    months[row.get("closed_at", row["received_at"])[:7]] += 1
print(max(months, key=lambda month: (months[month], month)))
'
