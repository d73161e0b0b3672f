"""Scenarios side by side: value, gain, indicators, targets and projects, planned anew and held."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from citywright.plan.doubt.ensemble import breaks, draws_table, long_indicators
from citywright.plan.doubt.outcome import WAYS, Outcome


@dataclass(frozen=True)
class Comparison:
    """Tables by case, in the order asked.

    values: case, way, feasible, objective, bound, gap, gain, regret (what holding our plan loses
    against planning anew, at most: the bound counts). indicators: case, way, indicator, year, value.
    targets: case, way, target, value, met, shortfall. starts: project, and a column per case with the
    year in which planning anew starts it. breaks: what our plan breaks, by limit and item.
    outcomes: as they were found.
    """

    values: pd.DataFrame
    indicators: pd.DataFrame
    targets: pd.DataFrame
    starts: pd.DataFrame
    breaks: pd.DataFrame
    outcomes: tuple[Outcome, ...]

    def indicator(self, name: str, way: str = "replanned") -> pd.DataFrame:
        """One indicator: years by case."""
        table = self.indicators
        own = table[(table["indicator"] == name) & (table["way"] == way)]
        cases = list(dict.fromkeys(own["case"]))
        return own.pivot(index="year", columns="case", values="value")[cases]


def compared(outcomes: Sequence[Outcome]) -> Comparison:
    """Outcomes side by side."""
    values = draws_table(outcomes)
    bound = values[values["way"] == "replanned"].set_index("case")["bound"]
    held = values["way"] == "held"
    values["regret"] = (values["case"].map(bound) - values["objective"]).where(held)
    targets = [
        (found["code"], way, target, row["value"], row["met"], row["shortfall"])
        for found in outcomes for way in WAYS if found[way]
        for target, row in found[way]["targets"].items()
    ]  # fmt: skip
    years = {
        found["code"]: pd.Series(found["replanned"]["starts"], dtype="Int64")
        for found in outcomes if found["replanned"]
    }  # fmt: skip
    starts = pd.DataFrame(years).sort_index().rename_axis("project").reset_index()
    return Comparison(
        values,
        long_indicators(outcomes),
        pd.DataFrame(targets, columns=["case", "way", "target", "value", "met", "shortfall"]),
        starts,
        breaks(outcomes),
        tuple(outcomes),
    )
