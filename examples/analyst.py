"""An analyst's month in Python: figures, a DataFrame, and where they come from.

    analyst.py sqlite:register.db 2019-06
"""
import sys

import complaint

with complaint.open(sys.argv[1], read_only=True) as register:
    dataset = register.dataset()
    month = dataset.month(sys.argv[2])
    print(month["received"], month["definitions"]["received"])

    frame = dataset.to_pandas()  # categoricals, tz-aware times
    print(frame.groupby("month", observed=True)["working_days"].median())

    pareto = dataset.pareto(by="category")
    print(pareto.to_pandas())
    print(pareto.definition, pareto.population, pareto.left_out)

    for case in register.cases(open=True, order="due", limit=3):
        for clock in case.clocks():
            print(case.number, clock["text"])
