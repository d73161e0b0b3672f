"""Which doubt matters: one range after the other at its low and its high end, all others as they are.

    swing_k = |value at high_k − value at low_k|

The rows of a range move together here, also where an ensemble draws them apart. A range whose
distribution is normal is put to the ends of its 90 %. Ranges of a group are moved one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from citywright.city import City
from citywright.plan.doubt.case import BASE, Case
from citywright.plan.doubt.draws import change_of
from citywright.plan.doubt.outcome import WAYS, Outcome

OBJECTIVE = "objective"
ENDS = ("low", "high")


@dataclass(frozen=True)
class Tornado:
    """measure: "objective" or an indicator, in `year`. bars: range, way, low, high (the measure at
    the two ends; empty where there is no plan), base, swing, gap (the largest of the gaps of the
    objective on that bar: a swing of its size may be the search's and not the range's); widest first.
    """

    measure: str
    year: int
    bars: pd.DataFrame


def tornado_cases(city: City) -> list[Case]:
    """The base case, and each range at its low and at its high end."""
    return [
        Case(BASE),
        *(
            Case(f"{row.range}:{end}", (change_of(row, getattr(row, end)),))
            for row in city.tables["ranges"].itertuples()
            for end in ENDS
        ),
    ]


def tornado_of(outcomes: Sequence[Outcome], measure: str, year: int) -> Tornado:
    """Bars of one measure from the outcomes of `tornado_cases`."""
    by_code = {found["code"]: found for found in outcomes}
    ranges = dict.fromkeys(code.rsplit(":", 1)[0] for code in by_code if code != BASE)
    rows = []
    for name in ranges:
        for way in WAYS:
            ends = [by_code[f"{name}:{end}"] for end in ENDS]
            low, high = (measured(found, way, measure, year) for found in ends)
            base = measured(by_code[BASE], way, measure, year)
            gaps = [found[way]["gap"] for found in (*ends, by_code[BASE]) if found[way]]
            rows.append((name, way, low, high, base, abs(high - low), max(gaps, default=np.nan)))
    columns = ["range", "way", "low", "high", "base", "swing", "gap"]
    bars = pd.DataFrame(rows, columns=columns)
    order = bars["swing"].fillna(np.inf).sort_values(ascending=False, kind="stable").index
    return Tornado(measure, year, bars.loc[order].reset_index(drop=True))


def measured(found: Outcome, way: str, measure: str, year: int) -> float:
    """The objective or an indicator of one outcome; nan where there is no plan."""
    if not found[way]:
        return float("nan")
    if measure == OBJECTIVE:
        return float(found[way]["objective"])
    return float(found[way]["indicators"][measure][str(year)])
