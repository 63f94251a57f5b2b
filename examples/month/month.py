"""The month's figures of a register, in Python: month.py REGISTER 2019-06"""
import sys

import complaint


def show(group):
    median = group["median_working_days"]
    print(
        f"{group.get('name', 'all')}: received {group['received']}, "
        f"closed {group['closed']}, within limit {group['within_limit']}, "
        "median "
        + ("undefined" if median is None else f"{median:.1f} working days")
    )


def main(uri, month):
    with complaint.open(uri, read_only=True) as register:
        figures = register.dataset().month(month)
    show(figures)
    for unit in figures["by_unit"]:
        show(unit)


if __name__ == "__main__":
    main(*sys.argv[1:])
