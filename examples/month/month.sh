#!/bin/sh
# The month's figures of a register, in the shell: month.sh REGISTER 2019-06
# (the program "complaint" on the PATH; python3 only picks the JSON apart)
set -eu
complaint report "$1" --month "$2" --json | /usr/bin/python3 -c '
import json, sys
month = json.load(sys.stdin)
for group in [month] + month["by_unit"]:
    median = group["median_working_days"]
    print("%s: received %d, closed %d, within limit %d, median %s" % (
        group.get("name", "all"), group["received"], group["closed"],
        group["within_limit"],
        "undefined" if median is None else "%.1f working days" % median))
'
