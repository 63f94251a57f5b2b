#!/usr/bin/env python3
"""Print the changes of time zones from 1970 to 2199 by another reader.

Usage: zone_changes.py COUNT SEED NAME...
Prints "zone NAME OFFSET" (in 1970), then "SECONDS OFFSET" for each change; for
the zones named, then for COUNT others drawn with the seed.
"""
import datetime
import random
import sys
import zoneinfo

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
END = int((datetime.datetime(2200, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())
STEP = 7200


def main():
    count, seed, names = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    others = sorted(name for name in zoneinfo.available_timezones()
                    if not name.startswith(("right/", "posix/")) and
                    name not in names)
    names += random.Random(seed).sample(others, count)
    for name in names:
        zone = zoneinfo.ZoneInfo(name)

        def offset(second):
            moment = EPOCH + datetime.timedelta(seconds=second)
            return int(moment.astimezone(zone).utcoffset().total_seconds())

        before = offset(0)
        print("zone", name, before)
        for second in range(STEP, END, STEP * 12):
            if offset(second) == before:
                continue
            low, high = max(0, second - STEP * 12), second
            while high - low > 1:
                middle = (low + high) // 2
                if offset(middle) == before:
                    low = middle
                else:
                    high = middle
            before = offset(high)
            print(high, before)


main()
